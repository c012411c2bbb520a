package io.github.bits4j.cli;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.RetryAdvice;
import java.util.Locale;
import java.util.Optional;

/** A decoded value as people read it. */
final class FaultView {
  private FaultView() {}

  /** Prints everything but the longer text. */
  static void print(Screen screen, Explained explained) {
    Style style = screen.style();
    Fault fault = explained.fault();
    HResult hresult = fault.hresult();
    screen.result(headline(style, fault));
    if (!fault.aliases().isEmpty()) {
      screen.row("also", String.join(", ", fault.aliases()));
    }
    screen.row("meaning", explained.meaning());
    if (explained.advice().isPresent()) {
      screen.row("advice", explained.advice().get(), style::accent);
    }
    if (hresult.failed()) {
      screen.row("retry", retry(explained));
    }
    screen.row(
        "parts",
        (hresult.failed() ? "error" : "success")
            + style.dot()
            + fault.kind().name().toLowerCase(Locale.ROOT)
            + style.dot()
            + facility(fault)
            + style.dot()
            + "code "
            + hresult.code(),
        style::faint);
  }

  /** Prints the longer text, if there is one. */
  static void printDetail(Screen screen, Explained explained) {
    if (explained.detail().isPresent()) {
      screen.row("more", explained.detail().get(), screen.style()::faint);
    }
  }

  /** The name and the value, or the value alone. */
  static String headline(Style style, Fault fault) {
    HResult hresult = fault.hresult();
    Optional<String> name = fault.name();
    String first = name.orElseGet(hresult::toString);
    return (hresult.failed() ? style.worse(first) : style.bold(style.good(first)))
        + (name.isPresent() ? "  " + style.bold(hresult.toString()) : "");
  }

  private static String facility(Fault fault) {
    String number = "facility " + fault.hresult().facility();
    return fault
        .facilityName()
        .map(name -> number + " " + name.replaceFirst("^FACILITY_", ""))
        .orElse(number);
  }

  private static String retry(Explained explained) {
    RetryAdvice retry = explained.explanation().retry();
    String basis =
        retry.basis() == RetryAdvice.Basis.NONE
            ? ""
            : " (" + retry.basis().name().toLowerCase(Locale.ROOT) + ")";
    switch (retry.outlook()) {
      case TRANSIENT:
        return "transient: " + who(retry) + basis;
      case FATAL:
        return "fatal: " + who(retry) + basis;
      default:
        return "no source says";
    }
  }

  private static String who(RetryAdvice retry) {
    switch (retry.retrier()) {
      case BITS:
        return "BITS tries again by itself";
      case CALLER:
        return "try again only after what the advice says";
      default:
        return "no use trying again";
    }
  }
}
