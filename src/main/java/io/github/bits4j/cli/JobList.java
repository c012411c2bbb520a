package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import io.github.bits4j.JobTimes;
import java.time.Instant;
import java.util.List;

/** Jobs as people read them, one a line. */
final class JobList {
  private static final int NAME_COLUMNS = 32;
  private static final int OWNER_COLUMNS = 20;

  private JobList() {}

  /** When a job was made, to sort by. */
  static Instant creation(JobSnapshot job) {
    return job.status().times().map(JobTimes::creation).orElse(Instant.MAX);
  }

  static void print(Screen screen, List<JobSnapshot> jobs, boolean owners) {
    Style style = screen.style();
    screen.comfort(
        style.faint(
            Text.pad("ID", 10)
                + Text.pad("STATE", 17)
                + Text.pad("PROGRESS", 21)
                + (owners ? Text.pad("OWNER", OWNER_COLUMNS + 2) : "")
                + "NAME"));
    for (JobSnapshot job : jobs) {
      JobState state = job.status().state();
      String name = Text.cut(job.name(), NAME_COLUMNS, style.ellipsis());
      screen.result(
          Text.pad(job.shortId(), 10)
              + JobView.look(style, state).apply(Text.pad(state.name(), 17))
              + Text.pad(JobView.progress(job), 21)
              + (owners ? owner(job, style) : "")
              + name);
    }
  }

  private static String owner(JobSnapshot job, Style style) {
    String owner = job.properties().owner().orElse("?");
    return Text.pad(Text.cut(owner, OWNER_COLUMNS, style.ellipsis()), OWNER_COLUMNS + 2);
  }
}
