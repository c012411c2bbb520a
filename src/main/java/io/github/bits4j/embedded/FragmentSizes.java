package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.Optional;

/**
 * How large the fragments of an upload are: as large as quick answers allow, and smaller where the
 * server, or something in front of it, takes no such requests. Some say so; others just end the
 * connection. The documents give no sizes, and mention only those that say so: the rest is our own
 * choice.
 */
final class FragmentSizes {
  private static final long FIRST = 1 << 20;

  /** IIS takes no requests of 30,000,000 bytes or more unless it is told to. */
  private static final long LARGEST = 28 << 20;

  /** What a server must take that says what it does not take. */
  private static final long SMALLEST = 1 << 10;

  /** Connections break for other reasons, too; no limit that anybody sets is below this. */
  private static final long SMALLEST_UNSAID = 64 << 10;

  /** Every size that is tried costs a retry delay, so there are not many. */
  private static final int STEP_UNSAID = 4;

  /** A fragment that takes less has a larger one after it. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  private long next;
  private long largest;
  private long passed;

  /**
   * Begins.
   *
   * @param known the largest fragment to send, as far as it was learned before
   */
  FragmentSizes(Optional<Long> known) {
    largest = known.orElse(LARGEST);
    next = Math.min(FIRST, largest);
  }

  long next() {
    return next;
  }

  /** The largest fragment to send; empty as long as nothing was learned. */
  Optional<Long> largest() {
    return Optional.of(largest).filter(size -> size < LARGEST);
  }

  /** A fragment was taken. */
  void passed(long length, Duration took) {
    passed = Math.max(passed, length);
    if (took.compareTo(QUICK) < 0) {
      next = Math.min(2 * next, largest);
    }
  }

  /**
   * The server says that a fragment is too large.
   *
   * @return false if there is no smaller one
   */
  boolean refused(long length) {
    return shrink(length, 2, SMALLEST);
  }

  /**
   * The connection broke while a fragment was on its way. Its size may be the reason if none of
   * that size came through.
   *
   * @return whether the next one is smaller
   */
  boolean broke(long length) {
    return length > passed && shrink(length, STEP_UNSAID, SMALLEST_UNSAID);
  }

  private boolean shrink(long length, int step, long smallest) {
    if (length <= smallest) {
      return false;
    }
    next = Math.max(smallest, length / step);
    largest = next;
    return true;
  }
}
