package io.github.bits4j.windows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.ClosedBitsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Looks at a job again and again, and tells one listener what changed.
 *
 * <p>The next look comes after the listener has returned: a slow listener delays only itself, hears
 * of everything in order, and what happened meanwhile comes as one event.
 */
final class Watch implements Subscription {
  private static final Logger LOG = System.getLogger(Watch.class.getName());

  private final BitsJob job;
  private final Poller poller;
  private final JobListener listener;
  private final Executor executor;
  private final Consumer<Watch> ended;
  private final Pace pace = new Pace();

  /** Used by one look at a time; each one schedules the next. */
  private Seen before;

  private volatile boolean closed;
  private volatile Future<?> next;

  /** What can change. Properties are asked for only where no modification time tells of them. */
  private record Seen(JobStatus status, Optional<JobProperties> properties) {
    static Seen of(BitsJob job) {
      JobStatus status = job.status();
      return new Seen(
          status, status.times().isPresent() ? Optional.empty() : Optional.of(job.properties()));
    }

    JobState state() {
      return status.state();
    }

    /** Whether the job stands where a listener is told so by a method of its own. */
    boolean hasEvent() {
      return state() == JobState.TRANSFERRED || state() == JobState.ERROR;
    }
  }

  Watch(
      BitsJob job, Poller poller, JobListener listener, Executor executor, Consumer<Watch> ended) {
    this.job = job;
    this.poller = poller;
    this.listener = listener;
    this.executor = executor;
    this.ended = ended;
  }

  /** Remembers how the job is now; what already happened to it is an event too. */
  void begin() {
    before = Seen.of(job);
    if (before.hasEvent()) {
      again(() -> hand(before, true, false));
    } else {
      again(this::look);
    }
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      Seen now = Seen.of(job);
      if (now.equals(before)) {
        again(this::look);
        return;
      }
      // Between two looks a job may have left its state and come back: told once too often rather
      // than not at all.
      boolean moved = now.state() != before.state();
      before = now;
      pace.quicken();
      hand(now, now.hasEvent(), !moved || !now.hasEvent());
    } catch (ClosedBitsException e) {
      close();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.DEBUG, () -> "cannot look at " + job + ", will try again", e);
      again(this::look);
    }
  }

  /** Hands what was seen to the listener's executor, and goes on when the listener is done. */
  private void hand(Seen seen, boolean event, boolean modified) {
    try {
      executor.execute(
          () -> {
            if (event && !closed) {
              tell(seen.status(), seen.state() == JobState.ERROR ? Event.ERROR : Event.DONE);
            }
            if (modified && !closed) {
              tell(seen.status(), Event.MODIFIED);
            }
            if (seen.state().isFinal()) {
              close();
            } else {
              again(this::look);
            }
          });
    } catch (RuntimeException | Error e) { // full, or out of threads, or mistaken
      if (executor instanceof ExecutorService ended && ended.isShutdown()) {
        close();
      } else {
        LOG.log(Level.WARNING, () -> "the executor of a listener to " + job + " took nothing", e);
        again(() -> hand(seen, event, modified));
      }
    }
  }

  private enum Event {
    DONE,
    ERROR,
    MODIFIED
  }

  private void tell(JobStatus status, Event event) {
    try {
      switch (event) {
        case DONE -> listener.jobTransferred(job, status);
        case ERROR -> listener.jobError(job, status);
        case MODIFIED -> listener.jobModified(job, status);
      }
    } catch (Throwable thrown) { // whatever a listener throws, the others go on
      LOG.log(Level.ERROR, () -> "a listener to " + job + " has thrown", thrown);
    }
  }

  private void again(Runnable task) {
    if (closed) {
      return;
    }
    try {
      next = poller.after(pace.next(), task);
    } catch (RejectedExecutionException managerClosed) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    Future<?> pending = next;
    if (pending != null) {
      pending.cancel(false);
    }
    ended.accept(this);
  }
}
