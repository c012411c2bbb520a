package io.github.bits4j.cli;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds out what somebody meant who has mistyped a word. */
final class Likeness {
  private static final int FARTHEST = 2;

  private Likeness() {}

  /** The nearest of some words, if they are near at all. */
  static List<String> nearest(String typed, Collection<String> words) {
    String lower = typed.toLowerCase(Locale.ROOT);
    int farthest = Math.min(FARTHEST, Math.max(1, typed.length() / 2));
    int nearest = words.stream().mapToInt(word -> distance(lower, word)).min().orElse(farthest + 1);
    return nearest > farthest
        ? List.of()
        : words.stream()
            .filter(word -> distance(lower, word) == nearest)
            .collect(Collectors.toList());
  }

  /** How many letters have to be changed, left out, added, or swapped with the next. */
  private static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
        least = Math.min(least, steps[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        steps[i][j] = swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
      }
    }
    return steps[one.length()][other.length()];
  }
}
