package io.github.bits4j.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that no client holds a thread for long without moving anything. A thread that waits
 * for a client spends patience; bytes that move give it back. When it is used up the thread is
 * interrupted, which ends the connection it waits for, the channels of the JDK's server being
 * interruptible.
 */
final class Watch {
  /** What IIS calls minBytesPerSecond; it has the same default. */
  private static final long BYTES_PER_SECOND = 240;

  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND;

  private final long patience;
  private final Map<Thread, Visit> visits = new ConcurrentHashMap<>();

  Watch(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** The current thread begins to work for a client, and waits for what it wants. */
  void arrive() {
    Visit visit = new Visit();
    visit.await();
    visits.put(visit.thread, visit);
  }

  /** The current thread has done with its client. */
  void leave() {
    visits.remove(Thread.currentThread());
  }

  /** The visit of the client that the current thread works for. */
  Visit visit() {
    return visits.get(Thread.currentThread());
  }

  /** To be called again and again. */
  void look() {
    visits.values().forEach(Visit::look);
  }

  /** One client at one thread. */
  final class Visit {
    private final Thread thread = Thread.currentThread();
    private boolean waiting;
    private boolean over;
    private long since;
    private long spent;

    /** The thread is about to wait for the client. */
    synchronized void await() {
      waiting = true;
      since = System.nanoTime();
    }

    /**
     * The thread does not wait any more.
     *
     * @param bytes how many moved; negative at the end of a stream
     * @throws InterruptedIOException if it took too long; the connection is closed
     */
    synchronized void moved(long bytes) throws IOException {
      waiting = false;
      if (over) {
        Thread.interrupted();
        throw new InterruptedIOException("the client is too slow");
      }
      spent += System.nanoTime() - since - Math.max(0, bytes) * NANOS_PER_BYTE;
      spent = Math.max(0, spent);
    }

    private synchronized void look() {
      if (waiting && !over && spent + System.nanoTime() - since > patience) {
        over = true;
        thread.interrupt();
      }
    }
  }
}
