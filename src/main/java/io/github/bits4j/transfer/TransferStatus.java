package io.github.bits4j.transfer;

import io.github.bits4j.JobStatus;
import java.util.Optional;
import java.util.UUID;

/**
 * How a transfer stands, as far as it is known without asking anybody.
 *
 * @param phase how far the work is
 * @param jobId the job's id; empty before there is one, and changes where a new job has to take
 *     over
 * @param backend the name of the backend that the job is on, {@code windows} or {@code embedded};
 *     empty before one was connected to
 * @param job the last snapshot of the job; empty before there is one
 * @param progress how far and how fast; empty before there is a job
 * @param waiting why it does not move; empty while it moves
 */
public record TransferStatus(
    Phase phase,
    Optional<UUID> jobId,
    Optional<String> backend,
    Optional<JobStatus> job,
    Optional<TransferProgress> progress,
    Optional<Waiting> waiting) {
  /** How far the work is. */
  public enum Phase {
    /** The job is being created. */
    STARTING,
    /** The job is in the queue. */
    RUNNING,
    /** The files are here and are being checked. */
    VERIFYING,
    /** There is a result. */
    ENDED,
    /** The transfer was closed; its job goes on without it. */
    LEFT
  }

  /** Says how it stands, without what may be a secret. */
  @Override
  public String toString() {
    return phase
        + jobId.map(id -> ", job " + id).orElse("")
        + backend.map(" on "::concat).orElse("")
        + job.map(it -> " is " + it.state()).orElse("")
        + progress.map(it -> ", " + it.bytesTransferred() + " bytes").orElse("")
        + waiting.map(it -> ", waits: " + it.reason()).orElse("");
  }
}
