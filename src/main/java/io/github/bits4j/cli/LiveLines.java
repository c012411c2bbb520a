package io.github.bits4j.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Lines at the bottom of a terminal that are drawn again and again over the last ones, in a single
 * write, so that nothing flickers. Terminals break lines that became too long when they are made
 * narrower; what is drawn over takes so many rows then.
 */
final class LiveLines {
  private static final String ESCAPE = "\u001b[";

  /** A line that is too long all the same is cut by the terminal. */
  private static final String NO_WRAP = ESCAPE + "?7l";

  private static final String WRAP = ESCAPE + "?7h";
  private static final String ERASE_LINE = ESCAPE + "K";
  private static final String ERASE_BELOW = ESCAPE + "J";
  private static final Pattern LOOK = Pattern.compile("\u001b\\[[0-9;]*m");

  private final PrintStream to;
  private final Supplier<TerminalSize> size;

  /** How wide each of the lines is that are drawn over next. */
  private List<Integer> drawn = List.of();

  LiveLines(PrintStream to, Supplier<TerminalSize> size) {
    this.to = to;
    this.size = size;
  }

  /** The terminal as it is now. */
  TerminalSize terminal() {
    return size.get();
  }

  /**
   * Draws over the last lines.
   *
   * @param forGood lines that stay above the others and are not drawn over any more
   * @param lines the lines that are drawn over the next time
   */
  void draw(List<String> forGood, List<String> lines) {
    int columns = terminal().columns();
    StringBuilder frame = new StringBuilder(NO_WRAP);
    int rows = drawn.stream().mapToInt(width -> rows(width, columns)).sum();
    if (rows > 0) {
      frame.append(ESCAPE).append(rows).append('A');
    }
    frame.append('\r');
    for (String line : forGood) {
      frame.append(line).append(ERASE_LINE).append('\n');
    }
    for (String line : lines) {
      frame.append(line).append(ERASE_LINE).append('\n');
    }
    frame.append(ERASE_BELOW).append(WRAP);
    drawn = lines.stream().map(line -> Math.min(width(line), columns)).toList();
    to.print(frame);
    to.flush();
  }

  private static int width(String line) {
    return Text.width(LOOK.matcher(line).replaceAll(""));
  }

  private static int rows(int width, int columns) {
    return Math.max(1, (width + columns - 1) / columns);
  }
}
