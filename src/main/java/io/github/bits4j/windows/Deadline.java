package io.github.bits4j.windows;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Until when a caller waits.
 *
 * @param patience how long it waits altogether
 * @param began when it began to, by the clock
 * @param clock the nanoseconds by which it is over
 */
record Deadline(Duration patience, long began, LongSupplier clock) {
  Deadline(Duration patience, LongSupplier clock) {
    this(patience, clock.getAsLong(), clock);
  }

  /** The same patience, from now on. */
  Deadline again() {
    return new Deadline(patience, clock);
  }

  /** Nanoseconds, never negative. */
  long left() {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(patience) - (clock.getAsLong() - began));
  }

  boolean isOver() {
    return left() == 0;
  }

  /** Waits for something; whether it has come in time. */
  boolean await(CountDownLatch something) throws InterruptedException {
    while (!something.await(left(), TimeUnit.NANOSECONDS)) {
      if (isOver()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return patience.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
