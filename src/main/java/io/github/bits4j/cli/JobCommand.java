package io.github.bits4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The life of jobs. */
@Command(
    name = "job",
    description = {"Lists, shows, makes, changes and ends jobs.", ""},
    footer = {
      "",
      "Examples:",
      "  bits job create --name updates",
      "  bits job list",
      "  bits job show 3f2a"
    })
final class JobCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Override
  public Integer call() {
    throw Commands.missingOfJob();
  }

  BitsCommand bits() {
    return bits;
  }
}
