package io.github.bits4j.windows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The clock of deadlines, which stands still until a call hangs: on a busy machine no call that is
 * answered comes too late.
 */
final class StandingClock implements LongSupplier {
  /** Short, because whoever waits looks at the clock so often. */
  static final Duration PATIENCE = Duration.ofMillis(50);

  private final AtomicLong now = new AtomicLong();

  /** Lets all deadlines pass that there are. */
  void pass() {
    now.addAndGet(Duration.ofDays(1).toNanos());
  }

  @Override
  public long getAsLong() {
    return now.get();
  }

  /** An apartment whose deadlines are by this clock. */
  Apartment apartment(int threads) {
    return new Apartment(() -> {}, () -> Identity.PROCESS, threads, this);
  }
}
