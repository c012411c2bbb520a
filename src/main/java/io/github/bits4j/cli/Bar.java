package io.github.bits4j.cli;

/** A bar that fills, drawn in the signs and colours of a stream. */
final class Bar {
  private static final int BLOCK_COLUMNS = 5;

  private Bar() {}

  /** How many columns a bar takes beyond its width. */
  static int frame(Style style) {
    return style.unicode() ? 0 : 2;
  }

  /** So much of it is done, from 0 to 1. */
  static String filled(Style style, int width, double done) {
    int halves = (int) (done * width * 2);
    String full = (style.unicode() ? "━" : "=").repeat(halves / 2);
    String half = halves % 2 == 0 ? "" : style.unicode() ? "╸" : "-";
    String rest = rest(style, width - full.length() - half.length());
    return framed(style, style.good(full + half) + style.faint(rest));
  }

  /** Nobody knows how much there is: something that moves while time passes. */
  static String moving(Style style, int width, int beat) {
    int block = Math.min(BLOCK_COLUMNS, width);
    int way = width - block;
    int at = way == 0 ? 0 : way - Math.abs(beat % (2 * way) - way);
    return framed(
        style,
        style.faint(rest(style, at))
            + style.good((style.unicode() ? "━" : "=").repeat(block))
            + style.faint(rest(style, way - at)));
  }

  private static String rest(Style style, int columns) {
    return (style.unicode() ? "─" : " ").repeat(columns);
  }

  private static String framed(Style style, String drawn) {
    return style.unicode() ? drawn : "[" + drawn + "]";
  }
}
