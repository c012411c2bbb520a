package io.github.bits4j.windows;

import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.BG_FILE_INFO;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.ArrayList;
import java.util.List;

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

  /** Sets everything on a new job that CreateJob does not take. */
  static void configure(IBackgroundCopyJob job, JobSpec spec) {
    spec.description().ifPresent(it -> job.SetDescription(text("description", it)));
    spec.priority().ifPresent(it -> job.SetPriority(it.value()));
    spec.minimumRetryDelay()
        .ifPresent(
            it -> job.SetMinimumRetryDelay(JobSpec.seconds(CREATE, "minimum retry delay", it)));
    spec.noProgressTimeout()
        .ifPresent(
            it -> job.SetNoProgressTimeout(JobSpec.seconds(CREATE, "no-progress timeout", it)));
    if (!spec.files().isEmpty()) {
      job.AddFileSet(files(spec.files()));
    }
  }

  private static BitsException refused(String why) {
    return BitsException.of(E_INVALIDARG, "bits4j", why, null);
  }
}
