package io.github.bits4j.transfer;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Threads that look at several things at once, and are not waited for any longer than agreed. */
final class Lookouts implements AutoCloseable {
  private static final int THREADS = 8;

  private final long end;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "bits4j-preflight");
            thread.setDaemon(true);
            return thread;
          });

  Lookouts(Duration within) {
    end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(within);
  }

  /** Has something looked at. */
  <T> Lookout<T> send(Callable<T> question) {
    return new Lookout<>(threads.submit(question));
  }

  /** What is left of the time, never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Ends whatever still looks; one that cannot be interrupted ends by itself. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One thing that is looked at. */
  final class Lookout<T> {
    private final Future<T> answer;

    private Lookout(Future<T> answer) {
      this.answer = answer;
    }

    /** What was found, or what is made of the reason why nothing was. */
    T result(Function<String, T> otherwise) throws InterruptedException {
      try {
        return answer.get(left().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        answer.cancel(true);
        return otherwise.apply("could not be found out in time");
      } catch (ExecutionException e) {
        return otherwise.apply(
            "could not be found out: " + e.getCause().getClass().getSimpleName());
      } catch (CancellationException e) {
        return otherwise.apply("could not be found out");
      }
    }
  }
}
