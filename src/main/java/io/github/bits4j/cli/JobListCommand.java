package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
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
    description = {"Lists your jobs, the oldest first.", ""},
    footer = {"", "Examples:", "  bits job list", "  bits job list --all-users --json"})
final class JobListCommand implements Callable<Integer> {
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
              .sorted(Comparator.comparing(JobList::creation).thenComparing(JobSnapshot::id))
              .collect(Collectors.toList());
      for (JobSnapshot job : snapshots) {
        if (screen.isJson()) {
          screen.json(Json.job(job, screen.language()));
        }
      }
      if (!screen.isJson()) {
        if (snapshots.isEmpty()) {
          screen.comfort("No jobs.");
        } else {
          JobList.print(screen, snapshots, allUsers);
        }
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
}
