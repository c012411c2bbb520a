package io.github.bits4j.transfer;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a server asks to be left alone (RFC 9110, 10.2.3), in the headers of its answer. */
final class RetryAfter {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\S+ +(\\d{3})(?: .*)?");
  private static final Pattern HEADER = Pattern.compile("(?i)retry-after *: *(.*?) *");

  /** A longer number is no time that anybody means. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");

  private RetryAfter() {}

  /**
   * What the headers say.
   *
   * @param status the answer that is meant; one that begins with another says nothing
   * @param now what a date is counted from; a date that is over means no time at all
   */
  static Optional<Duration> in(String headers, int status, Instant now) {
    for (String line : headers.split("\\r?\\n")) {
      Matcher statusLine = STATUS_LINE.matcher(line);
      if (statusLine.matches() && Integer.parseInt(statusLine.group(1)) != status) {
        return Optional.empty();
      }
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        return time(header.group(1), now);
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> time(String value, Instant now) {
    if (SECONDS.matcher(value).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
