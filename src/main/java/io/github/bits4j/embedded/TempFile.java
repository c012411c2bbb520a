package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The file that grows beside its final name. Once it was closed nothing is written to it any more,
 * whatever threads still hold it: whoever closes it may rename or delete it at once.
 *
 * <p>Every time its length passes a multiple of {@link Limits#SAVED_PROGRESS} it is brought to the
 * disk before anybody hears of it: whatever length was ever told, the bytes below {@link #sure} of
 * it outlive a loss of power.
 */
final class TempFile {
  private final LocalFiles files;
  private final Path path;
  private final FileChannel channel;
  private final long start;
  private long length;
  private boolean entered;

  private TempFile(LocalFiles files, Path path, FileChannel channel, Optional<Ranges.Span> span)
      throws IOException {
    this.files = files;
    this.path = path;
    this.channel = channel;
    start = span.map(Ranges.Span::from).orElse(0L);
    length = span.isPresent() ? start : channel.size();
  }

  /**
   * Opens it, and makes it if it is missing.
   *
   * @param fresh whether it must be missing
   * @param span where the bytes go that are to come; empty for the end of the file
   */
  static TempFile open(LocalFiles files, Path path, boolean fresh, Optional<Ranges.Span> span)
      throws IOException {
    FileChannel channel = files.open(path, fresh);
    try {
      TempFile temp = new TempFile(files, path, channel, span);
      if (sure(temp.length) > 0) {
        // Whoever wrote it may have been killed before it was.
        temp.sync(false);
      }
      return temp;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** How many bytes of a file that was once so long are there whatever happened. */
  static long sure(long length) {
    return length - length % Limits.SAVED_PROGRESS;
  }

  /** Behind the last byte that came. */
  synchronized long length() {
    return length;
  }

  /** Appends everything in the buffer. */
  synchronized void append(ByteBuffer bytes) throws IOException {
    long before = length;
    while (bytes.hasRemaining()) {
      length += channel.write(bytes, length);
    }
    if (sure(length) > sure(before)) {
      sync(false);
    }
  }

  /** Throws everything away. */
  synchronized void empty() throws IOException {
    channel.truncate(0);
    length = start;
  }

  /** Brings everything to the disk, sets the time of the far end, and closes. */
  synchronized void finish(Optional<Instant> modified) throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    setTime(modified);
    sync(true);
    channel.close();
    // Again: closing counts as a change on some systems.
    setTime(modified);
  }

  /** The bytes, and once the name under which they are found. */
  private void sync(boolean everything) throws IOException {
    files.force(channel, everything);
    if (!entered) {
      files.sync(path.getParent());
      entered = true;
    }
  }

  private void setTime(Optional<Instant> modified) throws IOException {
    if (modified.isPresent()) {
      files.setTime(path, modified.get());
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
