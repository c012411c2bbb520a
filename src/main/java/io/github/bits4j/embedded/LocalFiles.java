package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What the engine itself does to files; transports only fill the temporary ones. */
class LocalFiles {
  private final SecureRandom random = new SecureRandom();

  /** A name nobody can guess, so nobody can have put anything there. */
  String freshTempName() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return "BIT" + HexFormat.of().withUpperCase().formatHex(bits) + ".tmp";
  }

  boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  boolean isWritable(Path folder) {
    return Files.isWritable(folder);
  }

  boolean exists(Path path) {
    return Files.exists(path);
  }

  /** Bytes in a file, or -1 if there is none. */
  long length(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Gives a whole file its final name, in place of whatever has it. */
  void rename(Path temp, Path finalName) throws IOException {
    Files.move(
        temp, finalName, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes renames in a folder outlive a loss of power, where the system has a way to. */
  void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders, and needs no such thing.
      return;
    }
  }

  /** Deletes a file; false if it is still there. */
  boolean delete(Path path) {
    try {
      Files.deleteIfExists(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
