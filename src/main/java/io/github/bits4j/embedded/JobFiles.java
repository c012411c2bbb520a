package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files of a job on this machine: what becomes of them when it ends, or is taken up again. */
final class JobFiles {
  private final LocalFiles files;

  JobFiles(LocalFiles files) {
    this.files = files;
  }

  /**
   * Gives the whole files their final names, for good. The record, in memory, says how far that
   * came; a file whose temporary one has gone is not whole any more: resuming the job brings it
   * again.
   */
  void rename(LiveJob job, String call) {
    try {
      for (int i = 0; i < job.record.files().size(); i++) {
        FileRecord file = job.record.files().get(i);
        if (file.whole() && !file.completed()) {
          rename(job, i, file, call);
        }
      }
    } catch (BitsException e) {
      try {
        syncRenamed(job.record, call);
      } catch (BitsException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
    syncRenamed(job.record, call);
  }

  /**
   * Files that have their names from an earlier attempt, too: the sync may be what failed in it, or
   * what its process did not live to do.
   */
  private void syncRenamed(JobRecord record, String call) {
    Set<Path> folders = new LinkedHashSet<>();
    record.files().stream()
        .filter(file -> file.completed() && file.temp().isPresent())
        .forEach(file -> folders.add(file.localName().getParent()));
    for (Path folder : folders) {
      try {
        files.sync(folder);
      } catch (IOException e) {
        throw BitsException.of(
            Failure.ofLocal(e),
            call,
            "the new names in " + folder + " could not be brought to the disk: " + e.getMessage(),
            e);
      }
    }
  }

  private void rename(LiveJob job, int index, FileRecord file, String call) {
    Path temp = file.temp().orElseThrow();
    try {
      if (!file.isInPlace()) {
        files.rename(temp, file.localName());
      }
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

  /** Deletes the temporary files; false if one of them resists, or may be back one day. */
  boolean deleteTemps(JobRecord record) {
    boolean deleted = true;
    Set<Path> folders = new HashSet<>();
    for (FileRecord file : record.files()) {
      if (isOurs(file)) {
        Path temp = file.temp().get();
        // If it has gone already, then perhaps not for good.
        folders.add(temp.getParent());
        deleted &= files.delete(temp);
      }
    }
    // Or a file could be back after a loss of power that nobody knows of any more.
    for (Path folder : folders) {
      deleted &= isSynced(folder);
    }
    return deleted;
  }

  private boolean isSynced(Path folder) {
    try {
      files.sync(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a temporary file of a job that has ended is still there. */
  boolean tempsLeft(JobRecord record) {
    return record.files().stream()
        .anyMatch(file -> isOurs(file) && files.exists(file.temp().get()));
  }

  /** Whether there may be a file that nobody but the engine knows. */
  private static boolean isOurs(FileRecord file) {
    return !file.completed() && file.temp().isPresent() && !file.isInPlace();
  }

  /**
   * The files of a job of an earlier process, as they are found.
   *
   * @param sameBoot whether the machine has not been started anew since that process
   */
  List<FileRecord> asFound(JobRecord stored, boolean sameBoot) {
    return stored.files().stream()
        .map(file -> asFound(file, stored.completing(), sameBoot))
        .toList();
  }

  /**
   * The temporary file knows better than the queue how far the last process came; but not after a
   * loss of power: then it may be as long as ever and its end may hold anything. What was synced
   * before the queue heard of it is good, see {@link TempFile}; the rest is cut off.
   */
  private FileRecord asFound(FileRecord file, boolean completing, boolean sameBoot) {
    if (file.temp().isEmpty()) {
      return file;
    }
    if (file.completed()) {
      // A loss of power takes back a rename that was not brought to the disk.
      boolean takenBack = !file.isInPlace() && files.exists(file.temp().get());
      return takenBack ? file.becomeUncompleted() : file;
    }
    long length = files.length(file.temp().get());
    if (file.whole()) {
      return completing && length < 0 && files.exists(file.localName())
          ? file.becomeCompleted()
          : file;
    }
    if (file.isInPlace()) {
      return file.forgotten();
    }
    if (file.isScattered()) {
      FileRecord kept = sameBoot ? file : file.withoutUnsafe();
      return length >= kept.here().end() ? kept : file.forgotten();
    }
    boolean fits = file.size().isPresent() && length <= file.size().getAsLong();
    if (sameBoot || length <= 0) {
      long here = fits ? Math.max(length, 0) : 0;
      // A process that was killed may not have come to bring this to the disk.
      boolean kept =
          TempFile.sure(here) <= TempFile.sure(file.transferred())
              || files.cut(file.temp().get(), here) && isSynced(file.temp().get().getParent());
      return kept ? file.at(here) : file;
    }
    long sure = fits ? TempFile.sure(Math.min(length, file.transferred())) : 0;
    // Without a version the next attempt begins with an empty file, whatever is in this one.
    return sure > 0 && files.cut(file.temp().get(), sure) ? file.at(sure) : file.forgotten();
  }
}
