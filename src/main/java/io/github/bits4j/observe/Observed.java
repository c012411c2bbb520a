package io.github.bits4j.observe;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where backends say what happens: for whoever writes a {@link io.github.bits4j.BitsProvider}.
 * Programs have {@link BitsObservation}.
 *
 * <p>While nobody observes, each method costs one or two reads and makes no garbage; a backend that
 * would have to gather something asks {@link #calls()} or {@link #changes()} first. Nothing here
 * waits for an observer but {@link #call}, for {@link BitsMetrics#called}, and {@link #settle()}.
 */
public final class Observed {
  /** Whether this JVM has a flight recorder that this module may see. */
  private static final boolean RECORDABLE = isThere("jdk.jfr.Event");

  private Observed() {}

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, Observed.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  // ---- calls

  /**
   * Whether anybody observes calls now.
   *
   * @return true if something is installed, or a recording takes calls
   */
  public static boolean calls() {
    return Hooks.any() || RECORDABLE && Recording.takesCalls();
  }

  /**
   * Makes a call.
   *
   * @param name the public method, for instance {@code BitsJob.resume}
   * @param job the job it is made on; if it is made on none and gives a job, it is about that one
   * @param body makes it
   * @param <T> what it gives
   * @return what it gave; what it threw is thrown
   */
  public static <T> T call(String name, Optional<UUID> job, Supplier<T> body) {
    if (!calls()) {
      return body.get();
    }
    Consumer<ObservedCall> recording = RECORDABLE ? Recording.call() : Observed::nowhere;
    long began = System.nanoTime();
    T result;
    try {
      result = body.get();
    } catch (RuntimeException | Error e) {
      tell(new ObservedCall(name, job, since(began), false, fault(e)), recording);
      throw e;
    }
    Optional<UUID> about =
        job.isEmpty() && result instanceof BitsJob given ? Optional.of(given.id()) : job;
    tell(new ObservedCall(name, about, since(began), true, Optional.empty()), recording);
    return result;
  }

  private static void tell(ObservedCall call, Consumer<ObservedCall> recording) {
    recording.accept(call);
    Hooks.telling(metrics -> metrics.called(call)).run();
  }

  // ---- changes

  /**
   * Whether anybody observes how jobs come to other states now.
   *
   * @return true if something is installed, a recording takes changes, or lines of the log are read
   */
  public static boolean changes() {
    return Hooks.any() || RECORDABLE && Recording.takesChanges() || Lines.areRead();
  }

  /**
   * A job has another state than before; never waits. A backend tells of it once, whoever sees it.
   *
   * @param change the change
   */
  public static void change(ObservedChange change) {
    if (RECORDABLE) {
      Recording.change(change);
    }
    if (Lines.areRead()) {
      Teller.tell(() -> Lines.write(change));
    }
    tell(metrics -> metrics.stateChanged(change));
  }

  // ---- waits

  /** A wait that was begun. */
  @FunctionalInterface
  public interface Wait {
    /**
     * It is over; to be called once, by the thread that waited. Never waits itself.
     *
     * @param job the job that was waited for; empty if there was none yet
     * @param reached how the job is now; empty if the wait was interrupted or failed
     */
    void ended(Optional<UUID> job, Optional<JobStatus> reached);
  }

  /**
   * Begins a wait for a job.
   *
   * @return what is told of its end
   */
  public static Wait waiting() {
    Consumer<ObservedWait> recording = RECORDABLE ? Recording.await() : Observed::nowhere;
    long began = System.nanoTime();
    return (job, reached) -> {
      ObservedWait wait =
          new ObservedWait(
              job,
              since(began),
              reached.map(JobStatus::state),
              reached.flatMap(ObservedChange::faultOf));
      recording.accept(wait);
      tell(metrics -> metrics.waited(wait));
    };
  }

  /** Something that waits for a job. */
  @FunctionalInterface
  public interface Waiting {
    /**
     * Waits.
     *
     * @return how the job is after that
     * @throws InterruptedException if the thread is interrupted
     */
    JobStatus end() throws InterruptedException;
  }

  /**
   * Waits for a job.
   *
   * @param job the job
   * @param body waits
   * @return what it gave; what it threw is thrown
   * @throws InterruptedException if the thread is interrupted
   */
  public static JobStatus await(UUID job, Waiting body) throws InterruptedException {
    Wait wait = waiting();
    JobStatus reached = null;
    try {
      reached = body.end();
      return reached;
    } finally {
      wait.ended(Optional.of(job), Optional.ofNullable(reached));
    }
  }

  // ---- transfers

  /** A transfer that was begun. */
  @FunctionalInterface
  public interface Transfer {
    /**
     * It has ended, whatever became of it; to be called once, by any thread. Never waits.
     *
     * @param job the last job that moved it; empty if there never was one
     * @param bytes how many bytes its files brought
     * @param failure what it ended with; empty if the caller has what was wanted
     */
    void ended(Optional<UUID> job, long bytes, Optional<? extends Throwable> failure);
  }

  /**
   * Begins a transfer.
   *
   * @return what is told of its end
   */
  public static Transfer transfer() {
    Consumer<ObservedTransfer> recording = RECORDABLE ? Recording.transfer() : Observed::nowhere;
    long began = System.nanoTime();
    return (job, bytes, failure) -> {
      ObservedTransfer transfer =
          new ObservedTransfer(
              job, since(began), bytes, failure.isEmpty(), failure.flatMap(Observed::fault));
      recording.accept(transfer);
      tell(metrics -> metrics.transferred(transfer));
    };
  }

  // ---- the end

  /**
   * Waits until what has happened is written and told, for a second at most; returns at once if
   * there is nothing. A manager that is closed does so, that a program which ends then misses no
   * line.
   */
  public static void settle() {
    Teller.settle();
  }

  private static void tell(Consumer<BitsMetrics> news) {
    if (Hooks.any()) {
      Teller.tell(Hooks.telling(news));
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static Optional<Fault> fault(Throwable thrown) {
    return thrown instanceof BitsException failure
        ? Optional.of(failure.fault())
        : Optional.empty();
  }

  private static void nowhere(Object observed) {}
}
