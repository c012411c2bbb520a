package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobType;
import io.github.bits4j.Runner;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is printed of a job.
 *
 * @param id its id
 * @param properties what was set on it
 * @param status how it stands
 * @param runner who moves its queue
 */
record JobSnapshot(UUID id, JobProperties properties, JobStatus status, Optional<Runner> runner) {
  static JobSnapshot of(BitsManager manager, BitsJob job) {
    return new JobSnapshot(job.id(), job.properties(), job.status(), manager.runner());
  }

  JobSnapshot with(JobStatus newer) {
    return new JobSnapshot(id, properties, newer, runner);
  }

  /** The beginning of the id, which is enough for people and commands. */
  String shortId() {
    return id.toString().substring(0, 8);
  }

  String name() {
    return properties.displayName().filter(name -> !name.isBlank()).orElseGet(this::shortId);
  }

  boolean isUpload() {
    return properties.type().filter(type -> type != JobType.DOWNLOAD).isPresent();
  }

  /** Whether everything is there, files that were added last too. */
  boolean isWhole() {
    return status.state() == JobState.TRANSFERRED
        && status
            .progress()
            .filter(progress -> progress.filesTransferred() < progress.filesTotal())
            .isEmpty();
  }

  long bytesTransferred() {
    return status.progress().map(JobProgress::bytesTransferred).orElse(0L);
  }

  OptionalLong bytesTotal() {
    return status.progress().map(JobProgress::bytesTotal).orElse(OptionalLong.empty());
  }
}
