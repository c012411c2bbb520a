package io.github.bits4j.embedded;

import io.github.bits4j.FileProgress;
import io.github.bits4j.JobError;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobTimes;
import io.github.bits4j.WaitReason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the public API shows of a record. */
final class Snapshots {
  private Snapshots() {}

  static JobStatus status(LiveJob job) {
    JobRecord record = job.record;
    Optional<JobError> error = record.error().map(ErrorRecord::asJobError);
    Optional<Instant> retry =
        record.state() == JobState.TRANSIENT_ERROR
            ? record.failed().map(at -> at.plus(record.retryDelay()))
            : Optional.empty();
    return new JobStatus(
        record.state(),
        Optional.of(progress(record)),
        Optional.of(new JobTimes(record.created(), record.modified(), record.transferred())),
        OptionalInt.of(record.errorCount()),
        error,
        job.ownerAway && record.state() == JobState.QUEUED
            ? Optional.of(WaitReason.LOGON)
            : WaitReason.of(record.state(), error),
        retry);
  }

  static JobProperties properties(JobRecord record) {
    return new JobProperties(
        Optional.of(record.type()),
        Optional.of(record.displayName()),
        Optional.of(record.description()),
        Optional.of(record.priority()),
        Optional.of(record.owner()),
        Optional.of(record.retryDelay()),
        Optional.of(record.noProgressTimeout()));
  }

  static FileProgress progress(FileRecord file) {
    return new FileProgress(file.size(), file.transferred(), file.completed());
  }

  private static JobProgress progress(JobRecord record) {
    long total = 0;
    boolean known = true;
    long transferred = 0;
    int whole = 0;
    for (FileRecord file : record.added()) {
      known &= file.size().isPresent();
      total += file.size().orElse(0);
      transferred += file.transferred();
      whole += file.whole() ? 1 : 0;
    }
    return new JobProgress(
        known ? OptionalLong.of(total) : OptionalLong.empty(),
        transferred,
        record.added().size(),
        whole);
  }
}
