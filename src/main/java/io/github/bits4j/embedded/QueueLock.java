package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
 * Makes one process the one that runs a queue. The operating system holds the lock, and lets it go
 * when the process dies, however it dies.
 */
final class QueueLock {
  /** Behind everything that is written: the number of the process can be read by everybody. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** A channel on a lock file, and whether the lock is taken through it. */
  private static final class Ours {
    final FileChannel channel;
    boolean held;

    Ours(FileChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * The channels of this process. POSIX lets a lock go as soon as the process closes any channel on
   * the file: a second one must not even be opened, nor one closed that somebody else in this
   * process may have taken the lock beside.
   */
  private static final Map<Path, Ours> OURS = new HashMap<>();

  private final Path file;
  private boolean released;

  private QueueLock(Path file) {
    this.file = file;
  }

  /** Takes the lock; empty if somebody has it. */
  static Optional<QueueLock> take(Path file) throws IOException {
    Path real = real(file);
    synchronized (OURS) {
      Ours ours = open(real, StandardOpenOption.CREATE);
      if (ours.held) {
        return Optional.empty();
      }
      try {
        if (ours.channel.tryLock(LOCKED_BYTE, 1, false) == null) {
          close(real);
          return Optional.empty();
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        ours.channel.truncate(0);
        ours.channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        ours.held = true;
        return Optional.of(new QueueLock(real));
      } catch (OverlappingFileLockException e) {
        // Another copy of this class has it, in this same process: closing would end that lock.
        return Optional.empty();
      } catch (IOException | RuntimeException e) {
        close(real);
        throw e;
      }
    }
  }

  private static Ours open(Path real, StandardOpenOption... options) throws IOException {
    Ours ours = OURS.get(real);
    if (ours == null || (!ours.held && isAnother(ours.channel, real))) {
      ours =
          new Ours(
              options.length == 0
                  ? FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE)
                  : FileChannel.open(
                      real, options[0], StandardOpenOption.READ, StandardOpenOption.WRITE));
      OURS.put(real, ours);
    }
    return ours;
  }

  /** Whether the file of a channel that is only kept was deleted, and perhaps made again. */
  private static boolean isAnother(FileChannel kept, Path real) throws IOException {
    return !kept.isOpen() || !Files.exists(real);
  }

  /** The process that has the lock, as far as it can be told; empty if nobody has it. */
  static Optional<OptionalLong> holder(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Path real = real(file);
    synchronized (OURS) {
      Ours ours = open(real);
      if (ours.held) {
        return Optional.of(OptionalLong.of(ProcessHandle.current().pid()));
      }
      try {
        Optional<OptionalLong> holder =
            ours.channel.tryLock(LOCKED_BYTE, 1, false) == null
                ? Optional.of(pid(ours.channel))
                : Optional.empty();
        close(real);
        return holder;
      } catch (OverlappingFileLockException e) {
        return Optional.of(OptionalLong.of(ProcessHandle.current().pid()));
      } catch (IOException | RuntimeException e) {
        close(real);
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
      if (!released) {
        released = true;
        close(file);
      }
    }
  }

  private static void close(Path real) {
    try {
      OURS.remove(real).channel.close();
    } catch (IOException e) {
      // The system lets the lock go all the same.
      return;
    }
  }
}
