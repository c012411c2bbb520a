package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import io.github.bits4j.error.BitsCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What callers may ask for of the bytes of a file; what becomes of it says {@link Demand}. */
final class Demands {
  private final Steps steps;

  Demands(Steps steps) {
    this.steps = steps;
  }

  /** Has pieces of a file come before everything else. */
  void request(LiveJob job, int index, List<FileRange> ranges, String call) {
    Arguments.given(call, ranges).forEach(range -> Arguments.given(call, range));
    FileRange.atLeastOne(call, ranges);
    change(
        job,
        index,
        call,
        file -> {
          requireWithin(ranges, file, call);
          List<FileRange> wanted = new ArrayList<>(file.settings().wanted().orElse(List.of()));
          wanted.addAll(ranges);
          FileRecord wanting = file.wanting(wanted);
          return Demand.isMet(wanting) ? file : wanting;
        });
  }

  /** Has a file go on with what is missing behind an offset. */
  void continueFrom(LiveJob job, int index, long offset, String call) {
    change(
        job,
        index,
        call,
        file -> {
          if (offset < 0) {
            throw Arguments.refused(Arguments.E_INVALIDARG, call, "an offset of " + offset);
          }
          requireWithin(offset == 0 ? List.of() : List.of(FileRange.from(offset)), file, call);
          return file.with(file.settings().withGoOnAt(offset));
        });
  }

  private static void requireWithin(List<FileRange> ranges, FileRecord file, String call) {
    if (!Demand.isWithin(ranges, file)) {
      throw Arguments.refused(BitsCode.INVALID_RANGE, call, "the file has fewer bytes");
    }
  }

  private void change(LiveJob job, int index, String call, UnaryOperator<FileRecord> change) {
    steps.step(
        call,
        () -> {
          Steps.next(job, Event.SET, call);
          FileRecord file = Demand.checked(job.record, index, call);
          FileRecord changed = change.apply(file);
          if (file.whole() || changed == file) {
            return null;
          }
          job.stop();
          return steps.advance(
              job,
              Event.SET,
              call,
              Store.Keep.POWER,
              edit -> edit.file(index, change.apply(edit.file(index).scattered())));
        });
  }
}
