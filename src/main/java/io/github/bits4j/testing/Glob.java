package io.github.bits4j.testing;

/** Patterns in which {@code *} stands for any number of characters. */
final class Glob {
  private Glob() {}

  static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int from = star; from <= text.length(); from++) {
      if (matches(rest, text.substring(from))) {
        return true;
      }
    }
    return false;
  }
}
