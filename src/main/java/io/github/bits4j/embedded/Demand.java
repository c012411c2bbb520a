package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import io.github.bits4j.error.BitsCode;
import java.util.List;
import java.util.Optional;

/** Which bytes of a job come next, where callers may ask for any of them. Pure. */
final class Demand {
  /** What comes next: a file by its place, and the span of it; none for all that is missing. */
  record Next(int file, Optional<Ranges.Span> span) {}

  private static final Ranges.Span NOTHING = new Ranges.Span(0, 0);

  /** More of a file was asked for than there is. */
  static final Failure IMPOSSIBLE = Failure.lasting(BitsCode.INVALID_RANGE);

  private Demand() {}

  /** Whether any piece of a file may be asked for: it is had by ranges, and wanted as a whole. */
  static boolean isPossible(JobRecord record, int index) {
    FileRecord file = record.files().get(index);
    return !record.isUpload()
        && RemoteNames.isHttp(file.remoteName())
        && file.settings().ranges().isEmpty()
        && !record.settings().dynamicContent()
        && !record.settings().hasMethod();
  }

  /** The file, if any piece of it may be asked for. */
  static FileRecord checked(JobRecord record, int index, String call) {
    if (!isPossible(record, index)) {
      throw Arguments.refused(
          BitsCode.RANDOM_ACCESS_NOT_SUPPORTED,
          call,
          "that takes a whole file over HTTP, and no dynamic content or method");
    }
    return record.files().get(index);
  }

  /** Whether all these are bytes of a file; of one that nobody looked at yet, everything is. */
  static boolean isWithin(List<FileRange> ranges, FileRecord file) {
    long size = file.version().map(RemoteVersion::size).orElse(Long.MAX_VALUE);
    return ranges.stream()
        .allMatch(
            range -> range.offset() < size && range.offset() + range.length().orElse(0) <= size);
  }

  /** The error of a file of which more was asked for than there is. */
  static Optional<ErrorRecord> impossible(FileRecord file) {
    return isWithin(file.settings().wanted().orElse(List.of()), file)
        ? Optional.empty()
        : Optional.of(
            ErrorRecord.of(IMPOSSIBLE.hresult(), IMPOSSIBLE.context(), file, Optional.of("http")));
  }

  /** Empty if nothing is to come before somebody asks for it. */
  static Optional<Next> next(JobRecord record) {
    if (record.isUpload()) {
      return Optional.of(new Next(record.uploadIsNext() ? 0 : 1, Optional.empty()));
    }
    for (int i = 0; i < record.files().size(); i++) {
      FileRecord file = record.files().get(i);
      if (isPending(file)) {
        Ranges.Span first = missing(file, wanted(file)).from(0).orElse(NOTHING);
        return Optional.of(new Next(i, Optional.of(portion(first))));
      }
    }
    int index = 0;
    while (index < record.files().size() && !comesByItself(record, index)) {
      index++;
    }
    if (index == record.files().size()) {
      return Optional.empty();
    }
    FileRecord file = record.files().get(index);
    if (!file.isScattered()) {
      return Optional.of(new Next(index, Optional.empty()));
    }
    Ranges all = Ranges.of(0, file.version().map(RemoteVersion::size).orElse(Long.MAX_VALUE));
    // Of an empty file nothing is missing; it is asked for all the same.
    Ranges.Span span = missing(file, all).from(file.settings().goOnAt()).orElse(NOTHING);
    return Optional.of(new Next(index, Optional.of(portion(span))));
  }

  /**
   * Whether a file is to be brought though nobody asks for it; one nobody can ask for always is.
   */
  private static boolean comesByItself(JobRecord record, int index) {
    return !record.files().get(index).whole()
        && !(record.settings().onDemand() && isPossible(record, index));
  }

  /** What was asked for, as far as that can be known. */
  private static Ranges wanted(FileRecord file) {
    return Ranges.of(
        file.settings().wanted().orElse(List.of()),
        file.version().map(RemoteVersion::size).orElse(Long.MAX_VALUE));
  }

  private static Ranges missing(FileRecord file, Ranges of) {
    return of.minus(file.here());
  }

  /** Whether anybody waits for bytes of a job. */
  static boolean isPending(JobRecord record) {
    return record.files().stream().anyMatch(Demand::isPending);
  }

  private static boolean isPending(FileRecord file) {
    return !file.whole() && file.settings().wanted().isPresent();
  }

  /** Whether all that was asked for of a file is here. */
  static boolean isMet(FileRecord file) {
    return file.settings().wanted().isPresent() && missing(file, wanted(file)).isEmpty();
  }

  /** So much is brought to the disk at once: see {@link Limits#SAVED_PROGRESS}. */
  private static Ranges.Span portion(Ranges.Span span) {
    return new Ranges.Span(span.from(), Math.min(span.to(), span.from() + Limits.SAVED_PROGRESS));
  }
}
