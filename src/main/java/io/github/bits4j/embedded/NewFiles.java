package io.github.bits4j.embedded;

import io.github.bits4j.FileSpec;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes files into a job: all of them, or none. */
final class NewFiles {
  private final LocalFiles files;

  NewFiles(LocalFiles files) {
    this.files = files;
  }

  /**
   * Checks files.
   *
   * @param already how many files the job has
   */
  List<FileRecord> checked(List<FileSpec> specs, int already, String call) {
    List<FileRecord> checked = new ArrayList<>();
    for (FileSpec spec : specs) {
      if (spec == null) {
        throw Arguments.refused(Arguments.E_INVALIDARG, call, "a file is null");
      }
      checkRemoteName(spec.remoteName(), call);
      Path local = spec.localName().normalize();
      checkTarget(local, call);
      checked.add(FileRecord.added(spec.remoteName(), local));
    }
    if (already + specs.size() > Limits.FILES_PER_JOB) {
      throw Arguments.refused(
          BitsCode.TOO_MANY_FILES_IN_JOB, call, "a job takes " + Limits.FILES_PER_JOB + " files");
    }
    return checked;
  }

  private static void checkRemoteName(String name, String call) {
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
