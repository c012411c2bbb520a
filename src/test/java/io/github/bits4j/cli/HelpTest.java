package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command explains itself, by examples too; and who mistypes one is told what he meant. */
class HelpTest {
  /** As the contract has them. */
  private static final Set<String> COMMANDS =
      Set.of(
          "get", "put", "job", "decode", "codes", "agent", "serve", "demo", "doctor", "completion");

  private static final Set<String> JOB_COMMANDS =
      Set.of(
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

  private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

  @TempDir static Path folder;

  @ParameterizedTest
  @MethodSource("commands")
  void forProgramsHelpAndVersionAreObjects(String command) {
    CliRunner cli = new CliRunner(folder);
    CliRunner.Result help = cli.run((command + " --json --help").strip().split(" "));
    assertEquals(0, help.exitCode());
    assertEquals(("bits " + command).strip(), help.object().get("command").getAsString());
    assertTrue(help.object().get("help").getAsString().contains("Examples:"));
    CliRunner.Result version = cli.run((command + " --json --version").strip().split(" "));
    assertEquals(0, version.exitCode());
    assertEquals(Set.of("version", "java", "system"), version.object().keySet());
  }

  private static CommandLine all() {
    return Commands.all(new BitsCommand(new CliRunner(folder).environment()));
  }

  /** Every command, by the words that call it. */
  static List<String> commands() {
    List<String> commands = new ArrayList<>(List.of(""));
    commands.addAll(COMMANDS);
    JOB_COMMANDS.forEach(name -> commands.add("job " + name));
    return commands;
  }

  private static String help(String command) {
    String[] line =
        Stream.concat(Arrays.stream(words(command)), Stream.of("--help")).toArray(String[]::new);
    CliRunner.Result result = new CliRunner(folder).run(line);
    assertEquals(0, result.exitCode(), result.err());
    return result.out();
  }

  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group().replaceAll("^'|'$", ""))
        .toArray(String[]::new);
  }

  private static List<String> examples(String help) {
    assertTrue(help.contains("Examples:"), help);
    return help.substring(help.indexOf("Examples:"))
        .lines()
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .map(String::strip)
        .toList();
  }

  @Test
  void thereAreTheCommandsOfTheContract() {
    assertEquals(COMMANDS, all().getSubcommands().keySet());
    assertEquals(JOB_COMMANDS, all().getSubcommands().get("job").getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsUnderstood(String command) {
    List<String> examples = examples(help(command));
    assertFalse(examples.isEmpty());
    for (String example : examples) {
      Matcher bits =
          Pattern.compile("(?:^|\\w+=\\$\\(|source <\\()bits ([^<>&)]*)").matcher(example);
      assertTrue(bits.find(), example);
      String[] line = words(bits.group(1).strip());
      CommandLine.ParseResult parsed = all().parseArgs(line);
      assertTrue(parsed.hasSubcommand(), example);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyLineFitsATerminal(String command) {
    help(command).lines().forEach(line -> assertTrue(Text.width(line) <= Screen.COLUMNS, line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "put", "job create", "job set"})
  void whoGivesAPasswordIsToldWhoSeesIt(String command) {
    String text = help(command).replaceAll("\\s+", " ");
    assertTrue(text.contains("Basic over plain http shows it to everybody on the way."), text);
  }

  @ParameterizedTest
  @CsvSource({
    "jbo, 'bits job'",
    "gett, 'bits get'",
    "lst, ''",
    "Decode, 'bits decode'",
    "job lst, 'bits job list'",
    "job cancle, 'bits job cancel'",
    "job take-onwership, 'bits job take-ownership'",
    "gte --json http://e/job, 'bits get'",
  })
  void whoMistypesACommandIsToldWhatHeMeant(String typed, String meant) {
    CliRunner.Result result = new CliRunner(folder).run(words(typed));
    assertEquals(2, result.exitCode());
    String said = result.err().replaceAll("\\s+", " ");
    assertTrue(said.contains("there is no command"), said);
    assertTrue(
        said.contains(meant.isEmpty() ? "; there are get, put" : "did you mean '" + meant + "'"),
        said);
  }

  @Test
  void anUnknownOptionHasItsLikes() {
    CliRunner.Result result = new CliRunner(folder).run("get", "--priorty", "low", "http://e/x");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("--priority"), result.err());
  }

  /** Shells do not agree on what separates commands. */
  @Test
  void aLineOfBitsadminWithTwoFilesIsTwoLines() {
    CliRunner.Result result =
        new CliRunner(folder).run(words("/transfer job http://e/a C:\\a http://e/b C:\\b"));
    assertEquals(2, result.exitCode());
    assertEquals(
        List.of(
            "bits: bitsadmin's /transfer is here:",
            "bits get http://e/a C:\\a",
            "bits get http://e/b C:\\b"),
        result.err().lines().map(String::strip).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/transfer job http://e/a C:\\a | bits get http://e/a C:\\a",
        "/Transfer job /download /priority HIGH http://e/a 'C:\\my a' |"
            + " bits get --priority high http://e/a \"C:\\my a\"",
        "/transfer job /upload http://e/a C:\\a | bits put C:\\a http://e/a",
        "/transfer | bits get URL FILE",
        "/list /allusers /verbose | bits job list --all-users",
        "/list | bits job list",
        "/monitor | bits job watch",
        "/RESET | bits job purge --older-than 0",
        "/util /help | 'bits --help' lists what there is here",
      },
      quoteCharacter = '`')
  void whoTypesBitsadminIsShownTheNewLine(String typed, String ours) {
    CliRunner.Result result =
        new CliRunner(folder)
            .run(
                Stream.concat(Stream.of("--json"), Arrays.stream(words(typed)))
                    .toArray(String[]::new));
    assertEquals(2, result.exitCode());
    assertTrue(
        result.object().get("reason").getAsString().endsWith(ours),
        result.object().get("reason").getAsString());
  }
}
