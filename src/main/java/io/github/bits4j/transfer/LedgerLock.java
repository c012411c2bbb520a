package io.github.bits4j.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets one thread of one process at a time work on an entry. The operating system holds the lock,
 * and lets it go when the process dies, however it dies.
 *
 * <p>All entries of a ledger share one file, each has a byte of it, which need not exist. POSIX
 * lets all locks of a process on a file go as soon as it closes any channel on it: there is one
 * channel for all, and it is closed when nobody has a lock any more.
 */
final class LedgerLock implements AutoCloseable {
  private static final long POLL_MILLIS = 20;

  /** The channel on a lock file, and the bytes of it that are taken. */
  private static final class Shared {
    final FileChannel channel;
    final Map<Long, FileLock> taken = new HashMap<>();

    /** Whether it is kept for good, as another copy of this class has locks in this process. */
    boolean isKept;

    Shared(FileChannel channel) {
      this.channel = channel;
    }
  }

  private static final Map<Path, Shared> OPEN = new HashMap<>();

  private final Path file;
  private final long position;
  private boolean released;

  private LedgerLock(Path file, long position) {
    this.file = file;
    this.position = position;
  }

  /**
   * Takes a byte of a file.
   *
   * @param file the lock file, made if it is missing; its folder exists
   * @param position which byte
   * @param patience how long to wait for others
   * @param rights what the file is made with
   * @return empty if others had it all the time
   */
  static Optional<LedgerLock> take(
      Path file, long position, Duration patience, FileAttribute<?>... rights)
      throws IOException, InterruptedException {
    Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    long end = System.nanoTime() + patience.toNanos();
    synchronized (OPEN) {
      while (true) {
        if (tryTake(real, position, rights)) {
          return Optional.of(new LedgerLock(real, position));
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return Optional.empty();
        }
        // Another process cannot wake this one.
        OPEN.wait(Math.min(left, POLL_MILLIS));
      }
    }
  }

  private static boolean tryTake(Path real, long position, FileAttribute<?>... rights)
      throws IOException {
    Shared shared = OPEN.get(real);
    if (shared == null) {
      shared =
          new Shared(
              FileChannel.open(
                  real, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), rights));
      OPEN.put(real, shared);
    }
    if (shared.taken.containsKey(position)) {
      return false;
    }
    try {
      FileLock lock = shared.channel.tryLock(position, 1, false);
      if (lock != null) {
        shared.taken.put(position, lock);
        return true;
      }
    } catch (OverlappingFileLockException e) {
      // Closing would end that lock.
      shared.isKept = true;
    } catch (IOException | RuntimeException e) {
      closeIfIdle(real, shared);
      throw e;
    }
    closeIfIdle(real, shared);
    return false;
  }

  private static void closeIfIdle(Path real, Shared shared) {
    if (!shared.taken.isEmpty() || shared.isKept) {
      return;
    }
    OPEN.remove(real);
    try {
      shared.channel.close();
    } catch (IOException e) {
      // The system lets the locks go all the same.
      return;
    }
  }

  /** Lets it go; twice is nothing. */
  @Override
  public void close() {
    synchronized (OPEN) {
      if (released) {
        return;
      }
      released = true;
      Shared shared = OPEN.get(file);
      try {
        shared.taken.remove(position).release();
      } catch (IOException e) {
        // Only a channel that is closed refuses, and that has let it go.
        shared.isKept = false;
      }
      closeIfIdle(file, shared);
      OPEN.notifyAll();
    }
  }
}
