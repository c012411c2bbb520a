package io.github.bits4j.windows;

import java.time.Duration;

/** How often a job is looked at: every 100 ms while something happens, down to once a second. */
final class Pace {
  private static final Duration FASTEST = Duration.ofMillis(100);
  private static final Duration SLOWEST = Duration.ofSeconds(1);

  private Duration next = FASTEST;

  /** The time until the next look; each is half as long again as the one before. */
  Duration next() {
    Duration pause = next;
    Duration slower = pause.multipliedBy(3).dividedBy(2);
    next = slower.compareTo(SLOWEST) < 0 ? slower : SLOWEST;
    return pause;
  }

  /** Something happened. */
  void quicken() {
    next = FASTEST;
  }
}
