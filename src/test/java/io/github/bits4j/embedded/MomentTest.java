package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the JDK takes for a time is read as the JDK reads it. */
final class MomentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2031-05-06T07:08:09Z",
        "2031-05-06T07:08:09.Z",
        "2031-05-06T07:08:09.5Z",
        "2031-05-06T07:08:09.120Z",
        "2031-05-06T07:08:09.123456Z",
        "2031-05-06T07:08:09.000000001Z",
        "2028-02-29T23:59:59.999999999Z",
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.1Z",
        "-0001-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2031-05-06T24:00:00Z",
        "2016-12-31T23:59:60Z"
      })
  void aTimeIsTheSameOne(String text) {
    assertEquals(Instant.parse(text), Moment.parse(text));
    assertEquals(Moment.parse(text), Moment.parse(Moment.parse(text).toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "yesterday",
        "2031-05-06T07:08:09",
        "2031-05-06 07:08:09Z",
        "2031-13-06T07:08:09Z",
        "2031-02-29T07:08:09Z",
        "2031-05-06T25:08:09Z",
        "2031-05-06T07:61:09Z",
        "2031-05-06T07:08:09.1234567890Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThrows(DateTimeParseException.class, () -> Moment.parse(text));
  }
}
