package io.github.bits4j.embedded;

import io.github.bits4j.disk.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the engine does to files, and the transports to the temporary ones: the one place
 * where a test can fail a disk, or write down what would be left of it after a loss of power.
 */
class LocalFiles {
  private static final Path LINUX_BOOT = Path.of("/proc/sys/kernel/random/boot_id");

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

  boolean isReadable(Path path) {
    return Files.isReadable(path);
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

  /**
   * Opens a temporary file to write to, and makes it if it is missing.
   *
   * @param fresh whether it must be missing
   */
  FileChannel open(Path temp, boolean fresh) throws IOException {
    return FileChannel.open(
        temp,
        Set.of(
            StandardOpenOption.WRITE,
            fresh ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE,
            LinkOption.NOFOLLOW_LINKS));
  }

  /** Sets the time of a file. */
  void setTime(Path path, Instant modified) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(modified));
  }

  /** Lets a temporary file have so many bytes and no more, for good; false if it resists. */
  boolean cut(Path temp, long length) {
    try (FileChannel channel = open(temp, false)) {
      channel.truncate(length);
      force(channel, true);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What tells this start of the machine apart from every other: as long as it is the same, nothing
   * was lost that was written, synced or not. Empty where the system does not tell.
   */
  Optional<String> boot() {
    try {
      return Optional.of(Files.readString(LINUX_BOOT).strip()).filter(id -> !id.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Gives a whole file its final name, in place of whatever has it. */
  void rename(Path temp, Path finalName) throws IOException {
    Files.move(
        temp, finalName, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes what was written to a file outlive a loss of power; its length and time too. */
  void force(FileChannel channel, boolean everything) throws IOException {
    channel.force(everything);
  }

  /** Makes the names in a folder outlive a loss of power, where the system has a way to. */
  void sync(Path folder) throws IOException {
    Durable.folder(folder);
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
