package io.github.bits4j.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a process writes to what it says. */
final class Output {
  private Output() {}

  /**
   * A file of its own, deleted when this JVM ends. A file in the folder of a test would keep that
   * from being deleted: the system may hold it a moment longer than the process.
   */
  static Path fresh() throws IOException {
    Path file = Files.createTempFile("bits4j-output", ".txt");
    file.toFile().deleteOnExit();
    return file;
  }
}
