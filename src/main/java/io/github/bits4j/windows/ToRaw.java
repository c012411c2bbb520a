package io.github.bits4j.windows;

import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.BG_FILE_INFO;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Public values on their way to the service. What it could not be told is refused here. */
final class ToRaw {
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final String CREATE = "BitsManager.createJob";

  private ToRaw() {}

  /** A text without NUL, behind which Windows would not look. */
  static String text(String what, String text) {
    if (text == null) {
      throw refused("the " + what + " is null");
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw refused("the " + what + " has a NUL character at index " + nul);
    }
    return text;
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
    return BitsException.of(E_INVALIDARG, "bits4j", why, null);
  }
}
