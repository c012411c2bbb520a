package io.github.bits4j.observe;

import io.github.bits4j.JobState;
import io.github.bits4j.error.Fault;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A wait for a job that is over.
 *
 * @param job the job; empty if a transfer had none yet
 * @param took for how long somebody waited; where time is virtual, in real time
 * @param reached the job's state at the end of it; empty if the wait was interrupted or failed
 * @param fault why the job failed, if it did
 */
public record ObservedWait(
    Optional<UUID> job, Duration took, Optional<JobState> reached, Optional<Fault> fault) {
  /**
   * Refuses null.
   *
   * @param job the job
   * @param took for how long
   * @param reached the job's state
   * @param fault why the job failed
   */
  public ObservedWait {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(reached, "reached");
    Objects.requireNonNull(fault, "fault");
  }
}
