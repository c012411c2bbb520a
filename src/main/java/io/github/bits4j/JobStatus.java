package io.github.bits4j;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One snapshot of what changes while a job runs. A field that the backend did not answer is empty,
 * never a default.
 *
 * <p>Stands for the results of {@code GetState}, {@code GetProgress}, {@code GetTimes}, {@code
 * GetErrorCount} and {@code GetError} of {@code IBackgroundCopyJob}, {@code bits.h}.
 *
 * @param state the state
 * @param progress how far it is
 * @param times when things happened
 * @param errorCount how many attempts failed; never goes down
 * @param error why it failed, if it did
 * @param waitReason why a job that does not move waits; empty for one that moves or has ended
 * @param nextRetryTime when it will be tried again, where the backend tells
 */
public record JobStatus(
    JobState state,
    Optional<JobProgress> progress,
    Optional<JobTimes> times,
    OptionalInt errorCount,
    Optional<JobError> error,
    Optional<WaitReason> waitReason,
    Optional<Instant> nextRetryTime) {
  /**
   * Refuses null.
   *
   * @param state the state
   * @param progress how far it is
   * @param times when things happened
   * @param errorCount how many attempts failed
   * @param error why it failed, if it did
   * @param waitReason why it waits
   * @param nextRetryTime when it will be tried again
   */
  public JobStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(times, "times");
    Objects.requireNonNull(errorCount, "errorCount");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(waitReason, "waitReason");
    Objects.requireNonNull(nextRetryTime, "nextRetryTime");
  }
}
