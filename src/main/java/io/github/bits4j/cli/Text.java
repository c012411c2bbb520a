package io.github.bits4j.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures, breaks and writes what people read. */
final class Text {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Text() {}

  /** A text's code points: by no stream, whose classes alone would take a start 5 ms. */
  static int[] characters(String text) {
    int[] characters = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < characters.length; i++) {
      characters[i] = text.codePointAt(at);
      at += Character.charCount(characters[i]);
    }
    return characters;
  }

  /** How many columns a text takes. */
  static int width(String text) {
    int width = 0;
    for (int character : characters(text)) {
      width += width(character);
    }
    return width;
  }

  private static int width(int character) {
    switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK:
      case Character.ENCLOSING_MARK:
      case Character.FORMAT:
      case Character.CONTROL:
        return 0;
      default:
        return isWide(character) ? 2 : 1;
    }
  }

  private static boolean hasWide(String text) {
    for (int character : characters(text)) {
      if (isWide(character)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWide(int character) {
    return (character >= 0x1100 && character <= 0x115F)
        || (character >= 0x2E80 && character <= 0xA4CF)
        || (character >= 0xAC00 && character <= 0xD7A3)
        || (character >= 0xF900 && character <= 0xFAFF)
        || (character >= 0xFE30 && character <= 0xFE4F)
        || (character >= 0xFF00 && character <= 0xFF60)
        || (character >= 0xFFE0 && character <= 0xFFE6)
        || (character >= 0x1F300 && character <= 0x1FAFF)
        || (character >= 0x20000 && character <= 0x3FFFD);
  }

  /** Fills a text up with blanks; a longer one stays as it is. */
  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** Cuts a text that is too long, and shows that it was. */
  static String cut(String text, int columns, String ellipsis) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = columns - width(ellipsis);
    for (int character : characters(text)) {
      left -= width(character);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(character);
    }
    return cut.append(ellipsis).toString();
  }

  /** Breaks a text into lines: between words, inside a word only where it has no line to itself. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.strip().split("\\R")) {
      StringBuilder line = new StringBuilder();
      int used = 0;
      for (String word : paragraph.strip().split("\\s+")) {
        int blank = line.length() == 0 ? 0 : 1;
        if (used + blank + width(word) <= columns) {
          line.append(" ".repeat(blank)).append(word);
          used += blank + width(word);
          continue;
        }
        boolean breakable = width(word) > columns || hasWide(word);
        if (!breakable && used > 0) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
          blank = 0;
        }
        line.append(" ".repeat(blank));
        used += blank;
        for (int character : characters(word)) {
          if (used + width(character) > columns) {
            lines.add(line.toString().stripTrailing());
            line.setLength(0);
            used = 0;
          }
          line.appendCodePoint(character);
          used += width(character);
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** A size, for instance {@code 3.4 MiB}. */
  static String size(long bytes) {
    int unit = unit(bytes);
    return in(unit, bytes) + " " + UNITS[unit];
  }

  /** A part of a size in the unit of the whole, for instance {@code 0.4/3.4 MiB}. */
  static String part(long bytes, long total) {
    int unit = unit(total);
    return in(unit, bytes) + "/" + in(unit, total) + " " + UNITS[unit];
  }

  private static int unit(long bytes) {
    int unit = 0;
    // 1023.95 would be written as 1024.0.
    for (double rest = bytes; rest >= 1023.95; rest /= 1024) {
      unit++;
    }
    return unit;
  }

  private static String in(int unit, long bytes) {
    return unit == 0
        ? Long.toString(bytes)
        : String.format(Locale.ROOT, "%.1f", bytes / Math.pow(1024, unit));
  }

  /** A duration as a clock shows it: {@code 0:04}, {@code 12:30}, {@code 3:07:55}. */
  static String clock(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** A setting of whole seconds in words: {@code 10 minutes}, {@code 14 days}, {@code 90 s}. */
  static String span(Duration duration) {
    long seconds = duration.getSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return count(seconds / 86_400, "day");
    }
    if (seconds > 0 && seconds % 3600 == 0) {
      return count(seconds / 3600, "hour");
    }
    if (seconds > 60 && seconds % 60 == 0) {
      return count(seconds / 60, "minute");
    }
    return seconds + " s";
  }

  /** A number of things. */
  static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
