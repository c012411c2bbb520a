package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.transfer.Rate;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Progress where nobody sees a bar: a plain line every few seconds, and one for each trouble. */
final class ProgressReports implements ProgressView {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  private final Screen screen;
  private final LongSupplier nanoTime;
  private final Rate rate;
  private JobSnapshot job;
  private long printed;

  ProgressReports(Screen screen, JobSnapshot job, LongSupplier nanoTime) {
    this.screen = screen;
    this.job = job;
    this.nanoTime = nanoTime;
    this.rate = new Rate(nanoTime);
    this.printed = nanoTime.getAsLong();
  }

  @Override
  public void show(JobStatus status) {
    boolean changed = job.status().state() != status.state();
    boolean trouble = changed && status.state() == JobState.TRANSIENT_ERROR;
    if (changed) {
      screen.step("job " + job.shortId() + " is " + status.state());
    }
    job = job.with(status);
    rate.look(job.bytesTransferred());
    long now = nanoTime.getAsLong();
    if (trouble || now - printed >= INTERVAL_NANOS) {
      printed = now;
      screen
          .err()
          .println(screen.errStyle().printable(job.name()) + "  " + ProgressText.of(job, rate));
    }
  }
}
