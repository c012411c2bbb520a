package io.github.bits4j.server;

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
import java.util.Optional;
import java.util.Properties;

/** Files that are still there after the machine has lost its power. */
final class Durable {
  private Durable() {}

  /** Replaces a file of names and values: afterwards it has the old content or the new. */
  static void write(Path file, Properties content) throws IOException {
    StringWriter text = new StringWriter();
    content.store(text, null);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    folder(file.getParent());
  }

  /** Reads a file of names and values; empty if it is not there. */
  static Optional<Properties> read(Path file) throws IOException {
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

  /** Brings what others wrote into a file to the disk. */
  static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Brings the names in a folder to the disk, where the system lets a program do that. */
  static void folder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      // Windows opens no folders, and keeps its names in a journal by itself.
      return;
    }
    try (channel) {
      channel.force(true);
    }
  }
}
