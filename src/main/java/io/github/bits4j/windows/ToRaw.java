package io.github.bits4j.windows;

import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.BG_FILE_INFO;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Public values on their way to the service. What it could not be told is refused here. */
final class ToRaw {
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final String CREATE = "BitsManager.createJob";

  /** Of a list of proxies, and of one of hosts that need none. */
  private static final int LONGEST_LIST = 4000;

  private ToRaw() {}

  /** A text without NUL, behind which Windows would not look. */
  static String text(String what, String text) {
    return text("bits4j", what, text);
  }

  static String text(String call, String what, String text) {
    if (text == null) {
      throw refused(call, "the " + what + " is null");
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw refused(call, "the " + what + " has a NUL character at index " + nul);
    }
    return text;
  }

  static String nonEmpty(String call, String what, String text) {
    if (text(call, what, text).isEmpty()) {
      throw refused(call, "the " + what + " is empty");
    }
    return text;
  }

  /** The pieces of a file, at least one. */
  static List<BG_FILE_RANGE> ranges(String call, List<FileRange> ranges) {
    return FileRange.atLeastOne(call, ranges).stream()
        .map(
            range ->
                new BG_FILE_RANGE(
                    range.offset(), range.length().orElse(BG_FILE_RANGE.BG_LENGTH_TO_EOF)))
        .toList();
  }

  /** A list with blanks between its entries; null for none. */
  static String list(String call, List<String> entries, BitsCode tooLarge) {
    if (entries.isEmpty()) {
      return null;
    }
    String list = text(call, "list", String.join(" ", entries));
    if (list.length() > LONGEST_LIST) {
      throw BitsException.of(
          tooLarge.hresult(),
          call,
          "the list has %d characters; BITS takes %d".formatted(list.length(), LONGEST_LIST),
          null);
    }
    return list;
  }

  /** Files for AddFileSet, which adds all or none. */
  static List<BG_FILE_INFO> files(List<FileSpec> files) {
    if (files.isEmpty()) {
      throw refused("there is no file to add");
    }
    List<BG_FILE_INFO> set = new ArrayList<>(files.size());
    for (FileSpec file : files) {
      String remote = text("remote name", file.remoteName());
      set.add(new BG_FILE_INFO(remote, file.localName().toString()));
    }
    return set;
  }

  /**
   * Everything in a spec that CreateJob does not take, but for the files, as the calls on the new
   * job. What the service could not be told is refused now, while there is no job.
   */
  static Consumer<IBackgroundCopyJob> configuration(JobSpec spec) {
    Optional<String> description = spec.description().map(it -> text("description", it));
    Optional<Integer> delay =
        spec.minimumRetryDelay().map(it -> JobSpec.seconds(CREATE, "minimum retry delay", it));
    Optional<Integer> timeout =
        spec.noProgressTimeout().map(it -> JobSpec.seconds(CREATE, "no-progress timeout", it));
    return job -> {
      description.ifPresent(job::SetDescription);
      spec.priority().ifPresent(it -> job.SetPriority(it.value()));
      delay.ifPresent(job::SetMinimumRetryDelay);
      timeout.ifPresent(job::SetNoProgressTimeout);
    };
  }

  private static BitsException refused(String why) {
    return refused("bits4j", why);
  }

  static BitsException refused(String call, String why) {
    return BitsException.of(E_INVALIDARG, call, why, null);
  }
}
