package io.github.bits4j.server;

import io.github.bits4j.disk.Durable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The final name of an upload.
 *
 * @param path the name in a folder that exists, by a path free of symbolic links
 */
record Destination(Path path) {
  /**
   * Checks that an upload may come to stand here.
   *
   * @param overwrite whether it may replace a file
   */
  void check(boolean overwrite) throws Refused {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && (!overwrite || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))) {
      throw Refused.forbidden("there is a file of that name");
    }
    if (!Files.isWritable(path.getParent())) {
      throw Refused.forbidden("the folder cannot be written");
    }
  }

  /**
   * Gives a finished file its final name, whole or not at all. If that has happened before, nothing
   * does.
   */
  void take(Path file, boolean overwrite) throws IOException, Refused {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (overwrite) {
      check(true);
      Files.move(file, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      takeNewName(file);
    }
    Durable.folder(path.getParent());
  }

  private void takeNewName(Path file) throws IOException, Refused {
    try {
      try {
        // A second name and not a move: a move looks first, and replaces what comes in between.
        Files.createLink(path, file);
        Files.delete(file);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (UnsupportedOperationException | FileSystemException e) {
        // No second names here.
        Files.move(file, path);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isSameFile(path, file)) {
        throw Refused.forbidden("there is a file of that name");
      }
      // An earlier attempt ended between the two steps.
      Files.delete(file);
    }
  }
}
