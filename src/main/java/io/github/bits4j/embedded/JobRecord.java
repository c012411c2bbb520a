package io.github.bits4j.embedded;

import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything a queue keeps about a job. A record never changes: a step makes a new one, and what
 * any thread reads is one moment of the job.
 *
 * @param sequence the place in the order of creation
 * @param failed when the last transient error happened; empty unless the job waits for its retry: a
 *     job in {@code TRANSIENT_ERROR} without it is kept back, see {@link Holding}
 * @param failingSince when the first transient error happened since bytes last came
 * @param completing whether files are being renamed: a temporary file that is gone was renamed
 */
record JobRecord(
    UUID id,
    long sequence,
    JobType type,
    String displayName,
    String description,
    JobPriority priority,
    String owner,
    Duration retryDelay,
    Duration noProgressTimeout,
    JobState state,
    int errorCount,
    Instant created,
    Instant modified,
    Optional<Instant> transferred,
    Optional<ErrorRecord> error,
    Optional<Instant> failed,
    Optional<Instant> failingSince,
    boolean completing,
    JobSettings settings,
    List<FileRecord> files) {
  JobRecord {
    files = List.copyOf(files);
  }

  Edit edit() {
    return new Edit(this);
  }

  boolean isUpload() {
    return type != JobType.DOWNLOAD;
  }

  /** The files that somebody added; behind that of an upload stands the reply to it. */
  List<FileRecord> added() {
    return isUpload() && files.size() > 1 ? files.subList(0, 1) : files;
  }

  /** The reply to an upload, as soon as it is known where it is. */
  Optional<FileRecord> reply() {
    return isUpload() && files.size() > 1 ? Optional.of(files.get(1)) : Optional.empty();
  }

  /** Whether the upload comes next, or the end of it: not the reply. */
  boolean uploadIsNext() {
    return isUpload() && !files.get(0).whole() && reply().map(FileRecord::whole).orElse(true);
  }

  /** Whether the far end keeps something for an upload that is not closed. */
  boolean hasSession() {
    return isUpload() && files.stream().anyMatch(file -> file.settings().session().isPresent());
  }

  /** The first file that is not whole, or -1. */
  int firstUnfinished() {
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).whole()) {
        return i;
      }
    }
    return -1;
  }

  /** The next record in the making. */
  static final class Edit {
    private final JobRecord before;
    String displayName;
    String description;
    JobPriority priority;
    String owner;
    Duration retryDelay;
    Duration noProgressTimeout;
    JobState state;
    int errorCount;
    Instant modified;
    Optional<Instant> transferred;
    Optional<ErrorRecord> error;
    Optional<Instant> failed;
    Optional<Instant> failingSince;
    boolean completing;
    JobSettings settings;
    private List<FileRecord> files;

    private Edit(JobRecord before) {
      this.before = before;
      displayName = before.displayName;
      description = before.description;
      priority = before.priority;
      owner = before.owner;
      retryDelay = before.retryDelay;
      noProgressTimeout = before.noProgressTimeout;
      state = before.state;
      errorCount = before.errorCount;
      modified = before.modified;
      transferred = before.transferred;
      error = before.error;
      failed = before.failed;
      failingSince = before.failingSince;
      completing = before.completing;
      settings = before.settings;
      files = before.files;
    }

    FileRecord file(int index) {
      return files.get(index);
    }

    void file(int index, FileRecord file) {
      files = new ArrayList<>(files);
      files.set(index, file);
    }

    void files(List<FileRecord> all) {
      files = all;
    }

    void add(List<FileRecord> more) {
      files = new ArrayList<>(files);
      files.addAll(more);
    }

    JobRecord done() {
      return new JobRecord(
          before.id,
          before.sequence,
          before.type,
          displayName,
          description,
          priority,
          owner,
          retryDelay,
          noProgressTimeout,
          state,
          errorCount,
          before.created,
          modified,
          transferred,
          error,
          failed,
          failingSince,
          completing,
          settings,
          files);
    }
  }
}
