package io.github.bits4j.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that a program left behind and a {@link Janitor} would remove.
 *
 * @param kind what it is
 * @param name the name of the job that it belongs to, or belonged to; of the file for {@link
 *     Kind#RUBBISH}
 * @param job the job's id, if there is, or was, a job
 * @param file the file, for those kinds that are files
 * @param age since when nothing has happened to it; never negative
 * @param reason why it would be removed, in words
 */
public record Leftover(
    Kind kind, String name, Optional<UUID> job, Optional<Path> file, Duration age, String reason) {
  /** What can be left behind. */
  public enum Kind {
    /** A job in the queue that nothing has happened to for too long: it is cancelled. */
    STALE_JOB,
    /** A job at rest beyond the number that is allowed, the oldest first: it is cancelled. */
    SURPLUS_JOB,
    /** A temporary file of a job that is gone: it is deleted. */
    ORPHANED_FILE,
    /** An entry of the ledger whose job is gone: it is forgotten. */
    OLD_ENTRY,
    /** A file in the ledger's folder that is no entry, or a damaged one: it is deleted. */
    RUBBISH
  }

  /**
   * Refuses null.
   *
   * @param kind what it is
   * @param name a name for people
   * @param job the job's id
   * @param file the file
   * @param age since when nothing has happened to it
   * @param reason why it would be removed
   */
  public Leftover {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(age, "age");
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public String toString() {
    return kind
        + " '"
        + name
        + "'"
        + job.map(it -> " (job " + it + ")").orElse("")
        + file.map(it -> " " + it).orElse("")
        + ": "
        + reason;
  }
}
