package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Completes a job. */
@Command(
    name = "complete",
    description = {
      "Ends a job and gives its files their names.",
      "",
      "Only now do they appear. Of a download that is not all there, the files that are whole are kept and the others"
          + " deleted.",
      ""
    },
    footer = {"", "Examples:", "  bits job complete 3f2a"})
final class JobCompleteCommand extends JobAction {
  JobCompleteCommand() {
    super("completed");
  }

  @Override
  Optional<Completion> act(BitsJob job) {
    return Optional.of(job.complete());
  }
}
