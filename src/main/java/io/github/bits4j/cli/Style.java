package io.github.bits4j.cli;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;

/**
 * Colours and signs of one stream. Only colours that can be read on light and on dark ground, and
 * nothing that is said by colour alone; plain where nobody sees it.
 *
 * @param coloured whether escape sequences are understood
 * @param shaded whether there are 256 colours: those in the middle between white and black; the
 *     first 8 are what the terminal makes of them, and cyan and green often too light for white
 * @param unicode whether signs beyond ASCII arrive as such
 * @param charset what arrives at all
 */
record Style(boolean coloured, boolean shaded, boolean unicode, Charset charset) {
  private static final String UNKNOWN = "?";

  static Style of(
      boolean terminal, boolean noColor, Map<String, String> variables, Charset charset) {
    boolean coloured =
        terminal
            && !noColor
            && variables.getOrDefault("NO_COLOR", "").isEmpty()
            && understandsEscapes(variables);
    boolean shaded =
        variables.getOrDefault("TERM", "").contains("256color")
            || variables.containsKey("COLORTERM")
            || variables.containsKey("WT_SESSION");
    boolean unicode = charset.canEncode() && charset.newEncoder().canEncode("✔━╸─→…");
    return new Style(coloured, shaded, unicode, charset);
  }

  /** Whether the terminal can move its cursor and show colours. */
  static boolean understandsEscapes(Map<String, String> variables) {
    String term = variables.getOrDefault("TERM", "");
    if (term.isEmpty()) {
      // A Windows console says so in other ways.
      return variables.containsKey("WT_SESSION")
          || "ON".equalsIgnoreCase(variables.get("ConEmuANSI"));
    }
    return !term.equals("dumb");
  }

  /**
   * A name from somewhere else as it may be printed: what would steer the terminal or does not
   * arrive is a question mark, one column wide.
   */
  String printable(String name) {
    if (!charset.canEncode()) {
      return name;
    }
    CharsetEncoder encoder = charset.newEncoder();
    StringBuilder printable = new StringBuilder();
    for (int character : Text.characters(name)) {
      String sign = Character.toString(character);
      printable.append(isSteering(character) || !encoder.canEncode(sign) ? UNKNOWN : sign);
    }
    return printable.toString();
  }

  /** Controls, and what turns the direction of the text around it. */
  private static boolean isSteering(int character) {
    return Character.isISOControl(character)
        || character >= 0x202A && character <= 0x202E
        || character >= 0x2066 && character <= 0x2069;
  }

  String bold(String text) {
    return sequence("1", text);
  }

  String faint(String text) {
    return sequence("2", text);
  }

  String good(String text) {
    return sequence(colour("32", "28"), text);
  }

  String bad(String text) {
    return sequence(colour("31", "160"), text);
  }

  String worse(String text) {
    return sequence("1;" + colour("31", "160"), text);
  }

  String careful(String text) {
    return sequence(colour("35", "133"), text);
  }

  String accent(String text) {
    return sequence(colour("36", "31"), text);
  }

  /** The colour of {@link #accent}, as picocli names it. */
  String accentColour() {
    return shaded ? "31" : "cyan";
  }

  String tick() {
    return unicode ? "✔" : "+";
  }

  String cross() {
    return unicode ? "✘" : "x";
  }

  String arrow() {
    return unicode ? "→" : "->";
  }

  String dot() {
    return unicode ? " · " : ", ";
  }

  String ellipsis() {
    return unicode ? "…" : "...";
  }

  private String colour(String first, String shade) {
    return shaded ? "38;5;" + shade : first;
  }

  private String sequence(String parameters, String text) {
    return coloured && !text.isEmpty() ? "\u001b[" + parameters + "m" + text + "\u001b[0m" : text;
  }
}
