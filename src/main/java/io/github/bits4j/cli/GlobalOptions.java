package io.github.bits4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command; they may stand before or after its name. */
final class GlobalOptions {
  @Option(
      names = "--backend",
      scope = ScopeType.INHERIT,
      paramLabel = "auto|windows|embedded",
      description =
          "Who transfers. auto: on Windows the BITS service and nothing else, elsewhere the"
              + " embedded engine.")
  Backend backend = Backend.AUTO;

  @Option(
      names = "--queue",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The folder of the embedded engine's queue. Default: one per user.")
  Path queue;

  @Option(
      names = "--lang",
      scope = ScopeType.INHERIT,
      paramLabel = "TAG",
      description =
          "The language of meanings and advice, for instance zh-TW. Default: yours; English with"
              + " --json.")
  String lang;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON object a line, and nothing else, to standard output.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print results and failures only.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Print the steps too, and where unexpected failures came from.")
  boolean verbose;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colours. The same as a variable NO_COLOR that is not empty.")
  boolean noColor;

  /** The language of texts from our tables. */
  Locale language(Locale ofThePerson) {
    if (lang != null) {
      return Locale.forLanguageTag(lang.replace('_', '-'));
    }
    return json ? Locale.ENGLISH : ofThePerson;
  }
}
