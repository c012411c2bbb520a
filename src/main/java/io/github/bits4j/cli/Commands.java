package io.github.bits4j.cli;

import io.github.bits4j.JobPriority;
import io.github.bits4j.JobType;
import io.github.bits4j.server.ServerApplication.Notification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands by their names. Looking at what a command takes costs time at every start, so only
 * those are looked at whose names stand somewhere in the command line, unless there are none.
 */
final class Commands {
  private static final Map<String, Class<?>> OF_BITS = new LinkedHashMap<>();
  private static final Map<String, Class<?>> OF_JOB = new LinkedHashMap<>();

  static {
    OF_BITS.put("get", GetCommand.class);
    OF_BITS.put("put", PutCommand.class);
    OF_BITS.put("job", JobCommand.class);
    OF_BITS.put("agent", AgentCommand.class);
    OF_BITS.put("serve", ServeCommand.class);
    OF_BITS.put("decode", DecodeCommand.class);
    OF_BITS.put("codes", CodesCommand.class);
    OF_BITS.put("demo", DemoCommand.class);
    OF_BITS.put("doctor", DoctorCommand.class);
    OF_BITS.put("completion", CompletionCommand.class);
    OF_JOB.put("list", JobListCommand.class);
    OF_JOB.put("show", JobShowCommand.class);
    OF_JOB.put("create", JobCreateCommand.class);
    OF_JOB.put("add", JobAddCommand.class);
    OF_JOB.put("resume", JobResumeCommand.class);
    OF_JOB.put("suspend", JobSuspendCommand.class);
    OF_JOB.put("cancel", JobCancelCommand.class);
    OF_JOB.put("complete", JobCompleteCommand.class);
    OF_JOB.put("set", JobSetCommand.class);
    OF_JOB.put("take-ownership", JobTakeOwnershipCommand.class);
    OF_JOB.put("error", JobErrorCommand.class);
    OF_JOB.put("watch", JobWatchCommand.class);
    OF_JOB.put("purge", JobPurgeCommand.class);
  }

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

  private static Refusal missing(String of, Map<String, Class<?>> commands) {
    return Refusal.badInput(
        "a command is missing: "
            + String.join(", ", commands.keySet())
            + "; try '"
            + of
            + " --help'");
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
    line.registerConverter(int.class, OptionTypes::number);
    line.registerConverter(Integer.class, OptionTypes::number);
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
    line.registerConverter(type, OptionTypes.word(type));
  }

  private static void add(CommandLine to, Map<String, Class<?>> commands, Set<String> named) {
    boolean any = commands.keySet().stream().anyMatch(named::contains);
    commands.forEach(
        (name, command) -> {
          if (!any || named.contains(name)) {
            to.addSubcommand(name, command);
          }
        });
  }
}
