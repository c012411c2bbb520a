/** Needs bits4j; JNA comes with it. */
module consumer {
  requires io.github.bits4j;
}
