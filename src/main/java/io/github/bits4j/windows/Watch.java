package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.ClosedBitsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Looks at a job again and again, and tells one listener what changed. A notification makes it look
 * at once.
 *
 * <p>The next look comes after the listener has returned: a slow listener delays only itself, hears
 * of everything in order, and what happened meanwhile comes as one event.
 */
final class Watch implements Subscription {
  private static final Logger LOG = System.getLogger(Watch.class.getName());
  private static final int MOST_ARRIVALS = 10_000;

  private final BitsJob job;
  private final Poller poller;
  private final JobListener listener;
  private final Executor executor;
  private final Consumer<Watch> ended;
  private final Pace pace = new Pace();

  /** Used by one look at a time; each one schedules the next. */
  private Seen before;

  private final Queue<Arrival> arrivals = new ArrayDeque<>();
  private volatile boolean closed;

  /** What the poller runs next; null while a look or the listener is at work. Guarded by this. */
  private Turn next;

  /** Whether to look again at once after what is at work. Guarded by this. */
  private boolean woken;

  /**
   * A file has arrived, or a piece of one.
   *
   * @param file the file
   * @param ranges what of it; none for all of it
   */
  record Arrival(BitsFile file, List<FileRange> ranges) {}

  /** One entry of the poller's, which is void once another took its place. */
  private final class Turn implements Runnable {
    final Runnable task;
    Future<?> entry;

    Turn(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      synchronized (Watch.this) {
        if (next != this) {
          return;
        }
        next = null;
        woken = false;
      }
      task.run();
    }
  }

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
      again(() -> hand(before, List.of(), true, false));
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
      List<Arrival> arrived = arrived();
      boolean changed = !now.equals(before);
      if (!changed && arrived.isEmpty()) {
        again(this::look);
        return;
      }
      // Between two looks a job may have left its state and come back: told once too often rather
      // than not at all.
      boolean moved = now.state() != before.state();
      before = now;
      if (changed) {
        pace.quicken();
      }
      hand(now, arrived, changed && now.hasEvent(), changed && !(moved && now.hasEvent()));
    } catch (ClosedBitsException e) {
      close();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.DEBUG, () -> "cannot look at " + job + ", will try again", e);
      again(this::look);
    }
  }

  /** Hands what was seen to the listener's executor, and goes on when the listener is done. */
  private void hand(Seen seen, List<Arrival> arrived, boolean event, boolean modified) {
    try {
      executor.execute(
          () -> {
            arrived.forEach(this::tell);
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
        again(() -> hand(seen, arrived, event, modified));
      }
    }
  }

  private enum Event {
    DONE,
    ERROR,
    MODIFIED
  }

  private void tell(JobStatus status, Event event) {
    told(
        () -> {
          switch (event) {
            case DONE -> listener.jobTransferred(job, status);
            case ERROR -> listener.jobError(job, status);
            case MODIFIED -> listener.jobModified(job, status);
          }
        });
  }

  private void tell(Arrival arrival) {
    if (closed) {
      return;
    }
    told(
        () -> {
          if (arrival.ranges().isEmpty()) {
            listener.fileTransferred(job, arrival.file());
          } else {
            listener.fileRangesTransferred(job, arrival.file(), arrival.ranges());
          }
        });
  }

  private void told(Runnable telling) {
    try {
      telling.run();
    } catch (Throwable thrown) { // whatever a listener throws, the others go on
      LOG.log(Level.ERROR, () -> "a listener to " + job + " has thrown", thrown);
    }
  }

  private void again(Runnable task) {
    boolean taken;
    synchronized (this) {
      taken = closed || next(task, woken ? Duration.ZERO : pace.next());
    }
    if (!taken) {
      close();
    }
  }

  /** Looks at once, or as soon as what is at work has ended; never waits. */
  void wake() {
    synchronized (this) {
      if (next == null) {
        woken = true;
      } else if (!closed) {
        next(next.task, Duration.ZERO);
      }
    }
  }

  /** Tells of a file at the next look, which comes at once. Who falls far behind misses some. */
  void arrived(Arrival arrival) {
    synchronized (arrivals) {
      if (arrivals.size() == MOST_ARRIVALS) {
        arrivals.remove();
      }
      arrivals.add(arrival);
    }
    wake();
  }

  private List<Arrival> arrived() {
    synchronized (arrivals) {
      List<Arrival> all = List.copyOf(arrivals);
      arrivals.clear();
      return all;
    }
  }

  /**
   * Called under the lock; what was to come next is void.
   *
   * @return false if the manager is closed
   */
  private boolean next(Runnable task, Duration delay) {
    if (next != null) {
      next.entry.cancel(false);
    }
    Turn turn = new Turn(task);
    try {
      turn.entry = poller.after(delay, turn);
      next = turn;
      return true;
    } catch (RejectedExecutionException managerClosed) {
      next = null;
      return false;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (next != null) {
        next.entry.cancel(false);
        next = null;
      }
    }
    ended.accept(this);
  }
}
