package io.github.bits4j.cli;

/**
 * How large a terminal is.
 *
 * @param columns how wide
 * @param rows how high
 */
record TerminalSize(int columns, int rows) {
  /** Where nobody can tell. */
  static final TerminalSize USUAL = new TerminalSize(80, 24);
}
