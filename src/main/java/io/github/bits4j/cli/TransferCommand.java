package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that transfers one file while somebody waits, unless it is told not to wait. */
abstract class TransferCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Mixin private PropertyOptions properties;

  @Option(
      names = "--background",
      description =
          "Queue the job, print its id, and return at once. The same command line without this"
              + " waits for it and completes it.")
  private boolean background;

  @Option(
      names = "--fail-fast",
      description = "End at a transient error too. The job stays in the queue.")
  private boolean failFast;

  @Option(names = "--keep", description = "Leave a job that failed in the queue.")
  private boolean keep;

  @Override
  public Integer call() throws InterruptedException {
    if (background && (sum().isPresent() || failFast || keep)) {
      throw Refusal.badInput(
          "--fail-fast, --keep and --sha256 are for somebody who waits, not for --background");
    }
    properties.priorityUnlessGiven(JobPriority.FOREGROUND);
    Wanted wanted = wanted();
    try (Changes changes = properties.changes(bits.environment());
        // Closed late: a signal that came waits until everything is put away.
        Interruption interruption = bits.environment().person().interruption();
        BitsManager manager = bits.open(!background)) {
      Optional<BitsJob> before = wanted.find(manager);
      BitsJob job = before.isPresent() ? before.get() : wanted.create(manager);
      start(job, changes, before.isEmpty());
      if (background) {
        return detach(JobSnapshot.of(manager, job));
      }
      before.ifPresent(it -> bits.screen().note("Going on with job " + it.id() + "."));
      return new Attendance(bits, manager, job, manner(wanted)).untilEnd(interruption);
    }
  }

  /**
   * What is to be done.
   *
   * @throws Refusal if that cannot be
   */
  abstract Wanted wanted();

  /** The checksum that the file must have before it appears. */
  Optional<Sha256> sum() {
    return Optional.empty();
  }

  BitsCommand bits() {
    return bits;
  }

  private Attendance.Manner manner(Wanted wanted) {
    return new Attendance.Manner(
        wanted.name(), "the same command line goes on with it", sum(), failFast, !keep, false);
  }

  /** Queues the job; one that was just made is not left behind if that is refused. */
  private void start(BitsJob job, Changes changes, boolean isNew) {
    try {
      if (sum().isPresent()) {
        Sha256.requireSupport(job.files().get(0));
      }
      changes.make(job);
      if (job.state() != JobState.TRANSFERRED) {
        job.resume();
      }
    } catch (BitsException e) {
      if (isNew) {
        job.cancel();
      }
      throw e;
    }
  }

  private int detach(JobSnapshot job) {
    Screen screen = bits.screen();
    if (screen.isJson()) {
      screen.json(Json.event("detached", job, screen.language()));
    } else {
      screen.result(job.id().toString());
    }
    JobView.warnIfNothingMoves(screen, job);
    return ExitCode.DONE;
  }
}
