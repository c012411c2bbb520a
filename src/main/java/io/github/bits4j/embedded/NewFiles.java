package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes files into a job: all of them, or none. */
final class NewFiles {
  /** {@code MAX_PATH}. */
  private static final int LONGEST_PATH = 260;

  private final LocalFiles files;
  private final Policies policies;

  NewFiles(LocalFiles files, Policies policies) {
    this.files = files;
    this.policies = policies;
  }

  /**
   * Checks files.
   *
   * @param already how many files the job has
   */
  List<FileRecord> checked(JobType type, List<FileSpec> specs, int already, String call) {
    if (type != JobType.DOWNLOAD && already + specs.size() > 1) {
      throw Arguments.refused(BitsCode.TOO_MANY_FILES, call, "an upload job takes one file");
    }
    List<FileRecord> checked = new ArrayList<>();
    for (FileSpec spec : specs) {
      if (spec == null) {
        throw Arguments.refused(Arguments.E_INVALIDARG, call, "a file is null");
      }
      checkRemoteName(spec.remoteName(), call);
      Path local = spec.localName().normalize();
      if (type == JobType.DOWNLOAD) {
        checkTarget(local, call);
      } else {
        checkSource(local, call);
        checkReplies(type, spec.remoteName(), call);
      }
      checked.add(FileRecord.added(spec.remoteName(), local, List.of()));
    }
    if (already + specs.size() > policies.filesPerJob()) {
      throw Arguments.refused(
          BitsCode.TOO_MANY_FILES_IN_JOB, call, "a job takes " + policies.filesPerJob() + " files");
    }
    return checked;
  }

  /** Checks a file of which only pieces are wanted. */
  FileRecord checked(
      String remoteName, Path localName, List<FileRange> ranges, JobRecord job, String call) {
    if (Arguments.given(call, ranges).isEmpty() || ranges.contains(null)) {
      throw Arguments.refused(Arguments.E_INVALIDARG, call, "there is no range, or a null one");
    }
    FileRecord file =
        checked(
                JobType.DOWNLOAD,
                List.of(new FileSpec(remoteName, localName)),
                job.files().size(),
                call)
            .get(0);
    if (!RemoteNames.isHttp(remoteName)) {
      throw Arguments.refused(
          Arguments.E_INVALIDARG, call, "BITS takes ranges over HTTP only, since version 3.0");
    }
    checkRanges(ranges, call);
    if (job.settings().dynamicContent()) {
      throw Arguments.refused(
          BitsCode.UNSUPPORTED_JOB_CONFIGURATION, call, "the job has dynamic content");
    }
    if (job.settings().hasMethod()) {
      throw Arguments.refused(
          BitsCode.NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD, call, "the job has a method");
    }
    return file.with(file.settings().withRanges(ranges));
  }

  private void checkRanges(List<FileRange> ranges, String call) {
    if (ranges.size() > policies.rangesPerFile()) {
      throw Arguments.refused(
          BitsCode.TOO_MANY_RANGES_IN_FILE,
          call,
          "a file takes " + policies.rangesPerFile() + " ranges");
    }
    List<FileRange> sorted =
        ranges.stream().sorted(Comparator.comparingLong(FileRange::offset)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      FileRange before = sorted.get(i - 1);
      boolean ends = before.length().isPresent();
      if (!ends || before.offset() + before.length().getAsLong() > sorted.get(i).offset()) {
        throw Arguments.refused(
            BitsCode.OVERLAPPING_RANGES,
            call,
            "the ranges from " + before.offset() + " and " + sorted.get(i).offset() + " overlap");
      }
    }
  }

  /** Checks a name that a file is to have from now on. */
  static String checkedRemoteName(String name, FileRecord file, String call) {
    FileSpec.requireRemoteName(call, name);
    if (!RemoteNames.isHttp(name) && !file.settings().ranges().isEmpty()) {
      throw Arguments.refused(
          Arguments.E_INVALIDARG, call, "BITS takes ranges over HTTP only, since version 3.0");
    }
    checkRemoteName(name, call);
    return name;
  }

  private static void checkRemoteName(String name, String call) {
    if (RemoteNames.hasUser(name)) {
      // Not quoted: it may have a password in it.
      throw Arguments.refused(
          Arguments.E_INVALIDARG,
          call,
          "the URL has a user in it, which everybody sees who sees the job, and which is sent to"
              + " nobody; give the job credentials");
    }
    try {
      if (RemoteNames.isHttp(name)) {
        RemoteNames.url(name);
      } else {
        RemoteNames.path(name);
      }
    } catch (IllegalArgumentException e) {
      throw BitsException.of(Arguments.E_INVALIDARG, call, e.getMessage(), e);
    }
  }

  private void checkSource(Path local, String call) {
    if (files.isFolder(local)) {
      throw Arguments.refused(Arguments.E_INVALIDARG, call, local + " is a folder");
    }
    if (!files.exists(local)) {
      throw Arguments.refused(Failure.FILE_NOT_FOUND, call, "there is no file " + local);
    }
    if (!files.isReadable(local)) {
      throw Arguments.refused(Failure.ACCESS_DENIED, call, local + " cannot be read");
    }
  }

  private static void checkReplies(JobType type, String remoteName, String call) {
    if (type == JobType.UPLOAD_REPLY && !RemoteNames.isHttp(remoteName)) {
      throw Arguments.refused(Arguments.E_INVALIDARG, call, "replies come over HTTP only");
    }
  }

  /** Checks where a reply is to go. */
  Path checkedReply(Path file, String call) {
    if (!Arguments.given(call, file).isAbsolute() || file.toString().length() > LONGEST_PATH) {
      throw Arguments.refused(
          Arguments.E_INVALIDARG,
          call,
          file + " is not absolute, or has more than " + LONGEST_PATH + " characters");
    }
    Path normal = file.normalize();
    checkTarget(normal, call);
    return normal;
  }

  private void checkTarget(Path local, String call) {
    Path folder = local.getParent();
    if (folder == null || !files.isFolder(folder)) {
      throw Arguments.refused(Failure.PATH_NOT_FOUND, call, "there is no folder " + folder);
    }
    if (files.isFolder(local)) {
      throw Arguments.refused(Arguments.E_INVALIDARG, call, local + " is a folder");
    }
    if (!files.isWritable(folder)) {
      throw Arguments.refused(
          Failure.ACCESS_DENIED, call, "the folder " + folder + " cannot be written");
    }
  }
}
