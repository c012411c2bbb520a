package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.transfer.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How far a job is and what it waits for, in words. */
final class ProgressText {
  private static final String GAP = "  ";

  private ProgressText() {}

  /** Percent, bytes, rate and time left; or what went wrong and when it is tried again. */
  static String of(JobSnapshot job, Rate rate) {
    return joined(percent(job), details(job, rate));
  }

  /** As {@link #of} without the percents. */
  static String details(JobSnapshot job, Rate rate) {
    return details(job, rate, Integer.MAX_VALUE);
  }

  /** As {@link #details(JobSnapshot, Rate)}, and in whole pieces as much of it as fits. */
  static String details(JobSnapshot job, Rate rate, int columns) {
    JobStatus status = job.status();
    switch (status.state()) {
      case TRANSIENT_ERROR:
        return trouble(status, columns);
      case SUSPENDED:
        return "suspended";
      case ERROR:
        return cause(status);
      default:
        break;
    }
    OptionalLong total = job.bytesTotal();
    long done = job.bytesTransferred();
    if (total.isEmpty() && done == 0) {
      return status.state() == JobState.QUEUED ? "queued" : "connecting";
    }
    String bytes = total.isPresent() ? Text.part(done, total.getAsLong()) : Text.size(done);
    OptionalLong bytesPerSecond = rate.bytesPerSecond();
    String speed = bytesPerSecond.isEmpty() ? "" : Text.size(bytesPerSecond.getAsLong()) + "/s";
    String left =
        total.isPresent() && done < total.getAsLong()
            ? rate.timeFor(total.getAsLong() - done)
                .map(time -> Text.clock(time) + " left")
                .orElse("")
            : "";
    String percent = percent(job).strip();
    return first(
        columns,
        joined(bytes, speed, left),
        joined(bytes, left),
        joined(percent, left),
        percent.isEmpty() ? bytes : percent);
  }

  /** Where a job stands beside its state: bytes, rate and time left, or why it failed. */
  static String standing(JobSnapshot job, Rate rate, int columns) {
    JobStatus status = job.status();
    switch (status.state()) {
      case CONNECTING:
      case TRANSFERRING:
        return first(columns, of(job, rate).strip(), details(job, rate, columns));
      case TRANSIENT_ERROR:
        return trouble(status, columns);
      case ERROR:
        return cause(status);
      default:
        String progress = JobView.progress(job).strip();
        return first(columns, progress, percent(job).strip());
    }
  }

  private static String percent(JobSnapshot job) {
    OptionalLong total = job.bytesTotal();
    return total.isPresent() ? JobView.percent(job.bytesTransferred(), total.getAsLong()) : "";
  }

  private static String joined(String... pieces) {
    return Arrays.stream(pieces).filter(piece -> !piece.isEmpty()).collect(Collectors.joining(GAP));
  }

  /** The first that fits, or the last. */
  private static String first(int columns, String... texts) {
    List<String> all = Arrays.asList(texts);
    return all.stream()
        .filter(text -> Text.width(text) <= columns)
        .findFirst()
        .orElse(all.get(all.size() - 1));
  }

  private static String cause(JobStatus status) {
    return status
        .error()
        .map(e -> e.fault().name().orElseGet(() -> e.hresult().toString()))
        .orElse("failed");
  }

  private static String trouble(JobStatus status, int columns) {
    String error = cause(status);
    String next =
        status
            .nextRetryTime()
            .map(time -> ", next try in " + Text.clock(until(time)))
            .orElse(", will be tried again");
    return first(columns, error + next, error);
  }

  private static Duration until(Instant time) {
    Duration left = Duration.between(Instant.now(), time);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
