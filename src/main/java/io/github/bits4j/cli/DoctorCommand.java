package io.github.bits4j.cli;

import io.github.bits4j.Finding;
import io.github.bits4j.transfer.Preflight;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a backend found out about itself, and whether a download would work. */
@Command(
    name = "doctor",
    description = {
      "Says what backend there is, how it stands, and what to do about what is wrong.",
      "",
      "With a URL, also whether a download from there would work: name, connection,",
      "certificate, size, parts of the file, and the folder here. One byte of the file is",
      "asked for, without credentials.",
      "",
      "Exit code 3 if something has to be mended before the backend can be used, 1 if the",
      "download cannot work.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits doctor",
      "  bits doctor --json --queue /srv/queue",
      "  bits doctor https://example.org/image.iso downloads"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int TITLE_COLUMNS = 22;

  /** A terminal with fewer columns has no room for titles beside the texts. */
  private static final int NARROW = 60;

  @ParentCommand private BitsCommand bits;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL",
      description = "The file that shall be downloaded.")
  private String url;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file here, or a folder; this folder if it is left out.")
  private String file;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "20",
      converter = OptionTypes.Seconds.class,
      description = "How long URL and folder are looked at, at most (default: ${DEFAULT-VALUE}).")
  private Duration within;

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = bits.screen();
    if (within.isZero()) {
      throw Refusal.badInput("0 seconds are too short to look at anything");
    }
    boolean usable =
        show(screen, bits.environment().backends().diagnose(bits.options.backend, bits.queue()));
    boolean works =
        url == null
            || show(screen, Preflight.withoutBackend().url(url).into(folder()).check(within));
    if (!usable) {
      return ExitCode.UNAVAILABLE;
    }
    return works ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Where the file would be. */
  private Path folder() {
    Path here = bits.environment().workingFolder();
    if (file == null) {
      return here;
    }
    Path path = TargetFile.absolute(file, here);
    boolean isFolder =
        file.endsWith("/") || file.endsWith(File.separator) || Files.isDirectory(path);
    return isFolder || path.getParent() == null ? path : path.getParent();
  }

  /** Prints findings; whether none of them is a problem. */
  private static boolean show(Screen screen, List<Finding> findings) {
    for (Finding finding : findings) {
      if (screen.isJson()) {
        screen.json(Json.finding(finding));
      } else {
        print(screen, finding);
      }
    }
    return findings.stream().noneMatch(finding -> finding.status() == Finding.Status.PROBLEM);
  }

  private static void print(Screen screen, Finding finding) {
    Style style = screen.style();
    String title = style.printable(finding.title());
    boolean narrow = screen.columns() < NARROW;
    String margin = " ".repeat(narrow ? 2 : 2 + TITLE_COLUMNS);
    String sign = sign(style, finding.status()) + " ";
    String first = sign + style.bold(Text.pad(title, TITLE_COLUMNS));
    if (narrow || Text.width(title) >= TITLE_COLUMNS) {
      screen.result(sign + style.bold(title));
      first = margin;
    }
    print(screen, first, margin, finding.detail(), UnaryOperator.identity());
    finding
        .fix()
        .ifPresent(fix -> print(screen, margin, margin, style.arrow() + " " + fix, style::accent));
  }

  private static void print(
      Screen screen, String first, String rest, String text, UnaryOperator<String> look) {
    String margin = first;
    for (String line : Text.wrap(text, screen.columns() - rest.length())) {
      screen.result(margin + look.apply(screen.style().printable(line)));
      margin = rest;
    }
  }

  private static String sign(Style style, Finding.Status status) {
    switch (status) {
      case OK:
        return style.good(style.tick());
      case WARNING:
        return style.careful("!");
      case PROBLEM:
        return style.bad(style.cross());
      default:
        return style.faint("?");
    }
  }
}
