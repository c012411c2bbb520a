package io.github.bits4j.observe;

import io.github.bits4j.JobError;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.Fault;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that has another state than before. The embedded engine tells of every change, in the
 * process that runs the queue. Of a service only what somebody looked at is seen: two changes
 * between two looks are one.
 *
 * @param job the job
 * @param before its state before; empty if it was just created
 * @param after its state now
 * @param fault why, for {@code ERROR} and {@code TRANSIENT_ERROR}; empty where it was not asked for
 * @param waitReason why it does not move; empty if it does, has ended, or was not asked
 * @param progress how far it is; empty where it was not asked for
 */
public record ObservedChange(
    UUID job,
    Optional<JobState> before,
    JobState after,
    Optional<Fault> fault,
    Optional<WaitReason> waitReason,
    Optional<JobProgress> progress) {
  /**
   * Refuses null.
   *
   * @param job the job
   * @param before its state before
   * @param after its state now
   * @param fault why
   * @param waitReason why it does not move
   * @param progress how far it is
   */
  public ObservedChange {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(waitReason, "waitReason");
    Objects.requireNonNull(progress, "progress");
  }

  /**
   * The change to a status. Of its error only the code is taken, as the rest names files and URLs.
   *
   * @param job the job
   * @param before its state before; empty if it was just created
   * @param now its status
   * @return the change
   */
  public static ObservedChange of(UUID job, Optional<JobState> before, JobStatus now) {
    return new ObservedChange(
        job, before, now.state(), faultOf(now), now.waitReason(), now.progress());
  }

  /** The fault of a job that has failed; others may keep one of an earlier attempt. */
  static Optional<Fault> faultOf(JobStatus status) {
    boolean failed = status.state() == JobState.ERROR || status.state() == JobState.TRANSIENT_ERROR;
    return failed ? status.error().map(JobError::fault) : Optional.empty();
  }
}
