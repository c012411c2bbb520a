package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.JobTimes;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Cancels jobs that nobody cares for any more. */
@Command(
    name = "purge",
    description = {
      "Cancels jobs that are finished, failed or old, after showing them.",
      "",
      "Finished is a job whose files are all here and that nobody has completed: they are deleted"
          + " with it. Failed is one in ERROR. Old is one that has not changed for long. Without"
          + " --finished, --failed and --older-than it is all three, and old means 30 days.",
      "",
      "Asks on a terminal; elsewhere nothing is cancelled without --yes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits job purge",
      "  bits job purge --failed --yes",
      "  bits job purge --finished --older-than 7",
      "",
      "Exit codes: 0 done or nothing to do, 1 a job could not be cancelled, 2 not confirmed."
    })
final class JobPurgeCommand implements Callable<Integer> {
  private static final int USUAL_DAYS = 30;

  @ParentCommand private JobCommand parent;

  @Option(names = "--finished", description = "Jobs in TRANSFERRED, with the files they brought.")
  private boolean finished;

  @Option(names = "--failed", description = "Jobs in ERROR.")
  private boolean failed;

  @Option(
      names = "--older-than",
      paramLabel = "DAYS",
      converter = OptionTypes.Days.class,
      description = "Jobs that have not changed for so many days, whatever their state.")
  private Duration olderThan;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    if (!finished && !failed && olderThan == null) {
      finished = true;
      failed = true;
      olderThan = Duration.ofDays(USUAL_DAYS);
    }
    BitsCommand bits = parent.bits();
    Screen screen = bits.screen();
    try (BitsManager manager = bits.open(false)) {
      List<JobSnapshot> meant = meant(manager);
      if (meant.isEmpty()) {
        screen.comfort("Nothing to purge.");
        return ExitCode.DONE;
      }
      if (!screen.isJson()) {
        JobList.print(screen, meant, false);
      }
      if (!yes) {
        confirm(screen, meant.size());
      }
      return purge(manager, meant);
    }
  }

  private List<JobSnapshot> meant(BitsManager manager) {
    List<JobSnapshot> meant = new ArrayList<>();
    for (BitsJob job : manager.jobs()) {
      try {
        JobSnapshot snapshot = JobSnapshot.of(manager, job);
        if (isMeant(snapshot)) {
          meant.add(snapshot);
        }
      } catch (BitsException e) {
        parent.bits().screen().step("a job has gone since it was listed");
      }
    }
    meant.sort(Comparator.comparing(JobList::creation).thenComparing(JobSnapshot::id));
    return meant;
  }

  private boolean isMeant(JobSnapshot job) {
    JobState state = job.status().state();
    return finished && state == JobState.TRANSFERRED
        || failed && state == JobState.ERROR
        || olderThan != null && !state.isFinal() && isOld(job);
  }

  private boolean isOld(JobSnapshot job) {
    Optional<Instant> changed = job.status().times().map(JobTimes::modification);
    return changed.filter(time -> time.isBefore(Instant.now().minus(olderThan))).isPresent();
  }

  private void confirm(Screen screen, int jobs) {
    String what = jobs == 1 ? "this job" : "these " + jobs + " jobs";
    if (screen.isJson()) {
      throw Refusal.badInput(
          Text.count(jobs, "job") + " would be cancelled: say --yes to have it done");
    }
    Optional<String> answer =
        parent.bits().environment().person().ask("Cancel " + what + "? [y/N] ");
    if (answer.isEmpty()) {
      throw Refusal.badInput(
          "there is no terminal on which to ask: say --yes to have " + what + " cancelled");
    }
    if (!answer.get().strip().matches("(?i)y|yes")) {
      throw Refusal.badInput("nothing was cancelled");
    }
  }

  private int purge(BitsManager manager, List<JobSnapshot> meant) {
    Screen screen = parent.bits().screen();
    int exitCode = ExitCode.DONE;
    for (JobSnapshot job : meant) {
      try {
        // It may have become what is not meant while somebody thought about it.
        Optional<BitsJob> still = manager.findJob(job.id());
        if (still.isEmpty() || !isMeant(JobSnapshot.of(manager, still.get()))) {
          screen.note("Job " + job.shortId() + " is left alone: it has changed meanwhile.");
          continue;
        }
        var completion = still.get().cancel();
        JobSnapshot after = job.with(still.get().status());
        JobAction.show(screen, after, "cancelled", Optional.of(completion));
      } catch (BitsException e) {
        if (screen.isJson()) {
          screen.json(Json.refused(e.getMessage(), Optional.of(e), screen.language()));
        }
        screen.failure("job " + job.shortId() + ": " + e.getMessage());
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }
}
