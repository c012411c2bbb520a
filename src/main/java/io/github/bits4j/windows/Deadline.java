package io.github.bits4j.windows;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Until when a caller waits.
 *
 * @param patience how long it waits altogether
 * @param began when it began to, by {@link System#nanoTime}
 */
record Deadline(Duration patience, long began) {
  static Deadline in(Duration patience) {
    return new Deadline(patience, System.nanoTime());
  }

  /** The same patience, from now on. */
  Deadline again() {
    return in(patience);
  }

  /** Nanoseconds, never negative. */
  long left() {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(patience) - (System.nanoTime() - began));
  }

  boolean isOver() {
    return left() == 0;
  }

  @Override
  public String toString() {
    return patience.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
