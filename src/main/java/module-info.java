import io.github.bits4j.BitsProvider;

/** Windows BITS from Java, and the same on every other system. */
module io.github.bits4j {
  requires com.sun.jna;
  requires com.sun.jna.platform;
  requires jdk.httpserver;

  exports io.github.bits4j;
  exports io.github.bits4j.error;
  exports io.github.bits4j.server;

  uses BitsProvider;
}
