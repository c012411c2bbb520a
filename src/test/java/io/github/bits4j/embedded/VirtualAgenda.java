package io.github.bits4j.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Time that passes when a test says so. The test's thread is the engine's. */
final class VirtualAgenda implements Agenda {
  private record Entry(Duration at, long order, Runnable step) {}

  private final PriorityQueue<Entry> due =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
  private final Deque<Runnable> soon = new ArrayDeque<>();
  private final Instant start;
  private Duration elapsed = Duration.ZERO;
  private Duration jumped = Duration.ZERO;
  private long order;
  private boolean busy;
  private boolean closed;

  VirtualAgenda(Instant start) {
    this.start = start;
  }

  @Override
  public synchronized Instant now() {
    return start.plus(elapsed).plus(jumped);
  }

  @Override
  public synchronized Duration elapsed() {
    return elapsed;
  }

  /** Somebody sets the clock on the wall. */
  synchronized void jump(Duration by) {
    jumped = jumped.plus(by);
  }

  @Override
  public synchronized <T> T call(Supplier<T> step) {
    if (closed) {
      throw new RejectedExecutionException();
    }
    if (busy) {
      return step.get();
    }
    busy = true;
    try {
      return step.get();
    } finally {
      busy = false;
      drain();
    }
  }

  @Override
  public synchronized void execute(Runnable step) {
    soon.add(step);
    drain();
  }

  @Override
  public synchronized Due after(Duration delay, Runnable step) {
    Entry entry = new Entry(elapsed.plus(delay), order++, step);
    due.add(entry);
    return () -> cancel(entry);
  }

  private synchronized void cancel(Entry entry) {
    due.remove(entry);
  }

  @Override
  public synchronized void close() {
    closed = true;
    due.clear();
  }

  /** Lets time pass, and everything happen that is due in it. */
  synchronized void advance(Duration by) {
    Duration end = elapsed.plus(by);
    while (!due.isEmpty() && due.peek().at.compareTo(end) <= 0) {
      Entry next = due.poll();
      if (next.at.compareTo(elapsed) > 0) {
        elapsed = next.at;
      }
      execute(next.step);
    }
    elapsed = end;
  }

  /** Fails if anything is still to come. */
  synchronized void assertNothingLeftToDo() {
    if (!due.isEmpty()) {
      throw new AssertionError(due.size() + " steps are still due, the next at " + due.peek().at);
    }
  }

  /** Fails if anything is to come before so much time has passed. */
  synchronized void assertNothingLeftToDoFor(Duration time) {
    if (!due.isEmpty() && due.peek().at.compareTo(elapsed.plus(time)) < 0) {
      throw new AssertionError("a step is due at " + due.peek().at + ", after " + elapsed);
    }
  }

  private void drain() {
    if (busy) {
      return;
    }
    busy = true;
    try {
      while (!soon.isEmpty() && !closed) {
        soon.poll().run();
      }
    } finally {
      busy = false;
    }
  }
}
