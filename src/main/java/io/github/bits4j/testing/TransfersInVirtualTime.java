package io.github.bits4j.testing;

import io.github.bits4j.Subscription;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has transfers live in virtual time: they do what is due when it passes, and {@link
 * Transfer#await} lets it pass. Transfers on the manager of a {@link MockBits} do so by themselves.
 *
 * <p>For use by any thread.
 */
public final class TransfersInVirtualTime implements TransferTime {
  private final VirtualTime time;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger dueAtOnce = new AtomicInteger();

  /**
   * For an engine in the same time.
   *
   * @param time the time
   */
  public TransfersInVirtualTime(VirtualTime time) {
    this.time = time;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public Duration elapsed() {
    return time.elapsed();
  }

  @Override
  public Subscription after(Duration delay, Runnable step) {
    return new Step(delay, step);
  }

  /** Whether a transfer has something to do at this moment. */
  boolean isAnythingDueAtOnce() {
    return dueAtOnce.get() > 0;
  }

  /** Whether a transfer waits for something. */
  boolean isAnythingWaiting() {
    return waiting.get() > 0;
  }

  @Override
  public <T> T await(CompletableFuture<T> outcome, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!outcome.isDone() && !atMost.isNegative() && !atMost.isZero()) {
      CompletableFuture<Void> either = new CompletableFuture<>();
      outcome.whenComplete((value, failure) -> either.complete(null));
      Subscription alarm = time.after(atMost, () -> either.complete(null));
      try {
        time.await(either);
      } finally {
        alarm.close();
      }
    }
    if (!outcome.isDone()) {
      throw new TimeoutException("not in " + atMost);
    }
    return outcome.get();
  }

  @Override
  public Executor executor() {
    return time;
  }

  /** Something that is due some time, and counted until then. */
  private final class Step implements Subscription {
    private final Runnable what;
    private final AtomicInteger[] counters;
    private final Subscription due;
    private boolean over;

    private Step(Duration delay, Runnable what) {
      this.what = what;
      counters =
          delay.isZero() ? new AtomicInteger[] {waiting, dueAtOnce} : new AtomicInteger[] {waiting};
      for (AtomicInteger counter : counters) {
        counter.incrementAndGet();
      }
      due = time.after(delay, () -> time.execute(this::take));
    }

    private void take() {
      if (end()) {
        what.run();
      }
    }

    private synchronized boolean end() {
      if (over) {
        return false;
      }
      over = true;
      for (AtomicInteger counter : counters) {
        counter.decrementAndGet();
      }
      return true;
    }

    @Override
    public void close() {
      if (end()) {
        due.close();
      }
    }
  }
}
