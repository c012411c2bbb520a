package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.transfer.Rate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Several jobs where nobody sees a table: a line at each new state, and every few seconds. */
final class JobReports implements Board {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  private final Screen screen;
  private final LongSupplier nanoTime;
  private final Map<UUID, Report> reports = new HashMap<>();

  private static final class Report {
    private final Rate rate;
    private JobState state;
    private long bytes;
    private long printed;

    private Report(LongSupplier nanoTime) {
      rate = new Rate(nanoTime);
    }
  }

  JobReports(Screen screen, LongSupplier nanoTime) {
    this.screen = screen;
    this.nanoTime = nanoTime;
  }

  @Override
  public void show(List<JobSnapshot> jobs) {
    long now = nanoTime.getAsLong();
    for (JobSnapshot job : jobs) {
      Report report = reports.computeIfAbsent(job.id(), id -> new Report(nanoTime));
      report.rate.look(job.bytesTransferred());
      boolean moved =
          now - report.printed >= INTERVAL_NANOS && job.bytesTransferred() != report.bytes;
      if (job.status().state() != report.state || moved) {
        report.state = job.status().state();
        report.bytes = job.bytesTransferred();
        report.printed = now;
        screen.result(line(job, report.rate));
      }
      if (job.status().state().isFinal()) {
        reports.remove(job.id());
      }
    }
  }

  private String line(JobSnapshot job, Rate rate) {
    JobState state = job.status().state();
    return Text.pad(job.shortId(), 10)
        + JobView.look(screen.style(), state).apply(Text.pad(state.name(), 17))
        + screen.style().printable(job.name())
        + "  "
        + ProgressText.standing(job, rate, Integer.MAX_VALUE);
  }
}
