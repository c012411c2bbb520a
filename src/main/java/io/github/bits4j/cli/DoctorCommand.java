package io.github.bits4j.cli;

import io.github.bits4j.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Prints what a backend found out about itself. */
@Command(
    name = "doctor",
    description = {
      "Says what backend there is, how it stands, and what to do about what is wrong.",
      "",
      "Exit code 3 if something has to be mended before the backend can be used.",
      ""
    },
    footer = {"", "Examples:", "  bits doctor", "  bits doctor --json --queue /srv/queue"})
final class DoctorCommand implements Callable<Integer> {
  private static final int TITLE_COLUMNS = 22;
  private static final String MARGIN = " ".repeat(2 + TITLE_COLUMNS);

  @ParentCommand private BitsCommand bits;

  @Override
  public Integer call() {
    Screen screen = bits.screen();
    List<Finding> findings =
        bits.environment().backends().diagnose(bits.options.backend, bits.queue());
    for (Finding finding : findings) {
      if (screen.isJson()) {
        screen.json(Json.finding(finding));
      } else {
        print(screen, finding);
      }
    }
    boolean usable =
        findings.stream().noneMatch(finding -> finding.status() == Finding.Status.PROBLEM);
    return usable ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }

  private static void print(Screen screen, Finding finding) {
    Style style = screen.style();
    String margin =
        sign(style, finding.status()) + " " + style.bold(Text.pad(finding.title(), TITLE_COLUMNS));
    if (Text.width(finding.title()) >= TITLE_COLUMNS) {
      screen.result(margin);
      margin = MARGIN;
    }
    print(screen, margin, finding.detail(), UnaryOperator.identity());
    finding.fix().ifPresent(fix -> print(screen, MARGIN, style.arrow() + " " + fix, style::accent));
  }

  private static void print(Screen screen, String first, String text, UnaryOperator<String> look) {
    String margin = first;
    for (String line : Text.wrap(text, Screen.COLUMNS - MARGIN.length())) {
      screen.result(margin + look.apply(line));
      margin = MARGIN;
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
