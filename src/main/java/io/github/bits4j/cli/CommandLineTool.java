package io.github.bits4j.cli;

import io.github.bits4j.error.BitsException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs command lines: picocli with the project's exit codes and refusals. */
final class CommandLineTool {
  /** What the parser says of a value that is no pair: not in our words, and the value with it. */
  private static final String NO_PAIR =
      "(?s)^Value for option (option '.*') \\((.*)\\) should be in KEY=VALUE format but was .*";

  private final Environment environment;

  CommandLineTool(Environment environment) {
    this.environment = environment;
  }

  /** Runs one command line; whatever happens ends in an exit code. */
  int run(String... arguments) {
    return new Attempt(environment, false, arguments).run();
  }

  /** One line, and what becomes of it. */
  private static final class Attempt
      implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Environment environment;
    private final boolean withEveryCommand;
    private final String[] arguments;
    private final BitsCommand bits;

    /** Usage errors come before the options are known, all of them. */
    private final Screen early;

    Attempt(Environment environment, boolean withEveryCommand, String... arguments) {
      this.environment = environment;
      this.withEveryCommand = withEveryCommand;
      this.arguments = arguments;
      bits = new BitsCommand(environment);
      GlobalOptions guessed = new GlobalOptions();
      guessed.json = Arrays.asList(arguments).contains("--json");
      guessed.noColor = Arrays.asList(arguments).contains("--no-color");
      early = new Screen(environment, guessed);
    }

    int run() {
      CommandLine line =
          withEveryCommand
              ? Commands.all(bits)
              : Commands.meantBy(bits, new HashSet<>(Arrays.asList(arguments)));
      new UsageHelp(early).of(line);
      line.setOut(new PrintWriter(early.out(), true));
      line.setErr(new PrintWriter(early.err(), true));
      line.setExecutionStrategy(this);
      line.setParameterExceptionHandler(this);
      line.setExecutionExceptionHandler(this);
      return line.execute(arguments);
    }

    /** What is nothing that a command takes may be like a command that was not looked at. */
    @Override
    public int handleParseException(ParameterException e, String[] ignored) {
      return e instanceof UnmatchedArgumentException && !withEveryCommand
          ? new Attempt(environment, true, arguments).run()
          : usage(e, early, arguments);
    }

    /** Where programs read, help and version are objects, too. */
    @Override
    public int execute(ParseResult parsed) {
      if (early.isJson()) {
        for (CommandLine at : parsed.asCommandLineList()) {
          if (at.isUsageHelpRequested()) {
            early.json(
                Json.help(at.getCommandSpec().qualifiedName(), at.getUsageMessage(Help.Ansi.OFF)));
            return ExitCode.DONE;
          }
          if (at.isVersionHelpRequested()) {
            early.json(Json.version(BitsCommand.Version.ofThis()));
            return ExitCode.DONE;
          }
        }
      }
      return new RunLast().execute(parsed);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine ignored, ParseResult result) {
      return failed(e, bits.screen());
    }
  }

  private static int usage(ParameterException e, Screen screen, String... arguments) {
    Optional<BitsException> error = Optional.empty();
    String reason = e.getMessage();
    if (e.getCause() instanceof BitsException refused) {
      // The value is not repeated, as picocli would: it may be a secret.
      error = Optional.of(refused);
      reason = "Invalid value for " + named(e.getArgSpec()) + ": " + refused.getMessage();
    }
    Optional<String> command =
        e instanceof UnmatchedArgumentException unmatched
            ? Bitsadmin.answer(arguments).or(() -> unknownCommand(unmatched))
            : Optional.empty();
    // The parser says so of some and not of others.
    reason = command.orElse(reason).replaceFirst("^Error: ", "");
    reason = reason.replaceFirst(NO_PAIR, "Invalid value for $1: it should be $2");
    if (screen.isJson()) {
      screen.json(Json.refused(reason, error, screen.language()));
    }
    screen.failure(reason);
    CommandLine at = e.getCommandLine();
    if (command.isEmpty() && !UnmatchedArgumentException.printSuggestions(e, at.getErr())) {
      screen.note("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.BAD_INPUT;
  }

  /** What to say of a command that there is not; empty if it is something else that is unknown. */
  private static Optional<String> unknownCommand(UnmatchedArgumentException e) {
    CommandLine at = e.getCommandLine();
    String name = e.getUnmatched().get(0);
    if (at.getSubcommands().isEmpty() || name.startsWith("-")) {
      return Optional.empty();
    }
    String of = at.getCommandSpec().qualifiedName();
    List<String> meant = Likeness.nearest(name, at.getSubcommands().keySet());
    String hint =
        meant.isEmpty()
            ? "; there are " + String.join(", ", at.getSubcommands().keySet())
            : "; did you mean "
                + meant.stream()
                    .map(word -> "'" + of + " " + word + "'")
                    .collect(Collectors.joining(" or "))
                + "?";
    return Optional.of("there is no command '" + of + " " + name + "'" + hint);
  }

  private static String named(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? "option '" + option.longestName() + "'"
        : argument.paramLabel();
  }

  private static int failed(Exception e, Screen screen) {
    if (e instanceof Refusal refusal) {
      return refuse(refusal, screen);
    }
    if (e instanceof BitsException failure) {
      return refuse(Refusal.of(failure), screen);
    }
    String reason = "unexpected: " + e + (screen.isVerbose() ? "" : " (-v shows where)");
    if (screen.isJson()) {
      screen.json(Json.refused(reason, Optional.empty(), screen.language()));
    }
    screen.failure(reason);
    screen.trace(e);
    return ExitCode.FAILED;
  }

  private static int refuse(Refusal refusal, Screen screen) {
    if (screen.isJson()) {
      screen.json(Json.refused(refusal.getMessage(), refusal.error(), screen.language()));
    }
    screen.failure(refusal);
    screen.trace(refusal);
    return refusal.exitCode();
  }
}
