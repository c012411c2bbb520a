package io.github.bits4j.cli;

import io.github.bits4j.JobPriority;
import io.github.bits4j.JobType;
import io.github.bits4j.server.ServerApplication.Notification;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands by their names. Looking at what a command takes costs time at every start, so only
 * those are looked at, and loaded, whose names stand somewhere in the command line, unless there
 * are none.
 */
final class Commands {
  private static final List<String> OF_BITS =
      List.of(
          "get", "put", "job", "agent", "serve", "decode", "codes", "demo", "doctor", "completion");

  private static final List<String> OF_JOB =
      List.of(
          "list",
          "show",
          "create",
          "add",
          "resume",
          "suspend",
          "cancel",
          "complete",
          "set",
          "take-ownership",
          "error",
          "watch",
          "purge");

  private Commands() {}

  /** A command line with every command. */
  static CommandLine all(BitsCommand bits) {
    return line(bits, Set.of());
  }

  /** A command line with the commands that can be meant by some arguments, and maybe more. */
  static CommandLine meantBy(BitsCommand bits, Set<String> arguments) {
    return line(bits, arguments);
  }

  /** What to say of a line that stops before a command. */
  static Refusal missing() {
    return missing("bits", OF_BITS);
  }

  /** What to say of one that stops before a command of {@code job}. */
  static Refusal missingOfJob() {
    return missing("bits job", OF_JOB);
  }

  private static Refusal missing(String of, List<String> commands) {
    return Refusal.badInput(
        "a command is missing: " + String.join(", ", commands) + "; try '" + of + " --help'");
  }

  private static CommandLine line(BitsCommand bits, Set<String> named) {
    CommandLine line = new CommandLine(bits);
    line.addMixin("options", bits.options);
    add(line, OF_BITS, named);
    CommandLine job = line.getSubcommands().get("job");
    if (job != null) {
      add(job, OF_JOB, named);
    }
    read(line, Backend.class);
    read(line, JobPriority.class);
    read(line, JobType.class);
    read(line, DecodeCommand.Place.class);
    read(line, Notification.class);
    read(line, CompletionCommand.Shell.class);
    line.registerConverter(int.class, new OptionTypes.Number());
    line.registerConverter(Integer.class, new OptionTypes.Number());
    // A URL or a file may begin with @.
    line.setExpandAtFiles(false);
    CommandLine decode = line.getSubcommands().get("decode");
    if (decode != null) {
      // "-2145844848" is a code and no option. What remains unknown is refused by the command.
      decode.setUnmatchedOptionsArePositionalParams(true);
    }
    return line;
  }

  private static <E extends Enum<E>> void read(CommandLine line, Class<E> type) {
    line.registerConverter(type, new OptionTypes.Word<>(type));
  }

  private static void add(CommandLine to, List<String> commands, Set<String> named) {
    boolean all = Collections.disjoint(commands, named);
    for (String name : commands) {
      if (all || named.contains(name)) {
        to.addSubcommand(name, command(name));
      }
    }
  }

  /**
   * The class behind a name; no name stands for one thing in {@code bits} and another in {@code
   * job}.
   */
  private static Class<?> command(String name) {
    return switch (name) {
      case "get" -> GetCommand.class;
      case "put" -> PutCommand.class;
      case "job" -> JobCommand.class;
      case "agent" -> AgentCommand.class;
      case "serve" -> ServeCommand.class;
      case "decode" -> DecodeCommand.class;
      case "codes" -> CodesCommand.class;
      case "demo" -> DemoCommand.class;
      case "doctor" -> DoctorCommand.class;
      case "completion" -> CompletionCommand.class;
      case "list" -> JobListCommand.class;
      case "show" -> JobShowCommand.class;
      case "create" -> JobCreateCommand.class;
      case "add" -> JobAddCommand.class;
      case "resume" -> JobResumeCommand.class;
      case "suspend" -> JobSuspendCommand.class;
      case "cancel" -> JobCancelCommand.class;
      case "complete" -> JobCompleteCommand.class;
      case "set" -> JobSetCommand.class;
      case "take-ownership" -> JobTakeOwnershipCommand.class;
      case "error" -> JobErrorCommand.class;
      case "watch" -> JobWatchCommand.class;
      case "purge" -> JobPurgeCommand.class;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
