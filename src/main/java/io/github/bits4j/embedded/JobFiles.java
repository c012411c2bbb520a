package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of a job on this machine: what becomes of them when it ends, or is taken up again. */
final class JobFiles {
  private final LocalFiles files;

  JobFiles(LocalFiles files) {
    this.files = files;
  }

  /**
   * Gives the whole files their final names. The record, in memory, says how far that came; a file
   * whose temporary one has gone is not whole any more: resuming the job brings it again.
   */
  void rename(LiveJob job, String call) {
    Set<Path> folders = new HashSet<>();
    try {
      for (int i = 0; i < job.record.files().size(); i++) {
        FileRecord file = job.record.files().get(i);
        if (file.whole() && !file.completed()) {
          rename(job, i, file, call);
          folders.add(file.localName().getParent());
        }
      }
    } finally {
      folders.forEach(files::sync);
    }
  }

  private void rename(LiveJob job, int index, FileRecord file, String call) {
    Path temp = file.temp().orElseThrow();
    try {
      files.rename(temp, file.localName());
    } catch (IOException e) {
      if (files.length(temp) < 0) {
        replace(job, index, file.becomeLost());
      }
      throw BitsException.of(
          Failure.ofLocal(e),
          call,
          temp + " could not be renamed to " + file.localName() + ": " + e.getMessage(),
          e);
    }
    replace(job, index, file.becomeCompleted());
  }

  private static void replace(LiveJob job, int index, FileRecord file) {
    JobRecord.Edit edit = job.record.edit();
    edit.file(index, file);
    job.record = edit.done();
  }

  /** Deletes the temporary files; false if one of them resists. */
  boolean deleteTemps(JobRecord record) {
    boolean deleted = true;
    for (FileRecord file : record.files()) {
      if (!file.completed() && file.temp().isPresent()) {
        deleted &= files.delete(file.temp().get());
      }
    }
    return deleted;
  }

  /** Whether a temporary file of a job that has ended is still there. */
  boolean tempsLeft(JobRecord record) {
    return record.files().stream()
        .anyMatch(
            file ->
                !file.completed() && file.temp().isPresent() && files.exists(file.temp().get()));
  }

  /** The files of a job of an earlier process, as they are found. */
  List<FileRecord> asFound(JobRecord stored) {
    return stored.files().stream().map(file -> asFound(file, stored.completing())).toList();
  }

  /** The temporary file knows better than the queue how far the last process came. */
  private FileRecord asFound(FileRecord file, boolean completing) {
    if (file.completed() || file.temp().isEmpty()) {
      return file;
    }
    long length = files.length(file.temp().get());
    if (file.whole()) {
      return completing && length < 0 && files.exists(file.localName())
          ? file.becomeCompleted()
          : file;
    }
    boolean fits = file.size().isPresent() && length <= file.size().getAsLong();
    return file.at(fits ? Math.max(length, 0) : 0);
  }
}
