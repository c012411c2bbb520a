package io.github.bits4j.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How fast something has been going lately, from looks at how far it is. */
final class Rate {
  private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

  /** Below this a rate is a guess. */
  private static final long SHORTEST_NANOS = Duration.ofMillis(200).toNanos();

  private final LongSupplier nanoTime;
  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long bytes) {}

  Rate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void look(long bytes) {
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

  /** Bytes a second; empty while nobody can tell. */
  synchronized OptionalLong bytesPerSecond() {
    if (looks.size() < 2) {
      return OptionalLong.empty();
    }
    long nanos = looks.getLast().nanos - looks.getFirst().nanos;
    long bytes = looks.getLast().bytes - looks.getFirst().bytes;
    return nanos < SHORTEST_NANOS
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(bytes * 1e9 / nanos));
  }

  /** The time that is left for so many more bytes; empty while nobody can tell. */
  Optional<Duration> timeFor(long bytes) {
    OptionalLong rate = bytesPerSecond();
    return rate.isEmpty() || rate.getAsLong() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((bytes + rate.getAsLong() - 1) / rate.getAsLong()));
  }
}
