package io.github.bits4j.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The engine's one thread and its time. Everything that changes a job runs here, one step after the
 * other; nothing else in this package reads a clock.
 */
interface Agenda {
  /** The time of day, for what is shown and stored. */
  Instant now();

  /** Time since this agenda began; goes on evenly, whatever happens to the time of day. */
  Duration elapsed();

  /**
   * Runs a step on the engine's thread and waits for it; at once if this is that thread.
   *
   * @throws RejectedExecutionException if the agenda is closed
   */
  <T> T call(Supplier<T> step);

  /** Runs a step on the engine's thread soon; nothing if the agenda is closed. */
  void execute(Runnable step);

  /** Runs a step on the engine's thread after a delay; nothing if the agenda is closed. */
  Due after(Duration delay, Runnable step);

  /**
   * Waits for something that the engine brings about, on any thread but its own. Where time is
   * virtual, it passes meanwhile.
   */
  default <T> T await(CompletableFuture<T> outcome)
      throws InterruptedException, ExecutionException {
    return outcome.get();
  }

  /** Whether time passes only while somebody waits for something: then {@link #await} is how. */
  default boolean isVirtual() {
    return false;
  }

  /** Ends the thread; what is still due is forgotten. */
  void close();

  /** Something that is due. */
  interface Due {
    /** Forgets it; nothing if it has happened. */
    void cancel();
  }
}
