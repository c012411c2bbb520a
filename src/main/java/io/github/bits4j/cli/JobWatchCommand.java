package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Follows jobs live. */
@Command(
    name = "watch",
    description = {
      "Follows the progress of jobs live.",
      "",
      "Without ID all of yours, new ones too. Ends when none of them goes on by itself any more.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits job watch",
      "  bits job watch 3f2a updates",
      "",
      "Exit codes: 0 nothing goes on, 5 no such job, 130 interrupted, 143 terminated."
    })
final class JobWatchCommand implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "The jobs, named as everywhere: " + JobNames.FORMS)
  private List<String> jobs = List.of();

  @Override
  public Integer call() throws InterruptedException {
    BitsCommand bits = parent.bits();
    Screen screen = bits.screen();
    try (Interruption interruption = bits.environment().person().interruption();
        BitsManager manager = bits.open(false)) {
      Lookout lookout = lookout(manager);
      List<JobState> states = lookout.sees().stream().map(job -> job.status().state()).toList();
      if (states.stream().anyMatch(JobState::isActive) && manager.runner().isEmpty()) {
        screen.warn(JobView.NOTHING_MOVES);
      }
      if (states.stream().allMatch(JobState::isFinal)) {
        screen.comfort("No jobs.");
        return ExitCode.DONE;
      }
      Board board = Board.of(screen, bits.environment());
      return lookout.look(board, interruption, true) ? interruption.exitCode() : ExitCode.DONE;
    }
  }

  private Lookout lookout(BitsManager manager) {
    if (jobs.isEmpty()) {
      return Lookout.forAll(manager);
    }
    Map<UUID, BitsJob> named = new LinkedHashMap<>();
    for (String job : jobs) {
      BitsJob found = JobNames.find(manager, job);
      named.putIfAbsent(found.id(), found);
    }
    return Lookout.forJobs(manager, List.copyOf(named.values()));
  }
}
