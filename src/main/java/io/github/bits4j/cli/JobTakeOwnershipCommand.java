package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Takes the ownership of a job. */
@Command(
    name = "take-ownership",
    description = {
      "Makes you the owner of a job; for administrators.",
      "",
      "The job loses its credentials and headers.",
      ""
    },
    footer = {"", "Examples:", "  bits job list --all-users", "  bits job take-ownership 3f2a"})
final class JobTakeOwnershipCommand extends JobAction {
  JobTakeOwnershipCommand() {
    super("took");
  }

  @Override
  Optional<Completion> act(BitsJob job) {
    job.takeOwnership();
    return Optional.empty();
  }
}
