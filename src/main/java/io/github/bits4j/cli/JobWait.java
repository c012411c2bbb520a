package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobError;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Waits for a job, shows its progress, and looks whether the wait shall end. */
final class JobWait {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final BitsJob job;
  private final ProgressView view;
  private final Interruption interruption;
  private final boolean failFast;
  private Optional<HResult> lastTransient = Optional.empty();

  /** How a wait ended. */
  enum End {
    /** Everything is there. */
    TRANSFERRED,
    /** A fatal error. */
    FAILED,
    /** A transient error, which was not to be waited through. */
    TRANSIENT,
    /** A transient error that lasted longer than the no-progress timeout. */
    NO_PROGRESS,
    /** Somebody else completed the job. */
    COMPLETED,
    /** Somebody else cancelled the job. */
    CANCELLED,
    /** The command shall end. */
    INTERRUPTED
  }

  /**
   * How a wait ended.
   *
   * @param end how
   * @param status how the job stood then
   */
  record Result(End end, JobStatus status) {}

  JobWait(BitsJob job, ProgressView view, Interruption interruption, boolean failFast) {
    this.job = job;
    this.view = view;
    this.interruption = interruption;
    this.failFast = failFast;
  }

  Result untilEnd() throws InterruptedException {
    JobStatus status = job.status();
    while (true) {
      view.show(status);
      Optional<End> end = end(status);
      if (end.isPresent()) {
        return new Result(end.get(), status);
      }
      if (status.state() == JobState.SUSPENDED) {
        // Somebody paused it; await would not wait.
        interruption.pause(LOOK);
        status = job.status();
      } else {
        status = job.await(LOOK);
      }
    }
  }

  private Optional<End> end(JobStatus status) {
    switch (status.state()) {
      case TRANSFERRED:
        return Optional.of(End.TRANSFERRED);
      case ERROR:
        return Optional.of(isNoProgress(status) ? End.NO_PROGRESS : End.FAILED);
      case ACKNOWLEDGED:
        return Optional.of(End.COMPLETED);
      case CANCELLED:
        return Optional.of(End.CANCELLED);
      case TRANSIENT_ERROR:
        lastTransient = status.error().map(JobError::hresult);
        if (failFast) {
          return Optional.of(End.TRANSIENT);
        }
        break;
      default:
        break;
    }
    return interruption.isRequested() ? Optional.of(End.INTERRUPTED) : Optional.empty();
  }

  /** A job in ERROR whose error can pass: it was not allowed to wait for that any longer. */
  private boolean isNoProgress(JobStatus status) {
    return status
        .error()
        .filter(
            error ->
                Explained.of(error, Locale.ROOT).isTransient().orElse(false)
                    || error.hresult().equals(BitsCode.NO_PROGRESS.hresult())
                    || (Explained.of(error, Locale.ROOT).isTransient().isEmpty()
                        && lastTransient.filter(error.hresult()::equals).isPresent()))
        .isPresent();
  }
}
