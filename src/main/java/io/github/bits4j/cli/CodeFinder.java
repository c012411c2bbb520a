package io.github.bits4j.cli;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds return values inside text: log files, mails, what other programs print. Text is full of
 * numbers, so forms that could be anything count only where they make sense: decimals if they are
 * failures that something is known about, names if they are known.
 */
final class CodeFinder {
  private static final Pattern CANDIDATE =
      Pattern.compile(
          "(?<![\\w.-])(?:"
              // Eight digits, or sixteen with the sign; fewer are flags, more are addresses.
              + "(?<hex>0[xX](?:[fF]{8})?\\p{XDigit}{8})"
              // Windows Update writes hr=80240FFF.
              + "|(?:hr|hresult)\\s?[=:]\\s?(?<bare>[89a-fA-F]\\p{XDigit}{7})"
              + "|(?<prefixed>(?:http|win32):\\d{1,5})"
              + "|(?<decimal>-?\\d{9,10})"
              + "|(?<name>[A-Z][A-Z0-9]*_\\w*)"
              + ")(?![\\w-]|\\.\\d)");

  private final CodeReader reader;

  CodeFinder(CodeReader reader) {
    this.reader = reader;
  }

  /** The codes of one line, in their order. */
  List<HResult> find(String line) {
    // A line that is nothing but a code may have any form.
    Optional<HResult> whole = reader.read(line);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<HResult> found = new ArrayList<>();
    Matcher candidates = CANDIDATE.matcher(line);
    while (candidates.find()) {
      candidate(candidates).ifPresent(found::add);
    }
    return found;
  }

  private Optional<HResult> candidate(Matcher candidate) {
    if (candidate.group("bare") != null) {
      return reader.read("0x" + candidate.group("bare"));
    }
    if (candidate.group("decimal") != null) {
      return reader
          .read(candidate.group("decimal"))
          .filter(value -> value.failed() && Fault.of(value).kind() != Kind.UNKNOWN);
    }
    return reader.read(candidate.group());
  }
}
