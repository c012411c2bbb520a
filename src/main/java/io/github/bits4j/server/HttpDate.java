package io.github.bits4j.server;

import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates of RFC 9110, section 5.6.7: one form is written, three are read. */
final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      formatter(new DateTimeFormatterBuilder().appendPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'"));

  private static final List<DateTimeFormatter> READ =
      List.of(
          IMF_FIXDATE,
          // Two digits never mean a year more than 50 years ahead.
          formatter(
              new DateTimeFormatterBuilder()
                  .appendPattern("EEEE, dd-MMM-")
                  .appendValueReduced(
                      ChronoField.YEAR, 2, 2, Year.now(ZoneOffset.UTC).getValue() - 49)
                  .appendPattern(" HH:mm:ss 'GMT'")),
          formatter(new DateTimeFormatterBuilder().appendPattern("EEE MMM ppd HH:mm:ss uuuu")));

  private HttpDate() {}

  static String format(Instant time) {
    return IMF_FIXDATE.format(time);
  }

  /** Reads a date; empty if it is none. */
  static Optional<Instant> parse(String text) {
    for (DateTimeFormatter form : READ) {
      try {
        return Optional.of(form.parse(text.strip(), Instant::from));
      } catch (DateTimeParseException e) {
        // Not this form.
      }
    }
    return Optional.empty();
  }

  private static DateTimeFormatter formatter(DateTimeFormatterBuilder builder) {
    return builder
        .toFormatter(Locale.US)
        .withZone(ZoneOffset.UTC)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
