package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What comes true by itself, however long a busy machine takes for it. */
public final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Eventually() {}

  /** Waits until it is so; after a minute it is an error. */
  public static void until(BooleanSupplier condition) throws InterruptedException {
    until(LONGEST, condition);
  }

  /** Waits until it is so; after the longest time it is an error. */
  public static void until(Duration longest, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited for too long");
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
