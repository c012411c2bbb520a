package io.github.bits4j.cli;

import io.github.bits4j.Finding;
import java.util.List;
import java.util.concurrent.Callable;
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
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Override
  public Integer call() {
    Screen screen = bits.screen();
    List<Finding> findings = bits.environment().backends().diagnose(bits.options.backend);
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
    screen.result(sign(style, finding.status()) + " " + style.bold(finding.title()));
    screen.row("", finding.detail());
    finding.fix().ifPresent(fix -> screen.row("do", fix, style::accent));
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
