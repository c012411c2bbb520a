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
  private static final String SCATTERED = "scattered.";
  private static final String SAFE = SCATTERED + "safe";
  private static final String UNSAFE = SCATTERED + "unsafe";
  private static final String GO_ON_AT = SCATTERED + "next";
  private static final String WANTED = "wanted";

  /** The pieces that are wanted, in the order wanted; none for the whole file. */
  List<FileRange> ranges() {
    return pieces(RANGES).orElse(List.of());
  }

  private Optional<List<FileRange>> pieces(String name) {
    return values
        .get(name)
        .map(text -> Arrays.stream(text.split(",")).map(FileSettings::range).toList());
  }

  FileSettings withRanges(List<FileRange> ranges) {
    return with(RANGES, text(ranges));
  }

  private static Optional<String> text(List<FileRange> ranges) {
    return ranges.isEmpty()
        ? Optional.empty()
        : Optional.of(ranges.stream().map(FileSettings::text).collect(Collectors.joining(",")));
  }

  // ---- Bytes that do not come one after the other ----

  /** The bytes here whatever happens; empty for a file whose bytes come one after the other. */
  Optional<Ranges> safe() {
    return values.get(SAFE).map(Ranges::parse);
  }

  /** The bytes here that a loss of power may take. */
  Ranges unsafe() {
    return values.get(UNSAFE).map(Ranges::parse).orElse(Ranges.NONE);
  }

  FileSettings withHere(Ranges safe, Ranges unsafe) {
    return with(SAFE, Optional.of(safe.text()))
        .with(UNSAFE, Optional.of(unsafe.text()).filter(text -> !text.isEmpty()));
  }

  /** For a file whose bytes come one after the other. */
  FileSettings inOrder() {
    return new FileSettings(values.without(SCATTERED));
  }

  /** Where to look for the next missing byte. */
  long goOnAt() {
    return values.get(GO_ON_AT).map(Long::parseLong).orElse(0L);
  }

  FileSettings withGoOnAt(long offset) {
    return with(GO_ON_AT, Optional.of(String.valueOf(offset)));
  }

  /** What somebody asked for and is not all here; empty if nobody waits for anything. */
  Optional<List<FileRange>> wanted() {
    return pieces(WANTED);
  }

  FileSettings withWanted(List<FileRange> ranges) {
    return with(WANTED, text(ranges));
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

  /** What was agreed upon with the far end of an upload. */
  Optional<UploadSession> session() {
    return UploadSession.in(values);
  }

  FileSettings withSession(UploadSession session) {
    return new FileSettings(session.addTo(values));
  }

  FileSettings withoutSession() {
    return new FileSettings(values.without(UploadSession.PREFIX));
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
