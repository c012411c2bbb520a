package io.github.bits4j.transfer;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Names beside the final ones, for files that a backend does not show before it has given them
 * their name (BITS before 3.0, Wine). They get their own name when they have passed their check.
 */
final class Quarantine {
  private static final String ENDING = ".unverified";

  private Quarantine() {}

  static WantedFile of(WantedFile file) {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    String name = "." + file.shortName() + "." + mark + ENDING;
    return file.at(file.local().resolveSibling(name));
  }

  static void release(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
