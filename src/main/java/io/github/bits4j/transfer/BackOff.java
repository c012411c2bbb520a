package io.github.bits4j.transfer;

import java.time.Duration;

/**
 * How long is waited between attempts.
 *
 * @param first after the first one; it doubles with each
 * @param longest what it does not go beyond
 * @param spread how much of it differs from transfer to transfer, 0 to 1
 */
record BackOff(Duration first, Duration longest, double spread) {
  static final double SPREAD = 0.2;

  /** The delay after some attempts: at most what it would be without a spread. */
  Duration after(int attempts, long seed) {
    int doublings = Math.min(attempts - 1, 40);
    double most =
        Math.min(first.toMillis() * (double) (1L << doublings), (double) longest.toMillis());
    return Duration.ofMillis(Math.round(most * (1 - spread * part(seed, attempts))));
  }

  /** At least the time that somebody asked for. */
  Duration atLeast(Duration time, int attempts, long seed) {
    Duration asked = time.plusMillis(Math.round(time.toMillis() * spread * part(seed, attempts)));
    Duration own = after(attempts, seed);
    return own.compareTo(asked) > 0 ? own : asked;
  }

  /** A number from 0 to below 1 that looks like chance, and is the same each time. */
  private static double part(long seed, int attempts) {
    long mixed = seed + attempts * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return ((mixed ^ mixed >>> 31) >>> 11) * 0x1.0p-53;
  }
}
