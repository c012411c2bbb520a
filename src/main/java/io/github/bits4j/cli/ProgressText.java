package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.transfer.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** How far a job is and what it waits for, in words. */
final class ProgressText {
  private ProgressText() {}

  /** Percent, bytes, rate and time left; or what went wrong and when it is tried again. */
  static String of(JobSnapshot job, Rate rate) {
    OptionalLong total = job.bytesTotal();
    String percent =
        total.isPresent() ? JobView.percent(job.bytesTransferred(), total.getAsLong()) + "  " : "";
    return percent + details(job, rate);
  }

  /** As {@link #of} without the percents. */
  static String details(JobSnapshot job, Rate rate) {
    JobStatus status = job.status();
    OptionalLong total = job.bytesTotal();
    if (status.state() == JobState.TRANSIENT_ERROR) {
      return trouble(status);
    }
    if (status.state() == JobState.SUSPENDED) {
      return "suspended";
    }
    if (status.state() == JobState.ERROR) {
      return cause(status);
    }
    long done = job.bytesTransferred();
    StringBuilder text = new StringBuilder();
    if (total.isPresent()) {
      text.append(Text.part(done, total.getAsLong()));
    } else if (done > 0) {
      text.append(Text.size(done));
    } else {
      return status.state() == JobState.QUEUED ? "queued" : "connecting";
    }
    OptionalLong speed = rate.bytesPerSecond();
    if (speed.isPresent()) {
      text.append("  ").append(Text.size(speed.getAsLong())).append("/s");
    }
    if (total.isPresent() && done < total.getAsLong()) {
      rate.timeFor(total.getAsLong() - done)
          .ifPresent(left -> text.append("  ").append(Text.clock(left)).append(" left"));
    }
    return text.toString();
  }

  /** Where a job stands beside its state: bytes, rate and time left, or why it failed. */
  static String standing(JobSnapshot job, Rate rate) {
    JobStatus status = job.status();
    switch (status.state()) {
      case CONNECTING:
      case TRANSFERRING:
        return of(job, rate).strip();
      case TRANSIENT_ERROR:
        return trouble(status);
      case ERROR:
        return cause(status);
      default:
        return JobView.progress(job).strip();
    }
  }

  private static String cause(JobStatus status) {
    return status
        .error()
        .map(e -> e.fault().name().orElseGet(() -> e.hresult().toString()))
        .orElse("failed");
  }

  private static String trouble(JobStatus status) {
    String error = cause(status);
    return status
        .nextRetryTime()
        .map(time -> error + ", next try in " + Text.clock(until(time)))
        .orElse(error + ", will be tried again");
  }

  private static Duration until(Instant time) {
    Duration left = Duration.between(Instant.now(), time);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
