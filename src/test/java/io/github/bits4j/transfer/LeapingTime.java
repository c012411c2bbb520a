package io.github.bits4j.transfer;

import io.github.bits4j.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The time of this machine, or one that passes more slowly, which leaps where a test says so: a
 * patience may be so long that what ends by itself always ends within it, and is over at once for
 * what does not.
 */
final class LeapingTime implements TransferTime {
  private final TransferTime real = TransferTime.system();
  private final Set<Step> waiting = new HashSet<>();
  private final int slowness;
  private Duration leapt = Duration.ZERO;

  LeapingTime() {
    this(1);
  }

  /** Passes so many times more slowly: what is due some time is not due within a test. */
  LeapingTime(int slowness) {
    this.slowness = slowness;
  }

  /** Lets so much time pass at once. */
  synchronized void leap(Duration over) {
    leapt = leapt.plus(over);
    List.copyOf(waiting).forEach(Step::schedule);
  }

  /**
   * Leaps now, and again every second, for what waits behind something that hangs.
   *
   * @return ends it
   */
  Subscription leapAgainAndAgain(Duration over) {
    AtomicBoolean ended = new AtomicBoolean();
    leapUntil(ended, over);
    return () -> ended.set(true);
  }

  private void leapUntil(AtomicBoolean ended, Duration over) {
    if (!ended.get()) {
      leap(over);
      real.after(Duration.ofSeconds(1), () -> leapUntil(ended, over));
    }
  }

  @Override
  public synchronized Instant now() {
    return real.now().plus(leapt);
  }

  @Override
  public synchronized Duration elapsed() {
    return real.elapsed().dividedBy(slowness).plus(leapt);
  }

  @Override
  public synchronized Subscription after(Duration delay, Runnable what) {
    Step step = new Step(elapsed().plus(delay), what);
    waiting.add(step);
    step.schedule();
    return step;
  }

  /** Waits for so long on this machine, whatever leaps meanwhile. */
  @Override
  public <T> T await(CompletableFuture<T> outcome, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    return real.await(outcome, atMost);
  }

  @Override
  public Executor executor() {
    return real.executor();
  }

  /** Something that is due some time. Guarded by the time it lives in. */
  private final class Step implements Subscription {
    private final Duration due;
    private final Runnable what;
    private Subscription alarm = () -> {};

    private Step(Duration due, Runnable what) {
      this.due = due;
      this.what = what;
    }

    private void schedule() {
      alarm.close();
      Duration left = due.minus(elapsed());
      alarm =
          real.after(left.isNegative() ? Duration.ZERO : left.multipliedBy(slowness), this::take);
    }

    private void take() {
      synchronized (LeapingTime.this) {
        if (!waiting.remove(this)) {
          return;
        }
      }
      what.run();
    }

    @Override
    public void close() {
      synchronized (LeapingTime.this) {
        waiting.remove(this);
        alarm.close();
      }
    }
  }
}
