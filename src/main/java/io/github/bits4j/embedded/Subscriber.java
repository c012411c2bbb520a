package io.github.bits4j.embedded;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * A listener with its mailbox: it hears one thing after the other on its own executor, and a slow
 * one only ever has the last modification waiting, and of each file one piece of news about ranges.
 */
final class Subscriber {
  /** What there is to hear. */
  enum Kind {
    TRANSFERRED,
    ERROR,
    MODIFIED,
    FILE,
    RANGES
  }

  /**
   * Something to hear, which may come from another process.
   *
   * @param file the place of the file it is about; -1 if it is about the job
   * @param ranges the pieces that are here, for {@link Kind#RANGES}
   */
  record Notice(Kind kind, JobStatus status, int file, List<FileRange> ranges) {
    static Notice ofJob(Kind kind, JobStatus status) {
      return new Notice(kind, status, -1, List.of());
    }

    /** Whether it says all that an earlier one did. */
    private boolean replaces(Notice earlier) {
      return kind == earlier.kind
          && file == earlier.file
          && (kind == Kind.MODIFIED || kind == Kind.RANGES);
    }

    private Notice with(Notice earlier) {
      Ranges all =
          Ranges.of(earlier.ranges, Long.MAX_VALUE).plus(Ranges.of(ranges, Long.MAX_VALUE));
      return new Notice(kind, status, file, all.asList());
    }
  }

  /** Whoever hears. */
  interface Ear {
    void hear(Notice notice);
  }

  private static final System.Logger LOG = System.getLogger(Subscriber.class.getName());

  private final Ear ear;
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
  Subscriber(Ear ear, Executor executor, Executor carrier) {
    this.ear = ear;
    this.executor = executor;
    this.carrier = carrier;
  }

  /**
   * The ear of somebody outside.
   *
   * @param files the handle of a file, by its place
   */
  static Ear ear(BitsJob job, IntFunction<BitsFile> files, JobListener listener) {
    return notice -> {
      switch (notice.kind) {
        case TRANSFERRED -> listener.jobTransferred(job, notice.status);
        case ERROR -> listener.jobError(job, notice.status);
        case MODIFIED -> listener.jobModified(job, notice.status);
        case FILE -> listener.fileTransferred(job, files.apply(notice.file));
        case RANGES -> listener.fileRangesTransferred(job, files.apply(notice.file), notice.ranges);
      }
    };
  }

  void tell(Notice given) {
    synchronized (mail) {
      if (closed) {
        return;
      }
      Notice notice = given;
      for (Notice earlier : mail) {
        notice = given.replaces(earlier) ? notice.with(earlier) : notice;
      }
      mail.removeIf(given::replaces);
      mail.addLast(notice);
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
        ear.hear(notice);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "a listener failed", e);
      }
    }
  }
}
