import io.github.bits4j.BitsProvider;
import io.github.bits4j.embedded.EmbeddedBitsProvider;
import io.github.bits4j.windows.WindowsBitsProvider;

/**
 * Windows BITS from Java, and the same on every other system.
 *
 * <p>A program that wants a file has {@link io.github.bits4j.transfer.Transfer}; one that wants
 * BITS's own jobs begins at {@link io.github.bits4j.Bits}. What a return value means says {@link
 * io.github.bits4j.error.Fault}. Its tests have {@link io.github.bits4j.testing.MockBits}, without
 * a service, a network and waiting.
 */
module io.github.bits4j {
  requires com.sun.jna;
  requires com.sun.jna.platform;
  requires java.net.http;
  requires jdk.httpserver;
  // The durable queue of the embedded engine; whoever wants it brings the driver.
  requires static java.sql;
  requires static org.xerial.sqlitejdbc;
  // The events for a flight recorder, where the JVM has one.
  requires static jdk.jfr;
  // The extension for the tests of others; they bring JUnit.
  requires static org.junit.jupiter.api;
  // The command line only; they are in bits.jar.
  requires static com.google.gson;
  requires static info.picocli;
  requires static java.logging;
  requires static me.tongfei.progressbar;

  exports io.github.bits4j;
  exports io.github.bits4j.embedded;
  exports io.github.bits4j.error;
  exports io.github.bits4j.observe;
  // JNA calls our callbacks and reads nothing else.
  exports io.github.bits4j.windows.com to
      com.sun.jna;
  exports io.github.bits4j.server;
  exports io.github.bits4j.testing;
  exports io.github.bits4j.transfer;

  opens io.github.bits4j.cli to
      info.picocli;

  uses BitsProvider;

  provides BitsProvider with
      EmbeddedBitsProvider,
      WindowsBitsProvider;
}
