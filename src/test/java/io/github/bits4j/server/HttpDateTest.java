package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 9110, section 5.6.7. */
class HttpDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z
          Wed Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z
          Thu, 01 Jan 1970 00:00:00 GMT     | 1970-01-01T00:00:00Z
          Thu, 29 Feb 2024 23:59:59 GMT     | 2024-02-29T23:59:59Z
          Sun, 06 Nov 1994 08:49:37 +0000   |
          Mon, 06 Nov 1994 08:49:37 GMT     |
          Sun, 6 Nov 1994 08:49:37 GMT      |
          Thu, 31 Feb 2024 23:59:59 GMT     |
          1994-11-06T08:49:37Z              |
          0                                 |
          ''                                |
          """)
  void threeFormsAreRead(String text, Instant expected) {
    assertEquals(Optional.ofNullable(expected), HttpDate.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1994-11-06T08:49:37Z | Sun, 06 Nov 1994 08:49:37 GMT
          2026-09-01T00:00:00Z | Tue, 01 Sep 2026 00:00:00 GMT
          0001-01-01T00:00:00Z | Mon, 01 Jan 0001 00:00:00 GMT
          """)
  void oneIsWritten(Instant time, String expected) {
    assertEquals(expected, HttpDate.format(time));
  }

  @Test
  void twoDigitsAreAtMostFiftyYearsAhead() {
    int year = Year.now(ZoneOffset.UTC).getValue();
    for (int expected : new int[] {year - 49, year, year + 50}) {
      Instant time = Year.of(expected).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      String day =
          time.atZone(ZoneOffset.UTC)
              .getDayOfWeek()
              .getDisplayName(java.time.format.TextStyle.FULL, java.util.Locale.US);
      String text = String.format("%s, 01-Jan-%02d 00:00:00 GMT", day, expected % 100);
      assertEquals(Optional.of(time), HttpDate.parse(text));
    }
  }
}
