package io.github.bits4j.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * An agenda in {@link VirtualTime}. It has no thread: whoever calls, or lets time pass, is the
 * engine's thread for as long as a step takes.
 */
final class VirtualAgenda implements Agenda {
  private final VirtualTime time;
  private final Deque<Runnable> soon = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;

  VirtualAgenda(VirtualTime time) {
    this.time = time;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public Duration elapsed() {
    return time.elapsed();
  }

  @Override
  public synchronized <T> T call(Supplier<T> step) {
    if (closed) {
      throw new RejectedExecutionException("closed");
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
    return closed ? () -> {} : time.after(this, delay, () -> execute(step))::close;
  }

  @Override
  public <T> T await(CompletableFuture<T> outcome) throws InterruptedException, ExecutionException {
    return time.await(outcome);
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    time.forget(this);
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
