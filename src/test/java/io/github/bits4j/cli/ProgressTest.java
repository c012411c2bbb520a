package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.transfer.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private long now;
  private final Rate rate = new Rate(() -> now);

  private void look(long second, long bytes) {
    now = Duration.ofSeconds(second).toNanos();
    rate.look(bytes);
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    look(0, 0);
    assertEquals(OptionalLong.empty(), rate.bytesPerSecond());
    look(100, 1000);
    look(101, 2000);
    assertEquals(OptionalLong.of(1000), rate.bytesPerSecond(), "the wait before the first byte");
    for (int second = 102; second < 120; second++) {
      look(second, 2000);
    }
    assertEquals(OptionalLong.of(0), rate.bytesPerSecond());
    assertEquals(Optional.empty(), rate.timeFor(1));
    look(120, 8000);
    assertEquals(Optional.of(Duration.ofSeconds(2)), rate.timeFor(2000));
  }

  @Test
  void aFileThatBeginsAnewHasANewRate() {
    look(0, 5000);
    look(1, 100);
    assertEquals(OptionalLong.empty(), rate.bytesPerSecond());
    look(2, 300);
    assertEquals(OptionalLong.of(200), rate.bytesPerSecond());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048575, 1.0 MiB",
    "3565158, 3.4 MiB",
    "9223372036854775807, 8.0 EiB"
  })
  void writesSizes(long bytes, String text) {
    assertEquals(text, Text.size(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, '0 s'",
    "60, '60 s'",
    "90, '90 s'",
    "600, '10 minutes'",
    "3600, '1 hour'",
    "1209600, '14 days'",
    "4294967295, '4294967295 s'"
  })
  void writesSpans(long seconds, String text) {
    assertEquals(text, Text.span(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 100%", "0, 1, 0%", "999, 1000, 99%", "1000, 1000, 100%"})
  void ahundredPercentIsAllOfIt(long done, long total, String text) {
    assertEquals(text, JobView.percent(done, total).strip());
  }

  @Test
  void breaksBetweenWordsAndInsideWhatHasNone() {
    assertEquals("[one two, three]", Text.wrap("one two three", 8).toString());
    assertEquals("[aaaa, aaaa, a b]", Text.wrap("aaaaaaaaa b", 4).toString());
    assertEquals("[佇列, 中]", Text.wrap("佇列中", 5).toString());
    assertEquals("[]", Text.wrap(" ", 5).toString());
    for (String line : Text.wrap("檢查識別碼；已完成或 BITS 已取消的工作 http://example.org/x", 17)) {
      assertTrue(Text.width(line) <= 17, line);
    }
  }

  @Test
  void cutsAndSaysSo() {
    assertEquals("abc", Text.cut("abc", 3, "…"));
    assertEquals("ab…", Text.cut("abcd", 3, "…"));
    assertEquals("佇…", Text.cut("佇列中", 4, "…"));
  }
}
