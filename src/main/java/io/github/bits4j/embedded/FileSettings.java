package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What a queue keeps about a file beyond the first version of BITS. Never changes. */
record FileSettings(Settings values) {
  static final FileSettings NONE = new FileSettings(Settings.NONE);

  private static final String RANGES = "ranges";
  private static final String VALIDATED = "validated";
  private static final String ORIGINAL = "original";
  private static final String ANSWER = "answer";

  /** The pieces that are wanted, in the order wanted; none for the whole file. */
  List<FileRange> ranges() {
    return values
        .get(RANGES)
        .map(text -> Arrays.stream(text.split(",")).map(FileSettings::range).toList())
        .orElse(List.of());
  }

  FileSettings withRanges(List<FileRange> ranges) {
    return with(
        RANGES,
        ranges.isEmpty()
            ? Optional.empty()
            : Optional.of(
                ranges.stream().map(FileSettings::text).collect(Collectors.joining(","))));
  }

  /** Offset and length: {@code 100+50}; {@code 100+} up to the end. */
  private static String text(FileRange range) {
    return range.offset()
        + "+"
        + (range.length().isPresent() ? String.valueOf(range.length().getAsLong()) : "");
  }

  private static FileRange range(String text) {
    int plus = text.indexOf('+');
    String length = text.substring(plus + 1);
    return new FileRange(
        Long.parseLong(text.substring(0, plus)),
        length.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length)));
  }

  /** Whether somebody said that the bytes are right. */
  boolean validated() {
    return values.has(VALIDATED);
  }

  FileSettings withValidated(boolean validated) {
    return new FileSettings(values.with(VALIDATED, validated));
  }

  /** The name under which the file was asked for first, if a redirect gave it another one. */
  Optional<String> original() {
    return values.get(ORIGINAL);
  }

  FileSettings withOriginal(Optional<String> name) {
    return with(ORIGINAL, name);
  }

  /** The headers of the server's last answer. */
  Optional<String> answer() {
    return values.get(ANSWER);
  }

  FileSettings withAnswer(String headers) {
    return with(ANSWER, Optional.of(headers));
  }

  private FileSettings with(String name, Optional<String> value) {
    return new FileSettings(values.with(name, value));
  }
}
