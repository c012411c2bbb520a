package io.github.bits4j.server;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** An open file and the version of it that is open. */
final class ServedFile implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final int ATTEMPTS = 3;

  private final FileChannel channel;
  private final FileVersion version;

  private ServedFile(FileChannel channel, FileVersion version) {
    this.channel = channel;
    this.version = version;
  }

  /**
   * Opens a file.
   *
   * @param path a regular file, by a path free of symbolic links; if it has come to be a link, that
   *     is not followed
   * @return the file; empty if it is gone
   */
  static Optional<ServedFile> open(Path path) throws IOException {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        BasicFileAttributes before = attributes(path);
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        // Between the look at the attributes and the opening the file may have been replaced: the
        // bytes of one version must not go out under the tag of another.
        if (same(before, attributesOrClose(path, channel))) {
          return Optional.of(new ServedFile(channel, FileVersion.of(before, Instant.now())));
        }
        channel.close();
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    throw new FileSystemException(path.toString(), null, "changes too fast to be served");
  }

  FileVersion version() {
    return version;
  }

  /**
   * Copies a piece of the file.
   *
   * @throws EOFException if the file has become shorter than the piece
   */
  void copy(ByteRange range, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, range.length()));
    long at = range.first();
    long end = at + range.length();
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("the file became shorter while it was sent");
      }
      out.write(buffer.array(), 0, read);
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static BasicFileAttributes attributesOrClose(Path path, FileChannel channel)
      throws IOException {
    try {
      return attributes(path);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean same(BasicFileAttributes a, BasicFileAttributes b) {
    return a.size() == b.size()
        && a.lastModifiedTime().equals(b.lastModifiedTime())
        && Objects.equals(a.fileKey(), b.fileKey());
  }
}
