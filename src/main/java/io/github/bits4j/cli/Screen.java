package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.JobError;
import io.github.bits4j.error.BitsException;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a command prints: results to standard output, everything else to standard error. Under
 * {@code --json} standard output carries objects only, under {@code --quiet} nothing that isn't
 * asked for.
 */
final class Screen {
  /** What text is broken to, unless it is seen on a terminal that is narrower. */
  static final int COLUMNS = 80;

  private static final int LABEL_COLUMNS = 10;

  private final PrintStream out;
  private final PrintStream err;
  private final Style style;
  private final Style errStyle;
  private final boolean json;
  private final boolean quiet;
  private final boolean verbose;
  private final Locale language;
  private final boolean seen;
  private final Person person;

  Screen(Environment environment, GlobalOptions options) {
    this.json = options.json;
    this.quiet = options.quiet;
    this.verbose = options.verbose;
    this.out = stream(environment.out(), json ? StandardCharsets.UTF_8 : environment.charset());
    this.err = stream(environment.err(), environment.charset());
    this.style =
        Style.of(
            environment.outIsTerminal(),
            options.noColor,
            environment.variables(),
            environment.charset());
    this.errStyle =
        Style.of(
            environment.errIsTerminal(),
            options.noColor,
            environment.variables(),
            environment.charset());
    this.language = options.language(environment.locale());
    this.seen = environment.outIsTerminal() || environment.errIsTerminal();
    this.person = environment.person();
  }

  private static PrintStream stream(OutputStream to, Charset charset) {
    return new PrintStream(new BufferedOutputStream(to), true, charset);
  }

  boolean isJson() {
    return json;
  }

  boolean isVerbose() {
    return verbose;
  }

  boolean isQuiet() {
    return quiet;
  }

  /** How many columns text may take. */
  int columns() {
    return seen ? Math.min(COLUMNS, person.terminalSize().columns()) : COLUMNS;
  }

  Locale language() {
    return language;
  }

  Style style() {
    return style;
  }

  Style errStyle() {
    return errStyle;
  }

  PrintStream err() {
    return err;
  }

  PrintStream out() {
    return out;
  }

  void json(JsonObject object) {
    out.println(Json.line(object));
  }

  /** A result for a program that reads no objects. */
  void script(String text) {
    out.print(text);
    out.flush();
  }

  /** A line of the result, for people. */
  void result(String line) {
    if (!json) {
      out.println(line);
    }
  }

  /** A line of the result that only says that all is well. */
  void comfort(String line) {
    if (!quiet) {
      result(line);
    }
  }

  /** A line of comfort behind a mark of one column, broken to the columns that are left. */
  void comfort(String mark, String text) {
    String margin = mark;
    for (String line : Text.wrap(text, columns() - 2)) {
      comfort(margin + " " + style.printable(line));
      margin = " ";
    }
  }

  /** A label and its text, broken to the columns that are left. */
  void row(String label, String text, UnaryOperator<String> look) {
    if (json) {
      return;
    }
    row(out, style, label, text, look);
  }

  /** A line of a name that comes from somewhere else. */
  void heading(String name) {
    result(style.bold(style.printable(name)));
  }

  void row(String label, String text) {
    row(label, text, UnaryOperator.identity());
  }

  void row(String label, Optional<String> text) {
    text.ifPresent(value -> row(label, value));
  }

  private void row(
      PrintStream to, Style style, String label, String text, UnaryOperator<String> look) {
    String margin = "  " + Text.pad(label, LABEL_COLUMNS);
    for (String line : Text.wrap(text, columns() - margin.length())) {
      to.println(style.faint(margin) + look.apply(style.printable(line)));
      margin = " ".repeat(margin.length());
    }
  }

  /** Something worth knowing, on standard error. */
  void note(String text) {
    if (!quiet) {
      for (String line : Text.wrap(text, columns())) {
        err.println(errStyle.faint(errStyle.printable(line)));
      }
    }
  }

  /** Something to be careful about, on standard error, quiet or not. */
  void warn(String text) {
    complain("bits: ", errStyle::careful, text);
  }

  /** Why a command failed, on standard error. */
  void failure(String text) {
    complain("bits: ", errStyle::worse, text);
  }

  /** A step, for those who asked for steps. */
  void step(String text) {
    if (verbose) {
      err.println(errStyle.faint(text));
    }
  }

  void trace(Throwable cause) {
    if (verbose) {
      cause.printStackTrace(err);
    }
  }

  private void complain(String who, UnaryOperator<String> look, String text) {
    String margin = who;
    for (String line : Text.wrap(text, columns() - who.length())) {
      err.println(look.apply(margin) + errStyle.printable(line));
      margin = " ".repeat(margin.length());
    }
  }

  /** Why a command was not carried out, on standard error. */
  void failure(Refusal refusal) {
    failure(refusal.getMessage());
    refusal
        .error()
        .filter(this::isTranslated)
        .ifPresent(error -> explain(Explained.of(error, language)));
  }

  /** Why a job failed, decoded, on standard error. */
  void failure(String headline, JobError error) {
    failure(headline + ": " + error.fault());
    String where =
        error
            .context()
            .map(Enum::name)
            .orElseGet(() -> "context " + Integer.toUnsignedString(error.contextValue()));
    row(err, errStyle, "where", where, UnaryOperator.identity());
    explain(Explained.of(error, language));
    error
        .remoteName()
        .ifPresent(name -> row(err, errStyle, "remote", name, UnaryOperator.identity()));
    error
        .localName()
        .ifPresent(name -> row(err, errStyle, "local", name, UnaryOperator.identity()));
  }

  /** The message of an exception is English: it says all that there is in other languages. */
  private boolean isTranslated(BitsException error) {
    return !Explained.of(error, language).equals(Explained.of(error, Locale.ENGLISH));
  }

  private void explain(Explained explained) {
    row(err, errStyle, "meaning", explained.meaning(), UnaryOperator.identity());
    explained.advice().ifPresent(advice -> row(err, errStyle, "advice", advice, errStyle::accent));
  }
}
