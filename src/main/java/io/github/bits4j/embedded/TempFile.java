package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The file that grows beside its final name. Once it was closed nothing is written to it any more,
 * whatever threads still hold it: whoever closes it may rename or delete it at once.
 */
final class TempFile {
  private final Path path;
  private final FileChannel channel;
  private long length;

  private TempFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Opens it, and makes it if it is missing.
   *
   * @param fresh whether it must be missing
   */
  static TempFile open(Path path, boolean fresh) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.WRITE,
                fresh ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS));
    try {
      return new TempFile(path, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  synchronized long length() {
    return length;
  }

  /** Appends everything in the buffer. */
  synchronized void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      length += channel.write(bytes, length);
    }
  }

  /** Throws everything away. */
  synchronized void empty() throws IOException {
    channel.truncate(0);
    length = 0;
  }

  /** Brings everything to the disk, sets the time of the far end, and closes. */
  synchronized void finish(Optional<Instant> modified) throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    setTime(modified);
    channel.force(true);
    channel.close();
    // Again: closing counts as a change on some systems.
    setTime(modified);
  }

  private void setTime(Optional<Instant> modified) throws IOException {
    if (modified.isPresent()) {
      Files.setLastModifiedTime(path, FileTime.from(modified.get()));
    }
  }

  /** Closes; twice is nothing. */
  synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Every byte that counts was written before; the length of the file tells which.
      return;
    }
  }
}
