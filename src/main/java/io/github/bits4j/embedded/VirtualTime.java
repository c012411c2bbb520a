package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that passes when a test says so: 90 days of it take no time.
 *
 * <p>An engine in virtual time does nothing by itself, not even what needs no time. What calls do
 * is done when they return; everything that comes of it, transfers and listeners, happens in {@link
 * #advance}, one thing after the other and in the same order every time. {@link BitsJob#await} lets
 * time pass by itself until the job rests or the deadline is reached.
 *
 * <p>For use by any thread. One that lets time pass waits for another that does.
 */
public final class VirtualTime implements Executor {
  private static final Instant USUAL_START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofDays(36500);

  /** Of real time. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long OTHERS_MILLIS = 5;

  private record Entry(Object owner, Duration at, long order, Runnable step) {}

  private final Instant start;
  private final Turns turns;

  /** Held by the thread that lets time pass. */
  private final ReentrantLock driver = new ReentrantLock(true);

  /** Guards what follows. */
  private final Object lock = new Object();

  private final PriorityQueue<Entry> due =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
  private Duration elapsed = Duration.ZERO;
  private Duration jumped = Duration.ZERO;
  private long order;
  private volatile boolean byHand;

  /** Begins on the first of January 2026, UTC. */
  public VirtualTime() {
    this(USUAL_START);
  }

  /**
   * Begins at a moment.
   *
   * @param start what the clock shows first
   */
  public VirtualTime(Instant start) {
    this(start, PATIENCE);
  }

  VirtualTime(Instant start, Duration patience) {
    this.start = Objects.requireNonNull(start, "start");
    turns = new Turns(patience);
  }

  /**
   * Has time pass by {@link #advance} and {@link #advanceToNext} alone: {@link BitsJob#await} then
   * waits for a thread that calls them.
   *
   * @return this time
   */
  public VirtualTime byHand() {
    byHand = true;
    return this;
  }

  /**
   * What the clock on the wall shows.
   *
   * @return this moment
   */
  public Instant now() {
    synchronized (lock) {
      return start.plus(elapsed).plus(jumped);
    }
  }

  /**
   * How much time has passed, whatever the clock on the wall shows.
   *
   * @return zero or more
   */
  public Duration elapsed() {
    synchronized (lock) {
      return elapsed;
    }
  }

  /**
   * A clock for the program under test.
   *
   * @return a clock that shows {@link #now()}, in UTC
   */
  public Clock clock() {
    return new WallClock(ZoneOffset.UTC);
  }

  /**
   * Lets time pass. When this returns everything has happened that was due in it: transfers moved,
   * retries were made, and listeners have returned, on whatever executor they run; but an executor
   * that has not begun to run a listener after two seconds of real time is taken for one that the
   * test drains itself, and is not waited for again.
   *
   * @param by how much; zero for what needs no time
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if it is called by something that happens in this time, for
   *     instance by a listener; or if a listener does not return for half a minute of real time
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + by);
    }
    drive();
    try {
      Duration end = elapsed().plus(by);
      turns.settle();
      while (happens(end)) {
        turns.settle();
      }
      synchronized (lock) {
        elapsed = end;
      }
    } finally {
      driver.unlock();
    }
  }

  /**
   * Lets time pass up to the next thing that is due, and that happen.
   *
   * @return whether anything was due
   * @throws IllegalStateException as {@link #advance} has it
   */
  public boolean advanceToNext() {
    drive();
    try {
      turns.settle();
      boolean happened = happens(null);
      turns.settle();
      return happened;
    } finally {
      driver.unlock();
    }
  }

  /**
   * When the next thing is due.
   *
   * @return how much time will have {@linkplain #elapsed() passed} then; empty if nothing is due
   */
  public Optional<Duration> nextDue() {
    synchronized (lock) {
      return Optional.ofNullable(due.peek()).map(Entry::at);
    }
  }

  /**
   * Has something happen later, on the thread that lets the time pass.
   *
   * @param delay in how much time
   * @param action what happens; it must not let time pass itself
   * @return closing it forgets the action, if it has not happened
   */
  public Subscription after(Duration delay, Runnable action) {
    return after(this, delay, action);
  }

  /**
   * Has something happen at once in this time, on a thread of its own and in turn with everything
   * else: it may wait for what the time brings, by {@link #await} or {@link BitsJob#await}.
   *
   * @param task what happens
   */
  @Override
  public void execute(Runnable task) {
    turns.execute(task);
  }

  /**
   * Lets time pass until something is brought about; what happens in this time lets others go on
   * meanwhile. After {@link #byHand()} it waits for a thread that lets time pass.
   *
   * @param outcome what is waited for; not one that waits for this time itself
   * @param <T> what it brings
   * @return what it brought
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws ExecutionException if it failed
   * @throws IllegalStateException as {@link #advance} has it
   */
  public <T> T await(CompletableFuture<T> outcome) throws InterruptedException, ExecutionException {
    if (turns.isInside()) {
      return turns.await(outcome);
    }
    requireOutside();
    while (!byHand && !outcome.isDone()) {
      if (!driver.tryLock(OTHERS_MILLIS, TimeUnit.MILLISECONDS)) {
        continue;
      }
      try {
        turns.settle();
        if (!outcome.isDone() && !happens(null)) {
          break;
        }
      } finally {
        driver.unlock();
      }
    }
    return outcome.get();
  }

  /**
   * Sets the clock on the wall, as people and time servers do. No time passes.
   *
   * @param by how far forward; negative for back
   */
  public void setClock(Duration by) {
    synchronized (lock) {
      jumped = jumped.plus(by);
    }
  }

  // ---- For agendas ----

  Turns turns() {
    return turns;
  }

  Subscription after(Object owner, Duration delay, Runnable step) {
    Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    synchronized (lock) {
      Entry entry = new Entry(owner, elapsed.plus(bounded), order++, step);
      due.add(entry);
      return () -> cancel(entry);
    }
  }

  private void cancel(Entry entry) {
    synchronized (lock) {
      due.remove(entry);
    }
  }

  void forget(Object owner) {
    synchronized (lock) {
      due.removeIf(entry -> entry.owner == owner);
    }
  }

  /** Lets what was stopped come to its end, unless it is what stops. */
  void settle() {
    if (!turns.isInside() && driver.tryLock()) {
      try {
        turns.settle();
      } finally {
        driver.unlock();
      }
    }
  }

  private void drive() {
    requireOutside();
    driver.lock();
  }

  private void requireOutside() {
    if (turns.isInside() || driver.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "time cannot be made to pass by what happens in it, for instance by a listener");
    }
  }

  /** The next thing that is due happens, unless it is later than this. */
  private boolean happens(Duration end) {
    Entry next;
    synchronized (lock) {
      next = due.peek();
      if (next == null || end != null && next.at.compareTo(end) > 0) {
        return false;
      }
      due.poll();
      if (next.at.compareTo(elapsed) > 0) {
        elapsed = next.at;
      }
    }
    next.step.run();
    return true;
  }

  private final class WallClock extends Clock {
    private final ZoneId zone;

    private WallClock(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new WallClock(other);
    }

    @Override
    public Instant instant() {
      return now();
    }
  }
}
