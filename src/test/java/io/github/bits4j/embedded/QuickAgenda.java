package io.github.bits4j.embedded;

import java.time.Duration;

/** Real threads and sockets, but every delay is a thousand times shorter than it says. */
final class QuickAgenda extends ThreadedAgenda {
  private static final int TIMES = 1000;

  @Override
  public Duration elapsed() {
    return agenda.elapsed().multipliedBy(TIMES);
  }

  @Override
  public Due after(Duration delay, Runnable step) {
    return agenda.after(delay.dividedBy(TIMES), step);
  }
}
