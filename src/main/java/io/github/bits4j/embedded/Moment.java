package io.github.bits4j.embedded;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Times as a queue keeps them: as {@link Instant#toString()} writes them. */
final class Moment {
  private static final int WHOLE_SECONDS = "2000-01-01T00:00:00".length();

  private Moment() {}

  /**
   * What {@link Instant#parse} reads, and much faster for what is always there: opening a queue of
   * many jobs was half reading times.
   *
   * @throws DateTimeParseException if it is no time
   */
  static Instant parse(String text) {
    return isUsual(text) ? usual(text) : Instant.parse(text);
  }

  /** Whether it is {@code 2000-01-01T00:00:00Z}, with up to nine digits behind a point or none. */
  private static boolean isUsual(String text) {
    int end = text.length() - 1;
    boolean fraction = end > WHOLE_SECONDS + 1 && end <= WHOLE_SECONDS + 10;
    if (end != WHOLE_SECONDS && !fraction || text.charAt(end) != 'Z') {
      return false;
    }
    String shape = "0000-00-00T00:00:00.000000000";
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      char wanted = shape.charAt(i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return number(text, 11, 13) < 24 && number(text, 17, 19) < 60;
  }

  private static Instant usual(String text) {
    int end = text.length() - 1;
    int nanos = 0;
    for (int i = WHOLE_SECONDS + 1; i <= WHOLE_SECONDS + 9; i++) {
      nanos = 10 * nanos + (i < end ? text.charAt(i) - '0' : 0);
    }
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              nanos)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new DateTimeParseException(e.getMessage(), text, 0, e);
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
