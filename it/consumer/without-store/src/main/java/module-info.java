/** Needs bits4j; JNA comes with it, and is named because this program looks at it too. */
module consumer {
  requires com.sun.jna;
  requires io.github.bits4j;
}
