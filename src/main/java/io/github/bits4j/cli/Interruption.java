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

  private static final int SIGNALLED = 128;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.INTERRUPTED;
  private Signals signals;

  private Interruption() {}

  /** One that nobody asks for but {@link #request()}. */
  static Interruption byRequest() {
    return new Interruption();
  }

  /**
   * One that SIGINT, SIGTERM and SIGHUP ask for. A command that does not end soon, or is asked a
   * second time, is ended.
   */
  static Interruption bySignal() {
    Interruption interruption = new Interruption();
    interruption.signals = Signals.toEnd(interruption::signalled);
    return interruption;
  }

  void request() {
    requested.countDown();
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** What an interrupted command ends with: 130 for SIGINT, 143 for SIGTERM. */
  int exitCode() {
    return exitCode;
  }

  /** Waits until an end is asked for. */
  void await() throws InterruptedException {
    requested.await();
  }

  /** Waits, but not once an end is asked for. */
  void pause(Duration atMost) throws InterruptedException {
    requested.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    if (signals != null) {
      signals.close();
    }
  }

  private void signalled(int number) {
    boolean again = isRequested();
    if (!again) {
      exitCode = SIGNALLED + number;
      request();
    }
    try {
      if (again || !closed.await(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(SIGNALLED + number);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
