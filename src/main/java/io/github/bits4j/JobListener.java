package io.github.bits4j;

/**
 * Told about a job. Every event comes at least once, perhaps more than once and late: react to the
 * status, not to the number of calls.
 *
 * <p>Stands for {@code IBackgroundCopyCallback}, {@code bits.h}.
 */
public interface JobListener {
  /**
   * The job is {@link JobState#TRANSFERRED}: everything is there, {@link BitsJob#complete()} is
   * due.
   *
   * @param job the job; the handle stays the subscriber's
   * @param status the job's status at the time of the event
   */
  default void jobTransferred(BitsJob job, JobStatus status) {}

  /**
   * The job is in {@link JobState#ERROR}. Not called for transient errors.
   *
   * @param job the job; the handle stays the subscriber's
   * @param status the job's status at the time of the event, with the error
   */
  default void jobError(BitsJob job, JobStatus status) {}

  /**
   * Something else changed: bytes, files, properties, a state that is neither TRANSFERRED nor
   * ERROR.
   *
   * @param job the job; the handle stays the subscriber's
   * @param status the job's status at the time of the event
   */
  default void jobModified(BitsJob job, JobStatus status) {}
}
