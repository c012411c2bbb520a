package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes one process the only one with a queue open. The operating system holds the lock, and lets
 * it go when the process dies, however it dies.
 */
final class QueueLock {
  /** Behind everything that is written: the number of the process can be read by everybody. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /**
   * The locks of this process. POSIX lets a lock go as soon as the process closes any channel on
   * the file: a second one must not even be opened.
   */
  private static final Map<Path, FileChannel> OURS = new HashMap<>();

  private final Path file;
  private boolean released;

  private QueueLock(Path file) {
    this.file = file;
  }

  /** Takes the lock; empty if somebody has it. */
  static Optional<QueueLock> take(Path file) throws IOException {
    Path real = real(file);
    synchronized (OURS) {
      if (OURS.containsKey(real)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(
              real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
        if (lock == null) {
          channel.close();
          return Optional.empty();
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      } catch (OverlappingFileLockException e) {
        // Another copy of this class has it, in this same process: closing would end that lock.
        OURS.put(real, channel);
        return Optional.empty();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      OURS.put(real, channel);
      return Optional.of(new QueueLock(real));
    }
  }

  /** The process that has the lock, as far as it can be told; empty if nobody has it. */
  static Optional<OptionalLong> holder(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Path real = real(file);
    synchronized (OURS) {
      if (OURS.containsKey(real)) {
        return Optional.of(OptionalLong.of(ProcessHandle.current().pid()));
      }
      FileChannel channel =
          FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        Optional<OptionalLong> holder =
            channel.tryLock(LOCKED_BYTE, 1, false) == null
                ? Optional.of(pid(channel))
                : Optional.empty();
        close(channel);
        return holder;
      } catch (OverlappingFileLockException e) {
        OURS.put(real, channel);
        return Optional.of(OptionalLong.of(ProcessHandle.current().pid()));
      } catch (IOException | RuntimeException e) {
        close(channel);
        throw e;
      }
    }
  }

  private static OptionalLong pid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static Path real(Path file) throws IOException {
    return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
  }

  /** Lets the lock go; twice is nothing. */
  void release() {
    synchronized (OURS) {
      if (released) {
        return;
      }
      released = true;
      close(OURS.remove(file));
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The system lets the lock go all the same.
      return;
    }
  }
}
