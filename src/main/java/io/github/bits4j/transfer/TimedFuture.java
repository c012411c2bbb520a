package io.github.bits4j.transfer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future of something that comes of a transfer: whoever waits for it waits in the transfer's
 * time, so that where this is virtual it passes meanwhile.
 */
class TimedFuture<T> extends CompletableFuture<T> {
  private static final Duration LONGEST = Duration.ofDays(36500);

  /** For executors, which live in real time. */
  private static final long HANDOVER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final TransferTime time;
  private final CompletableFuture<?> source;

  /**
   * Not complete yet.
   *
   * @param source the end of the transfer, from which this comes
   */
  TimedFuture(TransferTime time, CompletableFuture<?> source) {
    this.time = time;
    this.source = source;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new TimedFuture<>(time, source);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      pass(LONGEST);
    } catch (TimeoutException e) {
      // The executor may take its time.
    }
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Duration began = time.elapsed();
    Duration atMost = Duration.ofNanos(unit.toNanos(timeout));
    pass(atMost);
    long left = atMost.minus(time.elapsed().minus(began)).toNanos();
    return super.get(
        time == TransferTime.system() ? left : Math.max(left, HANDOVER_NANOS),
        TimeUnit.NANOSECONDS);
  }

  @Override
  public T join() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          pass(LONGEST);
          return super.join();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          return super.join();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the transfer, or for whoever completes this before it. */
  private void pass(Duration atMost) throws InterruptedException, TimeoutException {
    if (isDone() || source.isDone()) {
      return;
    }
    CompletableFuture<Object> either = new CompletableFuture<>();
    source.whenComplete((value, failure) -> either.complete(null));
    whenComplete((value, failure) -> either.complete(null));
    try {
      time.await(either, atMost);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
