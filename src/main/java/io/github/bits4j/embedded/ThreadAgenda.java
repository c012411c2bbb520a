package io.github.bits4j.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The agenda of production: one daemon thread, and the clocks of this machine. */
final class ThreadAgenda implements Agenda {
  private static final System.Logger LOG = System.getLogger(ThreadAgenda.class.getName());
  private static final Duration LONGEST = Duration.ofDays(36500);
  private static final long CLOSING_SECONDS = 5;

  private final long start = System.nanoTime();
  private final ScheduledThreadPoolExecutor executor;
  private volatile Thread thread;

  ThreadAgenda() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              thread = new Thread(work, "bits4j-engine");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public <T> T call(Supplier<T> step) {
    if (Thread.currentThread() == thread) {
      return step.get();
    }
    Future<T> result = executor.submit(step::get);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          // The step is short and under way: its outcome must not get lost.
          interrupted = true;
        } catch (CancellationException e) {
          throw new RejectedExecutionException("closed", e);
        } catch (ExecutionException e) {
          throw withOurTrace(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The engine's frames, and below them those of the caller, who wants to see himself there. */
  private static RuntimeException withOurTrace(Throwable thrown) {
    StackTraceElement[] engine = thrown.getStackTrace();
    StackTraceElement[] caller = Thread.currentThread().getStackTrace();
    StackTraceElement[] both = new StackTraceElement[engine.length + caller.length];
    System.arraycopy(engine, 0, both, 0, engine.length);
    System.arraycopy(caller, 0, both, engine.length, caller.length);
    thrown.setStackTrace(both);
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  @Override
  public void execute(Runnable step) {
    after(Duration.ZERO, step);
  }

  @Override
  public Due after(Duration delay, Runnable step) {
    Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    try {
      Future<?> due =
          executor.schedule(() -> logged(step), bounded.toNanos(), TimeUnit.NANOSECONDS);
      return () -> due.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  private static void logged(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a step of the engine failed", e);
      throw e;
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
