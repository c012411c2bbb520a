package io.github.bits4j.windows.com;

import java.time.Instant;

/** A point in time as Windows counts: units of 100 ns since 1601-01-01 UTC, in a {@code long}. */
public final class FILETIME {
  static final int SIZEOF = 8;

  private static final long UNITS_PER_SECOND = 10_000_000;
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

  private FILETIME() {}

  /**
   * The instant of a count.
   *
   * @param units the count; 0, which BITS gives for a time that has not come, is the year 1601
   * @return the instant, exact
   */
  public static Instant toInstant(long units) {
    // Unsigned, as the two halves of the structure are.
    long seconds = Long.divideUnsigned(units, UNITS_PER_SECOND);
    long rest = Long.remainderUnsigned(units, UNITS_PER_SECOND);
    return Instant.ofEpochSecond(seconds - SECONDS_1601_TO_1970, rest * 100);
  }
}
