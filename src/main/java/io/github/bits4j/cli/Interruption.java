package io.github.bits4j.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a waiting command ends. Nobody's thread is interrupted, so nothing breaks off in
 * the middle of a call: the command looks here between two looks at its job.
 */
final class Interruption implements AutoCloseable {
  /** How long a signal waits for the command to say goodbye. */
  private static final long GOODBYE_SECONDS = 10;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::requestAndWait, "bits-interrupted");

  private Interruption() {}

  /** One that nobody asks for but {@link #request()}. */
  static Interruption byRequest() {
    return new Interruption();
  }

  /**
   * One that SIGINT and SIGTERM ask for. The JVM turns both into a shutdown, waits for its hooks,
   * and ends with 130 or 143 by itself; the hook waits until this object is closed.
   */
  static Interruption bySignal() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  void request() {
    requested.countDown();
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits, but not once an end is asked for. */
  void pause(Duration atMost) throws InterruptedException {
    requested.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown is under way: it is the hook itself that goes on now.
    }
  }

  private void requestAndWait() {
    request();
    try {
      closed.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
