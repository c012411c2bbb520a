package io.github.bits4j.observe;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What has happened is told by a thread of its own, for which the library waits for a second at
 * most: a machine may hold it for longer.
 */
public final class Told {
  private static final int SECONDS = 60;

  private Told() {}

  /** Waits until everything is told that has happened before. */
  public static void everything() {
    CountDownLatch told = new CountDownLatch(1);
    Teller.tell(told::countDown);
    try {
      if (!told.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("not told in " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted before everything was told", e);
    }
  }
}
