package io.github.bits4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The smallest program of picocli that has as many commands as bits: what its start is held to. */
final class SmallestProgram {
  private static final String[] NAMES = {
    "get", "put", "agent", "serve", "decode", "codes", "demo", "doctor", "completion"
  };
  private static final String[] JOB_NAMES = {
    "list", "show", "create", "add", "resume", "suspend", "cancel", "complete", "set",
    "take-ownership", "error", "watch", "purge"
  };

  private SmallestProgram() {}

  @Command
  static final class Nothing implements Callable<Integer> {
    @Override
    public Integer call() {
      return 0;
    }
  }

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Nothing());
    for (String name : NAMES) {
      line.addSubcommand(name, new Nothing());
    }
    CommandLine job = new CommandLine(CommandSpec.forAnnotatedObject(new Nothing()));
    for (String name : JOB_NAMES) {
      job.addSubcommand(name, new Nothing());
    }
    line.addSubcommand("job", job);
    System.exit(line.execute(arguments));
  }
}
