package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Real threads and sockets, but a time that passes only when a test says so. */
final class HandAgenda extends ThreadedAgenda {
  private record Entry(Duration at, Runnable step) {}

  private final PriorityQueue<Entry> due = new PriorityQueue<>(Comparator.comparing(Entry::at));
  private Duration elapsed = Duration.ZERO;

  /** Lets time pass; what is due by then has happened. */
  void pass(Duration time) {
    synchronized (this) {
      elapsed = elapsed.plus(time);
    }
    agenda.call(
        () -> {
          for (Entry next = nextDue(); next != null; next = nextDue()) {
            next.step.run();
          }
          return null;
        });
  }

  private synchronized Entry nextDue() {
    return due.isEmpty() || due.peek().at.compareTo(elapsed) > 0 ? null : due.poll();
  }

  @Override
  public synchronized Duration elapsed() {
    return elapsed;
  }

  @Override
  public Due after(Duration delay, Runnable step) {
    if (delay.isZero()) {
      return agenda.after(delay, step);
    }
    synchronized (this) {
      Entry entry = new Entry(elapsed.plus(delay), step);
      due.add(entry);
      return () -> cancel(entry);
    }
  }

  private synchronized void cancel(Entry entry) {
    due.remove(entry);
  }
}
