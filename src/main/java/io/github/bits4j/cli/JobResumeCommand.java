package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Queues a job. */
@Command(
    name = "resume",
    description = {"Queues a job and returns; one that failed is tried again.", ""},
    footer = {
      "",
      "Examples:",
      "  bits job resume 3f2a",
      "  bits job resume --wait updates",
      "",
      "Exit codes with --wait: 0 done and completed, 1 failed, 4 a transient error that",
      "lasted too long, 130 interrupted, 143 terminated."
    })
final class JobResumeCommand implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Mixin private JobArgument argument;

  @Option(
      names = "--wait",
      description =
          "Stay until the job is done, and complete it. A job that fails or is interrupted stays in"
              + " the queue.")
  private boolean wait;

  @Override
  public Integer call() throws InterruptedException {
    return wait ? untilEnd() : queue();
  }

  private int queue() {
    BitsCommand bits = parent.bits();
    try (BitsManager manager = bits.open(false)) {
      BitsJob job = argument.find(manager);
      job.resume();
      JobSnapshot after = JobSnapshot.of(manager, job);
      JobAction.show(bits.screen(), after, "resumed", Optional.empty());
      JobView.warnIfNothingMoves(bits.screen(), after);
    }
    return ExitCode.DONE;
  }

  private int untilEnd() throws InterruptedException {
    BitsCommand bits = parent.bits();
    try (Interruption interruption = bits.environment().person().interruption();
        BitsManager manager = bits.open(true)) {
      BitsJob job = argument.find(manager);
      JobSnapshot snapshot = JobSnapshot.of(manager, job);
      if (!snapshot.isWhole()) {
        job.resume();
      }
      Attendance.Manner manner =
          new Attendance.Manner(
              snapshot.name(),
              "'bits job resume --wait " + snapshot.shortId() + "' goes on with it",
              Optional.empty(),
              false,
              false,
              true);
      return new Attendance(bits, manager, job, manner).untilEnd(interruption);
    }
  }
}
