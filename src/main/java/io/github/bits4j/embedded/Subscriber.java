package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * A listener with its mailbox: it hears one thing after the other on its own executor, and a slow
 * one only ever has the last modification waiting.
 */
final class Subscriber {
  /** What there is to hear. */
  enum Kind {
    TRANSFERRED,
    ERROR,
    MODIFIED
  }

  private record Notice(Kind kind, JobStatus status) {}

  private static final System.Logger LOG = System.getLogger(Subscriber.class.getName());

  private final BitsJob job;
  private final JobListener listener;
  private final Executor executor;
  private final Executor carrier;
  private final Deque<Notice> mail = new ArrayDeque<>();
  private boolean reading;
  private boolean closed;

  /**
   * A listener that hears nothing yet.
   *
   * @param executor where it runs
   * @param carrier what hands over to that executor, so that even one that runs things at once
   *     never holds the engine up
   */
  Subscriber(BitsJob job, JobListener listener, Executor executor, Executor carrier) {
    this.job = job;
    this.listener = listener;
    this.executor = executor;
    this.carrier = carrier;
  }

  void tell(Kind kind, JobStatus status) {
    synchronized (mail) {
      if (closed) {
        return;
      }
      if (kind == Kind.MODIFIED && !mail.isEmpty() && mail.peekLast().kind == Kind.MODIFIED) {
        mail.removeLast();
      }
      mail.addLast(new Notice(kind, status));
      if (reading) {
        return;
      }
      reading = true;
    }
    try {
      carrier.execute(this::handOver);
    } catch (RuntimeException | Error e) {
      refused(e);
    }
  }

  void close() {
    synchronized (mail) {
      closed = true;
      mail.clear();
    }
  }

  private void handOver() {
    try {
      executor.execute(this::read);
    } catch (RuntimeException | Error e) {
      refused(e);
    }
  }

  /** The mail waits for the next time that something is told. */
  private void refused(Throwable thrown) {
    synchronized (mail) {
      reading = false;
    }
    LOG.log(System.Logger.Level.WARNING, "a listener could not be run", thrown);
  }

  private void read() {
    while (true) {
      Notice notice;
      synchronized (mail) {
        notice = mail.pollFirst();
        if (notice == null) {
          reading = false;
          return;
        }
      }
      try {
        deliver(notice);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "a listener failed", e);
      }
    }
  }

  private void deliver(Notice notice) {
    switch (notice.kind) {
      case TRANSFERRED:
        listener.jobTransferred(job, notice.status);
        break;
      case ERROR:
        listener.jobError(job, notice.status);
        break;
      default:
        listener.jobModified(job, notice.status);
    }
  }
}
