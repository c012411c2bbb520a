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
    assertEquals(new Pieces.Piece(0, 900, 100), pieces.at(99).orElseThrow());
    assertEquals(new Pieces.Piece(100, 0, 1), pieces.at(100).orElseThrow());
    assertEquals(new Pieces.Piece(101, 990, 10), pieces.at(101).orElseThrow());
    assertEquals(Optional.empty(), pieces.at(111));
    assertFalse(Pieces.of(List.of(FileRange.from(1000)), 1000).within(1000), "nothing is there");
    assertFalse(Pieces.of(List.of(FileRange.from(2000)), 1000).within(1000));
    assertEquals(Optional.empty(), Pieces.of(List.of(), 0).at(0));
    assertEquals(OptionalLong.empty(), FileRange.from(7).length());
  }
}
