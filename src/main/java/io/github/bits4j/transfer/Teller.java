package io.github.bits4j.transfer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells the program how far it is and how it ended, one thing at a time and in order, on its
 * executor. A listener that is slow hears less, never late.
 */
final class Teller {
  private static final System.Logger LOG = System.getLogger(Teller.class.getName());

  private final ProgressListener listener;
  private final Executor executor;
  private final Executor instead;

  // Guarded by this.
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private TransferProgress latest;
  private TransferProgress told;
  private Duration toldAt;
  private boolean toBeTold;
  private boolean telling;

  /** Only touched by the one that tells. */
  private boolean complained;

  /**
   * Has told nothing yet.
   *
   * @param instead used if the executor refuses
   */
  Teller(ProgressListener listener, Executor executor, Executor instead) {
    this.listener = listener;
    this.executor = executor;
    this.instead = instead;
  }

  boolean isListening() {
    return listener != ProgressListener.NONE;
  }

  /** Tells of it, if it is time. */
  synchronized void progress(TransferProgress progress, Duration elapsed) {
    boolean isTime = toldAt == null || elapsed.minus(toldAt).compareTo(listener.every()) >= 0;
    latest = progress;
    if (isTime && !toBeTold && isListening()) {
      toldAt = elapsed;
      toBeTold = true;
      add(this::tellLatest);
    }
  }

  /** Tells the last of the progress, and then of the end. */
  synchronized void end(Runnable completion) {
    if (latest != null && !latest.equals(told) && isListening()) {
      add(this::tellLatest);
    }
    add(completion);
  }

  private void tellLatest() {
    TransferProgress progress;
    synchronized (this) {
      toBeTold = false;
      progress = latest;
      if (progress == told) {
        return;
      }
      told = progress;
    }
    listener.told().accept(progress);
  }

  private void add(Runnable task) {
    waiting.add(task);
    if (!telling) {
      telling = true;
      execute();
    }
  }

  private void execute() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "the executor of a transfer takes no more: " + e);
      instead.execute(this::run);
    }
  }

  private void run() {
    while (true) {
      Runnable next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          telling = false;
          return;
        }
      }
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        if (!complained) {
          complained = true;
          LOG.log(System.Logger.Level.ERROR, "a listener of a transfer failed", e);
        }
      }
    }
  }
}
