package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Threads that take turns. What is given to it waits until {@link #settle}, then moves, one at a
 * time and in order, until it ends or waits for something to be brought about: so a transfer may
 * wait for a server as it does in earnest, and everything happens in the same order every time.
 *
 * <p>Knows of the listeners too that run on executors of others.
 */
final class Turns implements Executor {
  private static final System.Logger LOG = System.getLogger(Turns.class.getName());

  /** An executor that has not begun after this part of the patience is drained by the test. */
  private static final int BEGINNING = 15;

  private final Duration patience;
  private final Executor threads = Workers.start();
  private final ThreadLocal<Turn> current = new ThreadLocal<>();
  private final ThreadLocal<Listening> listening = new ThreadLocal<>();
  private final Deque<Turn> ready = new ArrayDeque<>();
  private final Set<Listening> away = new LinkedHashSet<>();
  private final Set<Executor> drained = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Nobody's turn yet.
   *
   * @param patience of real time: whatever takes longer waits for something that will not happen
   */
  Turns(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void execute(Runnable task) {
    ready(new Turn(task));
  }

  private synchronized void ready(Turn turn) {
    ready.add(turn);
    notifyAll();
  }

  /** Whether this thread is one of those that are waited for. */
  boolean isInside() {
    return current.get() != null || listening.get() != null;
  }

  /** Moves whatever can move; when this returns all of it has ended or waits. */
  void settle() {
    for (Turn next = next(); next != null; next = next()) {
      next.move();
    }
  }

  private synchronized Turn next() {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (ready.isEmpty() && away.stream().anyMatch(this::isWaitedFor)) {
        if (System.nanoTime() - start > patience.dividedBy(BEGINNING).toNanos()) {
          away.stream().filter(it -> it.thread == null).forEach(it -> drained.add(it.executor));
        }
        if (System.nanoTime() - start > patience.toNanos()) {
          throw stuck(
              "a listener",
              away.stream().map(it -> it.thread).filter(it -> it != null).toArray(Thread[]::new));
        }
        try {
          wait(10);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return ready.poll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isWaitedFor(Listening task) {
    return !task.waits && (task.thread != null || !drained.contains(task.executor));
  }

  /** Waits for something to be brought about, and lets the others go on meanwhile. */
  <T> T await(CompletableFuture<T> outcome) throws InterruptedException, ExecutionException {
    Listening listens = listening.get();
    setWaits(listens, true);
    try {
      Turn turn = current.get();
      if (turn != null) {
        turn.await(outcome);
      }
      return outcome.get();
    } finally {
      setWaits(listens, false);
    }
  }

  private synchronized void setWaits(Listening task, boolean waits) {
    if (task != null) {
      task.waits = waits;
      notifyAll();
    }
  }

  /** The same executor; but it is known when what it runs has returned. */
  Executor listening(Executor executor) {
    return task -> {
      Listening listens = new Listening(executor, task);
      synchronized (this) {
        away.add(listens);
      }
      try {
        executor.execute(listens);
      } catch (RuntimeException | Error e) {
        returned(listens);
        throw e;
      }
    };
  }

  private synchronized void returned(Listening listens) {
    away.remove(listens);
    notifyAll();
  }

  private IllegalStateException stuck(String what, Thread... threads) {
    return new IllegalStateException(
        what
            + " has not come back for "
            + patience.toMillis()
            + " ms; does it wait for the thread that lets time pass?"
            + Arrays.stream(threads).map(Turns::stack).collect(Collectors.joining()));
  }

  private static String stack(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .map(frame -> "\n\tat " + frame)
        .collect(Collectors.joining("", "\n" + thread.getName() + " stands", ""));
  }

  /** A listener at work, or about to be. */
  private final class Listening implements Runnable {
    private final Executor executor;
    private final Runnable task;
    private Thread thread;
    private boolean waits;

    private Listening(Executor executor, Runnable task) {
      this.executor = executor;
      this.task = task;
    }

    @Override
    public void run() {
      Listening outer = listening.get();
      synchronized (Turns.this) {
        thread = Thread.currentThread();
      }
      listening.set(this);
      try {
        task.run();
      } finally {
        listening.set(outer);
        returned(this);
      }
    }
  }

  /** Something that moves when it is its turn. */
  private final class Turn implements Runnable {
    private final Runnable task;
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private volatile Thread thread;
    private volatile boolean lost;

    private Turn(Runnable task) {
      this.task = task;
    }

    private void move() {
      if (thread == null) {
        threads.execute(this);
      } else {
        go.release();
      }
      if (!comesBack()) {
        lost = true;
        Thread at = thread;
        throw at == null ? stuck("a transfer") : stuck("a transfer or listener", at);
      }
    }

    private boolean comesBack() {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return back.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            // Who lets time pass is interrupted when it has passed.
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private void await(CompletableFuture<?> outcome) {
      if (lost) {
        throw new IllegalStateException("time went on without this");
      }
      if (!outcome.isDone()) {
        outcome.whenComplete((value, failure) -> ready(this));
        back.release();
        go.acquireUninterruptibly();
      }
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      current.set(this);
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "something failed that nobody waits for", e);
      } finally {
        current.remove();
        back.release();
      }
    }
  }
}
