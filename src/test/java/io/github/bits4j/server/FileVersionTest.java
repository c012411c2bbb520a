package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVersionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("file"), "12345");
  }

  @Test
  void sizeAndTimeMakeTheTag() throws IOException {
    FileVersion first = at(NOW);
    assertEquals(first, at(NOW));
    assertEquals(5, first.size());
    assertNotEquals(first.tag(), at(NOW.minusMillis(1)).tag(), "part of a second");
    Files.writeString(file, "123456");
    assertNotEquals(first.tag(), at(NOW).tag());
    assertEquals(Optional.of(first.tag()), EntityTag.parse(first.tag().toString()));
  }

  @Test
  void timesAreCutToSeconds() throws IOException {
    Instant second = Instant.parse("2026-11-22T11:00:00Z");
    assertEquals(Optional.of(second), at(second.plusMillis(999)).modified());
  }

  @Test
  void aTimeThatHttpCannotCarryIsLeftOut() throws IOException {
    assertEquals(Optional.empty(), at(NOW.plusSeconds(1)).modified());
    assertEquals(Optional.of(Instant.EPOCH), at(Instant.EPOCH).modified());
  }

  private FileVersion at(Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
    return FileVersion.of(Files.readAttributes(file, BasicFileAttributes.class), NOW);
  }
}
