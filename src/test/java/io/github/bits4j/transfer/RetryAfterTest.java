package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "120 | PT2M",
        "9999999999 | PT2777777H46M39S",
        "99999999999999999999 | ",
        "-1 | ",
        "1.5 | ",
        "soon | ",
        "Fri, 02 Jan 2026 03:05:05 GMT | PT1M",
        "Fri, 02 Jan 2026 03:04:04 GMT | PT0S",
        "Thu, 02 Jan 2026 03:05:05 GMT | ",
        "Fri, 32 Jan 2026 03:05:05 GMT | ",
      })
  void whatAServerMayWrite(String value, Duration time) {
    assertEquals(
        Optional.ofNullable(time),
        RetryAfter.in("HTTP/1.1 503 Busy\r\nRetry-After: " + value + "\r\n\r\n", 503, NOW));
  }

  @Test
  void theBlockMayLookDifferent() {
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    assertEquals(minute, RetryAfter.in("retry-after:60", 503, NOW), "without a status line");
    assertEquals(minute, RetryAfter.in("Server: x\nRETRY-AFTER :  60  \n", 503, NOW));
    assertEquals(minute, RetryAfter.in("HTTP/1.1 503\r\nRetry-After: 60\r\n", 503, NOW));
    assertEquals(Optional.empty(), RetryAfter.in("X-Retry-After: 60\r\n", 503, NOW));
    assertEquals(Optional.empty(), RetryAfter.in("", 503, NOW));
    assertEquals(
        Optional.empty(),
        RetryAfter.in("HTTP/1.1 200 OK\r\nRetry-After: 60\r\n", 503, NOW),
        "the last answer was another one");
  }
}
