package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.JobTimes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the jobs of the queue. */
@Command(
    name = "list",
    description = {"Lists your jobs, the oldest first.", ""})
final class JobListCommand implements Callable<Integer> {
  private static final int NAME_COLUMNS = 32;
  private static final int OWNER_COLUMNS = 20;

  @ParentCommand private JobCommand parent;

  @Option(names = "--all-users", description = "The jobs of all users; for administrators.")
  private boolean allUsers;

  @Override
  public Integer call() {
    BitsCommand bits = parent.bits();
    Screen screen = bits.screen();
    try (BitsManager manager = bits.open(false)) {
      List<BitsJob> jobs = allUsers ? manager.jobsOfAllUsers() : manager.jobs();
      List<JobSnapshot> snapshots =
          jobs.stream()
              .map(job -> JobSnapshot.of(manager, job))
              .sorted(Comparator.comparing(JobListCommand::creation).thenComparing(JobSnapshot::id))
              .collect(Collectors.toList());
      for (JobSnapshot job : snapshots) {
        if (screen.isJson()) {
          screen.json(Json.job(job, screen.language()));
        }
      }
      if (!screen.isJson()) {
        print(screen, snapshots);
      }
      boolean stands =
          snapshots.stream()
              .anyMatch(job -> job.status().state().isActive() && job.runner().isEmpty());
      if (stands) {
        screen.note(JobView.NOTHING_MOVES);
      }
    }
    return ExitCode.DONE;
  }

  private static Instant creation(JobSnapshot job) {
    return job.status().times().map(JobTimes::creation).orElse(Instant.MAX);
  }

  private void print(Screen screen, List<JobSnapshot> jobs) {
    if (jobs.isEmpty()) {
      screen.comfort("No jobs.");
      return;
    }
    Style style = screen.style();
    screen.comfort(
        style.faint(
            Text.pad("ID", 10)
                + Text.pad("STATE", 17)
                + Text.pad("PROGRESS", 21)
                + (allUsers ? Text.pad("OWNER", OWNER_COLUMNS + 2) : "")
                + "NAME"));
    for (JobSnapshot job : jobs) {
      JobState state = job.status().state();
      String name = Text.cut(job.name(), NAME_COLUMNS, style.ellipsis());
      screen.result(
          Text.pad(job.shortId(), 10)
              + JobView.look(style, state).apply(Text.pad(state.name(), 17))
              + Text.pad(JobView.progress(job), 21)
              + (allUsers ? owner(job, style) : "")
              + name);
    }
  }

  private static String owner(JobSnapshot job, Style style) {
    String owner = job.properties().owner().orElse("?");
    return Text.pad(Text.cut(owner, OWNER_COLUMNS, style.ellipsis()), OWNER_COLUMNS + 2);
  }
}
