package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RequiresTest {
  @TempDir Path folder;

  private final String basedir = System.getProperty("bits4j.basedir", ".");
  private final String require = System.getProperty("bits4j.require", "");

  @BeforeEach
  void elsewhere() {
    System.setProperty("bits4j.basedir", folder.toString());
    System.setProperty("bits4j.require", "");
  }

  @AfterEach
  void back() {
    System.setProperty("bits4j.basedir", basedir);
    System.setProperty("bits4j.require", require);
  }

  @Test
  void aMissingLegAbortsAndIsNamedOnce() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThrows(
          TestAbortedException.class,
          () -> Requires.leg("wings", false, "flying", "apt install wings"));
    }
    assertEquals(
        List.of("flying | apt install wings"),
        Files.readAllLines(folder.resolve("target/not-run/wings.txt")));
  }

  @Test
  void aMissingLegThatIsRequiredFails() {
    System.setProperty("bits4j.require", "cc, wings");
    AssertionFailedError error =
        assertThrows(
            AssertionFailedError.class,
            () -> Requires.leg("wings", false, "flying", "apt install wings"));
    assertTrue(error.getMessage().contains("apt install wings"), error.getMessage());
    assertFalse(Files.exists(folder.resolve("target/not-run")));
  }

  @Test
  void aLegThatIsThereIsQuiet() {
    System.setProperty("bits4j.require", "wings");
    Requires.leg("wings", true, "flying", "apt install wings");
    assertFalse(Files.exists(folder.resolve("target/not-run")));
  }
}
