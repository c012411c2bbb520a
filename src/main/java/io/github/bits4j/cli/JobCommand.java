package io.github.bits4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }

  BitsCommand bits() {
    return bits;
  }
}
