package io.github.bits4j.disk;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Files that are still there after the machine has lost its power. */
public final class Durable {
  /** Behind the name of a file whose content is being written. */
  public static final String DRAFT = ".new";

  /** {@code EINVAL}: the file system cannot sync folders, as some of networks cannot. */
  private static final String UNSUPPORTED = "Invalid argument";

  private Durable() {}

  /**
   * Replaces a file of names and values: afterwards it has the old content or the new.
   *
   * @param file which
   * @param content what it is to have
   * @throws IOException if that fails; the file has the old content then
   */
  public static void write(Path file, Properties content) throws IOException {
    StringWriter text = new StringWriter();
    content.store(text, null);
    write(file, text.toString());
  }

  /**
   * Replaces a file: afterwards it has the old content or the new.
   *
   * @param file which; two threads may not write the same one at the same time
   * @param text what it is to have
   * @param attributes what a new file is made with, its rights for instance
   * @throws IOException if that fails; the file has the old content then
   */
  public static void write(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + DRAFT);
    try (FileChannel out =
        FileChannel.open(
            draft,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            attributes)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    folder(file.getParent());
  }

  /**
   * Reads a file of names and values.
   *
   * @param file which
   * @return what it has; empty if it is not there
   * @throws IOException if it cannot be read or understood
   */
  public static Optional<Properties> read(Path file) throws IOException {
    try {
      Properties content = new Properties();
      content.load(new StringReader(Files.readString(file)));
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  /**
   * Brings what others wrote into a file to the disk.
   *
   * @param file which
   * @throws IOException if that fails
   */
  public static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Brings the names in a folder to the disk, where the system lets a program do that.
   *
   * @param folder which
   * @throws IOException if that fails
   */
  public static void folder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      // Windows opens no folders, and keeps its names in a journal by itself.
      return;
    }
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      if (!UNSUPPORTED.equals(e.getMessage())) {
        throw e;
      }
    }
  }
}
