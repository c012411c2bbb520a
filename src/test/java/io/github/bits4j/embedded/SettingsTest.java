package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.FileRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "a=b", "one\ntwo\r\nthree", "back\\slash\\n", "\\", "\n", "\u4f60 !"})
  void everyValueSurvives(String value) {
    Settings settings = Settings.NONE.with("a", Optional.of(value)).with("b.c", true);
    assertEquals(2, settings.text().lines().count());
    Settings read = Settings.parse(settings.text());
    assertEquals(settings, read);
    assertEquals(settings.hashCode(), read.hashCode());
    assertEquals(Optional.of(value), read.get("a"));
    assertTrue(read.has("b.c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "=x", "a=1\na=2", "a=\\x", "a=\\"})
  void whatIsNoSettingIsDamage(String text) {
    assertThrows(IllegalArgumentException.class, () -> Settings.parse(text));
  }

  @Test
  void nothingSetIsNothingWritten() {
    assertEquals("", Settings.NONE.text());
    assertSame(Settings.NONE, Settings.parse(""));
    assertEquals(Settings.NONE, Settings.NONE.with("a", true).with("a.b", true).without("a"));
    assertSame(Settings.NONE, Settings.NONE.with("a", Optional.empty()));
    assertFalse(Settings.NONE.with("secret", Optional.of("me")).toString().contains("me"));
  }

  @Test
  void rangesAreKeptInTheirOrder() {
    List<FileRange> ranges = List.of(FileRange.of(900, 100), FileRange.of(0, 1), FileRange.from(2));
    FileSettings written = FileSettings.NONE.withRanges(ranges);
    assertEquals(ranges, new FileSettings(Settings.parse(written.values().text())).ranges());
    assertEquals(FileSettings.NONE, written.withRanges(List.of()));
  }

  @Test
  void piecesFollowOneAnother() {
    Pieces pieces =
        Pieces.of(List.of(FileRange.of(900, 100), FileRange.of(0, 1), FileRange.from(990)), 1000);
    assertEquals(111, pieces.total());
    assertTrue(pieces.within(1000));
    assertFalse(pieces.within(999));
    assertEquals("bytes=900-999,0-0,990-999", asked(pieces, 0));
    assertEquals("bytes=999-999,0-0,990-999", asked(pieces, 99));
    assertEquals("bytes=0-0,990-999", asked(pieces, 100));
    assertEquals("bytes=990-999", asked(pieces, 101));
    assertEquals("", asked(pieces, 111));
    long huge = 3L << 30;
    assertEquals("bytes=0-2147483647", asked(Pieces.of(List.of(), huge), 0));
    assertEquals(
        "bytes=5-2147483652",
        asked(Pieces.of(List.of(FileRange.from(5), FileRange.of(0, 5)), huge), 0));
    assertEquals(
        "bytes=0-9", asked(Pieces.of(List.of(FileRange.of(0, 10), FileRange.from(10)), huge), 0));
    assertFalse(Pieces.of(List.of(FileRange.from(1000)), 1000).within(1000), "nothing is there");
    assertFalse(Pieces.of(List.of(FileRange.from(2000)), 1000).within(1000));
    assertEquals("", asked(Pieces.of(List.of(), 0), 0));
    assertEquals(OptionalLong.empty(), FileRange.from(7).length());
  }

  private static String asked(Pieces pieces, long position) {
    return RangeRequest.at(pieces, position).map(RangeRequest::text).orElse("");
  }
}
