package io.github.bits4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs from the machine. A test whose leg is missing is aborted and named in the
 * closing list of the build; where the leg is required ({@code -Dbits4j.require=cc,mingw}) it
 * fails.
 */
public final class Requires {
  /** In the reason of every test that a missing leg aborted. */
  static final String COULD_NOT_RUN = " could not run: ";

  private Requires() {}

  /**
   * Goes on if the machine has what the test needs.
   *
   * @param leg the name under which the leg can be required, for instance {@code mingw}
   * @param present whether the machine has it
   * @param what what could not run without it
   * @param install what to install
   */
  public static void leg(String leg, boolean present, String what, String install) {
    if (present) {
      return;
    }
    if (List.of(System.getProperty("bits4j.require", "").split("[,\\s]+")).contains(leg)) {
      Assertions.fail(leg + " is required here: " + what + " could not run; " + install);
    }
    note(leg, what + " | " + install);
    Assumptions.abort(what + COULD_NOT_RUN + install);
  }

  private static synchronized void note(String leg, String line) {
    Path file =
        Path.of(System.getProperty("bits4j.basedir", "."), "target", "not-run", leg + ".txt");
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !Files.readAllLines(file).contains(line)) {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
