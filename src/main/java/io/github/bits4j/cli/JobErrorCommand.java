package io.github.bits4j.cli;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows why a job failed. */
@Command(
    name = "error",
    description = {"Shows why a job failed; refused for a job without an error.", ""},
    footer = {"", "Examples:", "  bits job error 3f2a", "  bits job error 3f2a --lang zh-TW"})
final class JobErrorCommand implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Mixin private JobArgument argument;

  @Override
  public Integer call() {
    BitsCommand bits = parent.bits();
    Screen screen = bits.screen();
    try (BitsManager manager = bits.open(false)) {
      JobError error = argument.find(manager).error();
      if (screen.isJson()) {
        screen.json(Json.error(error, screen.language()));
      } else {
        JobView.print(screen, error);
      }
    }
    return ExitCode.DONE;
  }
}
