package io.github.bits4j.transfer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How fast something has been going lately, from looks at how far it is.
 *
 * <p>For use by any thread.
 */
public final class Rate {
  private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

  /** Below this a rate is a guess. */
  private static final long SHORTEST_NANOS = Duration.ofMillis(200).toNanos();

  private final LongSupplier nanoTime;
  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long bytes) {}

  /**
   * Has seen nothing yet.
   *
   * @param nanoTime time since some moment, in nanoseconds; must not go back
   */
  public Rate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Looks now.
   *
   * @param bytes how far it is; less than before begins anew
   */
  public synchronized void look(long bytes) {
    long now = nanoTime.getAsLong();
    boolean beginning = bytes == 0 || (!looks.isEmpty() && bytes < looks.getLast().bytes);
    if (beginning) {
      looks.clear();
    }
    while (looks.size() > 1 && now - looks.getFirst().nanos > WINDOW_NANOS) {
      looks.removeFirst();
    }
    looks.addLast(new Look(now, bytes));
  }

  /**
   * How fast it has been in the last five seconds or so.
   *
   * @return bytes a second; empty while nobody can tell
   */
  public synchronized OptionalLong bytesPerSecond() {
    if (looks.size() < 2) {
      return OptionalLong.empty();
    }
    long nanos = looks.getLast().nanos - looks.getFirst().nanos;
    long bytes = looks.getLast().bytes - looks.getFirst().bytes;
    return nanos < SHORTEST_NANOS
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(bytes * 1e9 / nanos));
  }

  /**
   * How long so many more bytes take.
   *
   * @param bytes how many
   * @return whole seconds; empty while nobody can tell
   */
  public Optional<Duration> timeFor(long bytes) {
    OptionalLong rate = bytesPerSecond();
    return rate.isEmpty() || rate.getAsLong() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((bytes + rate.getAsLong() - 1) / rate.getAsLong()));
  }
}
