package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Suspends a job. */
@Command(
    name = "suspend",
    description = {"Pauses a job. What was transferred is kept.", ""},
    footer = {"", "Examples:", "  bits job suspend 3f2a"})
final class JobSuspendCommand extends JobAction {
  JobSuspendCommand() {
    super("suspended");
  }

  @Override
  Optional<Completion> act(BitsJob job) {
    job.suspend();
    return Optional.empty();
  }
}
