package io.github.bits4j.cli;

import io.github.bits4j.JobStatus;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Progress for scripts: an object at the beginning, at each new state, and now and then. */
final class ProgressObjects implements ProgressView {
  private static final long INTERVAL_NANOS = Duration.ofMillis(500).toNanos();

  private final Screen screen;
  private final LongSupplier nanoTime;
  private JobSnapshot job;
  private boolean first = true;
  private long printed;

  ProgressObjects(Screen screen, JobSnapshot job, LongSupplier nanoTime) {
    this.screen = screen;
    this.job = job;
    this.nanoTime = nanoTime;
  }

  @Override
  public void show(JobStatus status) {
    long now = nanoTime.getAsLong();
    boolean due = now - printed >= INTERVAL_NANOS && !status.equals(job.status());
    if (first || due || status.state() != job.status().state()) {
      job = job.with(status);
      first = false;
      printed = now;
      screen.json(Json.event("progress", job, screen.language()));
    }
  }
}
