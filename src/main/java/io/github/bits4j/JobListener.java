package io.github.bits4j;

import java.util.List;

/**
 * Told about a job. Every event comes at least once, perhaps more than once and late: react to the
 * status, not to the number of calls.
 *
 * <p>Called on the executor of the subscription, one event after the other. What a listener throws
 * is logged, and changes nothing.
 *
 * <p>Events of files come from the embedded engine, and from a service that has them (BITS 3.0;
 * ranges: BITS 10.1); they may be lost under load: what is there is told by {@link
 * BitsFile#progress()} and {@link BitsFile#filledRanges()}.
 *
 * <p>Stands for {@code IBackgroundCopyCallback} to {@code …3}, {@code bits.h}, {@code bits3_0.h},
 * {@code bits10_1.h}.
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

  /**
   * All of a file is here; its job goes on.
   *
   * @param job the job; the handle stays the subscriber's
   * @param file the file
   */
  default void fileTransferred(BitsJob job, BitsFile file) {}

  /**
   * Pieces of a file are here that were not at the time of the call before.
   *
   * @param job the job; the handle stays the subscriber's
   * @param file the file
   * @param ranges the pieces, which need not be those that were asked for
   */
  default void fileRangesTransferred(BitsJob job, BitsFile file, List<FileRange> ranges) {}
}
