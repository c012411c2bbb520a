package io.github.bits4j.windows;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that looks at all jobs of a manager which somebody listens to. */
class Poller implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> Apartment.daemon("bits4j-poll", task));

  Poller() {
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Runs a task later.
   *
   * @throws RejectedExecutionException if this is closed
   */
  Future<?> after(Duration delay, Runnable task) {
    return executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends everything that has not begun. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
