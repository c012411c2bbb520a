package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FILETIMETest {
  @Test
  void countsFrom1601() {
    assertEquals(Instant.parse("1601-01-01T00:00:00Z"), FILETIME.toInstant(0));
    assertEquals(Instant.EPOCH, FILETIME.toInstant(116_444_736_000_000_000L));
    assertEquals(
        Instant.parse("2026-11-22T12:34:56.1234567Z"),
        FILETIME.toInstant(116_444_736_000_000_000L + 17_953_508_961_234_567L));
  }

  @Test
  void isUnsigned() {
    assertEquals(Instant.parse("+60056-05-28T05:36:10.955161500Z"), FILETIME.toInstant(-1));
  }
}
