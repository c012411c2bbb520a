package io.github.bits4j.cli;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.util.Locale;

/** A decoded value as people read it. */
final class FaultView {
  private FaultView() {}

  static void print(Screen screen, Explained explained) {
    Style style = screen.style();
    Fault fault = explained.fault();
    HResult hresult = fault.hresult();
    String name = fault.name().orElse("(no name)");
    screen.result(
        (hresult.failed() ? style.worse(name) : style.bold(style.good(name)))
            + "  "
            + style.bold(hresult.toString()));
    if (!fault.aliases().isEmpty()) {
      screen.row("also", String.join(", ", fault.aliases()));
    }
    screen.row("meaning", explained.meaning());
    explained.advice().ifPresent(advice -> screen.row("advice", advice, style::accent));
    screen.row("retry", retry(explained));
    screen.row(
        "parts",
        (hresult.failed() ? "error" : "success")
            + style.dot()
            + "kind "
            + fault.kind().name().toLowerCase(Locale.ROOT)
            + style.dot()
            + "facility "
            + hresult.facility()
            + style.dot()
            + "code "
            + hresult.code()
            + (fault.httpStatus().isPresent()
                ? style.dot() + "HTTP " + fault.httpStatus().getAsInt()
                : ""),
        style::faint);
  }

  private static String retry(Explained explained) {
    return explained
        .isTransient()
        .map(
            yes ->
                yes
                    ? "transient: BITS tries again by itself"
                    : "fatal: nothing changes until somebody changes something")
        .orElse("no source says");
  }
}
