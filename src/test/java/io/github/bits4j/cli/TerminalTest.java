package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Finding;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.transfer.Rate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees whose terminal is narrow, is made narrower, or takes few signs. */
class TerminalTest {
  private static final TerminalSize NARROW = new TerminalSize(60, 24);
  private static final String LONG_NAME = "a-name-that-is-rather-long-for-a-file.zip";

  @TempDir Path folder;
  private CliRunner cli;

  @BeforeEach
  void terminal() {
    cli = new CliRunner(folder);
    cli.terminal = true;
    cli.size = NARROW;
    cli.variables.put("TERM", "xterm-256color");
  }

  private FakeJob job(String name, JobState state) {
    JobSpec spec = JobSpec.download(name).file("http://e/x", folder.resolve("x")).build();
    FakeJob job = cli.manager.add(UUID.randomUUID(), spec);
    job.state = state;
    return job;
  }

  static List<String> commands() {
    return HelpTest.commands();
  }

  private static String plain(String drawn) {
    return drawn.replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "").replace("\r", "");
  }

  private static void assertFits(String printed, int columns) {
    plain(printed).lines().forEach(line -> assertTrue(Text.width(line) <= columns, line));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsANarrowTerminal(String command) {
    CliRunner.Result help = cli.run((command + " --help").strip().split(" "));
    assertEquals(0, help.exitCode());
    assertFits(help.out(), NARROW.columns());
  }

  @ParameterizedTest
  @CsvSource({"xterm-256color, 38;5;31", "xterm, 36"})
  void helpHasTheColoursThatCanBeReadOnAnyGround(String term, String accent) {
    cli.variables.put("TERM", term);
    String help = cli.run("get", "--help").out();
    assertTrue(help.contains("\u001b[" + accent + "m--priority\u001b["), help);
    assertFalse(help.contains("\u001b[33m"), help);
    cli.variables.put("NO_COLOR", "1");
    assertFalse(cli.run("get", "--help").out().contains("\u001b["));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 59, 60, 79})
  void resultsRefusalsAndFindingsFit(int columns) {
    cli.size = new TerminalSize(columns, 24);
    // The line with the name of the value cannot be broken.
    int fewest = Math.max(columns, "BG_E_INSUFFICIENT_RANGE_SUPPORT  0x80200013".length());
    assertFits(cli.run("decode", "0x80200013").out(), fewest);
    assertFits(cli.run("decode", "nonsense").err(), columns);
    cli.findings =
        List.of(
            Finding.of("a", Finding.Status.OK, "Who runs the queue", "a process of somebody else"),
            Finding.of("b", Finding.Status.WARNING, "Proxy", "none").fixedBy("set one, or two"));
    assertFits(cli.run("doctor").out(), columns);
  }

  @Test
  void whatNobodySeesOnATerminalDoesNotDependOnOne() {
    cli.terminal = false;
    long columns =
        cli.run("decode", "0x80200013").out().lines().mapToInt(Text::width).max().orElse(0);
    assertTrue(columns > NARROW.columns(), columns + " columns");
  }

  @Test
  void aListFits() {
    job(LONG_NAME, JobState.TRANSIENT_ERROR);
    assertFits(cli.run("job", "list").out(), NARROW.columns());
    cli.size = new TerminalSize(80, 24);
    String wide = cli.run("job", "list", "--all-users").out();
    assertFits(wide, 80);
    assertEquals(2, wide.lines().count());
  }

  @ParameterizedTest
  @CsvSource({"45, false", "45, true", "63, false", "79, true"})
  void whereAListDoesNotFitAJobHasTwoLines(int columns, boolean owners) {
    cli.size = new TerminalSize(columns, 24);
    FakeJob job = job(LONG_NAME, JobState.TRANSIENT_ERROR);
    String printed = owners ? cli.run("job", "list", "--all-users").out() : list();
    assertFits(printed, columns);
    List<String> lines = plain(printed).lines().toList();
    assertEquals("ID        STATE            NAME", lines.get(0));
    assertTrue(
        lines.get(1).startsWith(job.id().toString().substring(0, 8) + "  TRANSIENT_ERROR  a-name"));
    assertEquals("          0%  0.0/3.0 MiB" + (owners ? "  somebody" : ""), lines.get(2));
    assertEquals(3, lines.size());
    cli.terminal = false;
    String piped = cli.run("job", "list", "--all-users").out();
    assertEquals(2, piped.lines().count(), "who reads it by program has one line a job");
  }

  @Test
  void theLongestProgressLeavesRoomBeforeTheName() {
    cli.size = new TerminalSize(80, 24);
    FakeJob job = job("setup.exe", JobState.TRANSFERRING);
    job.transferred = 1023L << 20;
    job.total = OptionalLong.of(job.transferred);
    assertTrue(plain(list()).contains("100%  1023.0/1023.0 MiB  setup.exe"), list());
  }

  private String list() {
    return cli.run("job", "list").out();
  }

  @Test
  void aTableFitsAndLeavesOutWholePieces() {
    FakeJob moving = job(LONG_NAME, JobState.TRANSFERRING);
    moving.transferred = FakeJob.SIZE / 2;
    FakeJob done = job("done", JobState.TRANSFERRED);
    done.transferred = FakeJob.SIZE;
    FakeJob trouble = job("trouble", JobState.TRANSIENT_ERROR);
    IntFunction<List<String>> at =
        columns -> {
          Screen screen = new Screen(cli.environment(), new GlobalOptions());
          new JobTable(screen, () -> new TerminalSize(columns, 24))
              .show(
                  List.of(moving, done, trouble).stream()
                      .map(job -> JobSnapshot.of(cli.manager, job))
                      .toList());
          List<String> lines = plain(cli.printed()).lines().map(String::strip).toList();
          lines.forEach(line -> assertTrue(Text.width(line) < columns, line));
          return lines;
        };
    assertTrue(at.apply(100).get(0).endsWith("  1.5/3.0 MiB"), at.apply(100).get(0));
    assertTrue(at.apply(60).get(0).endsWith("  1.5/3.0 MiB"));
    assertTrue(at.apply(48).get(0).endsWith("  50%"));
    assertTrue(at.apply(60).get(1).endsWith("100%  3.0/3.0 MiB"));
    assertTrue(at.apply(48).get(1).endsWith("  100%"), at.apply(48).get(1));
    assertTrue(at.apply(100).get(2).contains("transient error"));
    assertTrue(at.apply(60).get(2).contains("tries again"));
  }

  @ParameterizedTest
  @CsvSource({
    "35, 1.5/3.0 MiB  768.0 KiB/s  0:02 left",
    "34, 1.5/3.0 MiB  0:02 left",
    "21, 50%  0:02 left",
    "13, 50%",
    "1, 50%",
  })
  void howFarAJobIsHasFewerPiecesWhereThereIsLessRoom(int columns, String text) {
    FakeJob job = job("a", JobState.TRANSFERRING);
    job.transferred = FakeJob.SIZE / 2;
    long[] now = {0};
    Rate rate = new Rate(() -> now[0]);
    rate.look(0);
    now[0] = Duration.ofSeconds(2).toNanos();
    rate.look(job.transferred);
    JobSnapshot snapshot = JobSnapshot.of(cli.manager, job);
    assertEquals(text, ProgressText.details(snapshot, rate, columns));
  }

  @Test
  void whatATerminalBreaksInTwoWhenItIsMadeNarrowerIsDrawnOver() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TerminalSize[] size = {new TerminalSize(100, 24)};
    LiveLines lines =
        new LiveLines(new PrintStream(out, true, StandardCharsets.UTF_8), () -> size[0]);
    lines.draw(List.of(), List.of("\u001b[1m" + "x".repeat(80) + "\u001b[0m", "y".repeat(60), ""));
    assertFalse(out.toString(StandardCharsets.UTF_8).contains("A\r"), "there is nothing yet");
    out.reset();
    size[0] = new TerminalSize(40, 24);
    lines.draw(List.of(), List.of("z".repeat(90)));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("\u001b[5A\r"), "2 rows, 2 and 1");
    out.reset();
    lines.draw(List.of("stays"), List.of());
    String last = out.toString(StandardCharsets.UTF_8);
    assertTrue(last.contains("\u001b[1A\r"), "one that was too long when drawn was cut: " + last);
    assertTrue(last.startsWith("\u001b[?7l") && last.endsWith("\u001b[?7h"), last);
    out.reset();
    lines.draw(List.of(), List.of());
    assertFalse(out.toString(StandardCharsets.UTF_8).contains("A"), "what stays is left alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "US-ASCII", "ISO-8859-1"})
  void aNameSteersNoTerminalAndStandsInItsColumn(String charset) {
    cli.charset = Charset.forName(charset);
    FakeJob job = job("f\u00fcr \u65e5\u001b[31m\r\n\u202e.exe", JobState.QUEUED);
    List<String> commands = List.of("list", "show", "watch", "resume", "suspend");
    cli.interruption.request();
    for (String command : commands) {
      for (boolean terminal : new boolean[] {true, false}) {
        cli.terminal = terminal;
        CliRunner.Result result =
            command.equals("list")
                ? cli.run("job", command)
                : cli.run("job", command, job.id().toString());
        assertFalse(result.out().contains("\u001b[31m"), command);
        assertFalse(result.out().contains("\u202e"), command);
        boolean unicode = charset.equals("UTF-8");
        String name =
            (charset.equals("US-ASCII") ? "f?r" : "f\u00fcr")
                + (unicode ? " \u65e5" : " ?")
                + "?[31m???.exe";
        assertTrue(plain(result.out()).contains(name) || terminal, result.out());
      }
    }
    Style style = Style.of(true, false, cli.variables, cli.charset);
    assertEquals("a b", style.printable("a b"));
    assertEquals(charset.equals("UTF-8") ? "\u65e5" : "?", style.printable("\u65e5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get --priority hi http://e/x | 'hi' is none of foreground, high, normal and low",
        "--backend mac job list | 'mac' is none of auto, windows and embedded",
        "job create --name a --type up | 'up' is none of download, upload and upload-reply",
        "completion fish | 'fish' is neither bash nor zsh",
        "decode --origin x 1 | 'x' is none of connect, call and job",
        "serve . --notify-by x | 'x' is neither reference nor value",
        "serve . --port x | 'x' is no whole number",
        "job set x --url x=http://e/ | 'x' is no whole number",
        "job set x --password-file f | Missing required argument(s): --user=NAME",
      })
  void aWordThatIsNoneIsToldWhatThereIs(String line, String said) {
    cli.size = new TerminalSize(200, 24);
    cli.terminal = false;
    CliRunner.Result result = cli.run(line.split(" "));
    assertEquals(2, result.exitCode());
    String err = result.err().replaceAll("\\s+", " ");
    assertTrue(err.contains(said), err);
    assertFalse(err.contains("Error:"), err);
  }
}
