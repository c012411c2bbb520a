package io.github.bits4j.embedded;

import java.time.Duration;

/** Runs out when nothing happens for too long. */
final class Patience {
  private final Agenda agenda;
  private final Duration length;
  private final Runnable end;
  private volatile Duration touched;
  private volatile boolean held;
  private volatile boolean over;
  private Agenda.Due due = () -> {};

  /**
   * Begins to wait.
   *
   * @param end what to do when it runs out, on the engine's thread: must not take long
   */
  Patience(Agenda agenda, Duration length, Runnable end) {
    this.agenda = agenda;
    this.length = length;
    this.end = end;
    touch();
    wait(length);
  }

  /** Something happened. */
  void touch() {
    touched = agenda.elapsed();
    held = false;
  }

  /** Does not run out until something happens. */
  void hold() {
    held = true;
  }

  synchronized void stop() {
    over = true;
    due.cancel();
  }

  private synchronized void wait(Duration time) {
    if (!over) {
      due = agenda.after(time, this::look);
    }
  }

  private void look() {
    Duration left = held ? length : length.minus(agenda.elapsed().minus(touched));
    if (over) {
      return;
    }
    if (left.isNegative() || left.isZero()) {
      over = true;
      end.run();
    } else {
      wait(left);
    }
  }
}
