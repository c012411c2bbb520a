package io.github.bits4j.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Real threads and sockets, but every delay is a thousand times shorter than it says. */
final class QuickAgenda implements Agenda {
  private static final int TIMES = 1000;

  private final ThreadAgenda agenda = new ThreadAgenda();

  @Override
  public Instant now() {
    return agenda.now();
  }

  @Override
  public Duration elapsed() {
    return agenda.elapsed().multipliedBy(TIMES);
  }

  @Override
  public <T> T call(Supplier<T> step) {
    return agenda.call(step);
  }

  @Override
  public void execute(Runnable step) {
    agenda.execute(step);
  }

  @Override
  public Due after(Duration delay, Runnable step) {
    return agenda.after(delay.dividedBy(TIMES), step);
  }

  @Override
  public void close() {
    agenda.close();
  }
}
