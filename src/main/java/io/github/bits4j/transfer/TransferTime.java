package io.github.bits4j.transfer;

import io.github.bits4j.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * The time that transfers live in: where they read the clock, wait, and do their work. {@link
 * #system()} is that of this machine; tests bring another.
 *
 * <p>For use by any thread.
 */
public interface TransferTime {
  /**
   * The time of this machine. Work is done by daemon threads, as many as there is work, which end
   * when there is none.
   *
   * @return always the same one
   */
  static TransferTime system() {
    return SystemTime.INSTANCE;
  }

  /**
   * What the clock on the wall shows.
   *
   * @return this moment
   */
  Instant now();

  /**
   * How much time has passed since some moment in the past, whatever the clock on the wall shows.
   *
   * @return never less than at the call before
   */
  Duration elapsed();

  /**
   * Has something happen later, never on the thread that calls this.
   *
   * @param delay in how much time; zero for at once
   * @param step what happens; it may wait for services, and others are not kept waiting by that
   * @return closing it forgets the step, if it has not begun
   */
  Subscription after(Duration delay, Runnable step);

  /**
   * Waits for something that transfers bring about.
   *
   * @param outcome what is waited for
   * @param atMost for how long; zero or less looks once
   * @param <T> what it brings
   * @return what it brought
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws ExecutionException if it failed
   * @throws TimeoutException if the time was over before
   */
  <T> T await(CompletableFuture<T> outcome, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException;

  /**
   * Where the callbacks of a program run if it brings no executor of its own.
   *
   * @return an executor whose threads keep no JVM alive
   */
  Executor executor();
}
