package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Cancels a job. */
@Command(
    name = "cancel",
    description = {"Ends a job and deletes what was transferred.", ""},
    footer = {"", "Examples:", "  bits job cancel 3f2a"})
final class JobCancelCommand extends JobAction {
  JobCancelCommand() {
    super("cancelled");
  }

  @Override
  Optional<Completion> act(BitsJob job) {
    return Optional.of(job.cancel());
  }
}
