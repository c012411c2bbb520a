package io.github.bits4j.embedded;

import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.HResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Records as rows of the queue's tables, in the order of their columns: what {@code SELECT *} gives
 * and {@code INSERT} takes.
 */
final class SqliteRows {
  /** {@code HRESULT_FROM_WIN32(ERROR_NO_UNICODE_TRANSLATION)}. */
  private static final HResult NO_UNICODE_TRANSLATION = HResult.ofWin32(1113);

  private SqliteRows() {}

  // ---- Jobs ----

  static String id(ResultSet job) throws SQLException {
    return text(job, 1);
  }

  static JobRecord job(ResultSet row, List<FileRecord> files) throws SQLException {
    int i = 0;
    UUID id = UUID.fromString(text(row, ++i));
    long sequence = row.getLong(++i);
    JobType type = JobType.of(row.getInt(++i)).orElseThrow();
    String displayName = text(row, ++i);
    String description = text(row, ++i);
    JobPriority priority = JobPriority.of(row.getInt(++i)).orElseThrow();
    String owner = text(row, ++i);
    Duration retryDelay = Duration.ofSeconds(row.getLong(++i));
    Duration noProgressTimeout = Duration.ofSeconds(row.getLong(++i));
    JobState state = JobState.of(row.getInt(++i)).orElseThrow();
    int errorCount = row.getInt(++i);
    Instant created = time(row, ++i).orElseThrow();
    Instant modified = time(row, ++i).orElseThrow();
    Optional<Instant> transferred = time(row, ++i);
    Optional<Instant> failed = time(row, ++i);
    Optional<Instant> failingSince = time(row, ++i);
    boolean completing = row.getBoolean(++i);
    Optional<ErrorRecord> error = error(row, i);
    i += 5;
    return new JobRecord(
        id,
        sequence,
        type,
        displayName,
        description,
        priority,
        owner,
        retryDelay,
        noProgressTimeout,
        state,
        errorCount,
        created,
        modified,
        transferred,
        error,
        failed,
        failingSince,
        completing,
        new JobSettings(Settings.parse(text(row, ++i))),
        files);
  }

  private static Optional<ErrorRecord> error(ResultSet row, int before) throws SQLException {
    int i = before;
    HResult hresult = new HResult(row.getInt(++i));
    if (row.wasNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new ErrorRecord(
            hresult,
            row.getInt(++i),
            Optional.ofNullable(text(row, ++i)),
            Optional.ofNullable(text(row, ++i)),
            Optional.ofNullable(text(row, ++i))));
  }

  static void bind(PreparedStatement row, JobRecord job) throws SQLException {
    int i = 0;
    row.setString(++i, job.id().toString());
    row.setLong(++i, job.sequence());
    row.setInt(++i, job.type().value());
    row.setString(++i, job.displayName());
    row.setString(++i, job.description());
    row.setInt(++i, job.priority().value());
    row.setString(++i, job.owner());
    row.setLong(++i, job.retryDelay().toSeconds());
    row.setLong(++i, job.noProgressTimeout().toSeconds());
    row.setInt(++i, job.state().value());
    row.setInt(++i, job.errorCount());
    row.setString(++i, job.created().toString());
    row.setString(++i, job.modified().toString());
    row.setString(++i, job.transferred().map(Instant::toString).orElse(null));
    row.setString(++i, job.failed().map(Instant::toString).orElse(null));
    row.setString(++i, job.failingSince().map(Instant::toString).orElse(null));
    row.setBoolean(++i, job.completing());
    row.setObject(++i, job.error().map(e -> e.hresult().value()).orElse(null));
    row.setObject(++i, job.error().map(ErrorRecord::context).orElse(null));
    row.setString(++i, job.error().flatMap(ErrorRecord::remoteName).orElse(null));
    row.setString(++i, job.error().flatMap(ErrorRecord::localName).orElse(null));
    row.setString(++i, job.error().flatMap(ErrorRecord::protocol).orElse(null));
    row.setString(++i, job.settings().values().text());
  }

  // ---- Files ----

  static String jobOfFile(ResultSet file) throws SQLException {
    return text(file, 1);
  }

  static FileRecord file(ResultSet row) throws SQLException {
    // Behind the job and the place of the file in it.
    int i = 2;
    String remoteName = text(row, ++i);
    Path localName = path(text(row, ++i));
    Optional<RemoteVersion> version = version(row, i);
    i += 3;
    return new FileRecord(
        remoteName,
        localName,
        version,
        row.getLong(++i),
        row.getBoolean(++i),
        row.getBoolean(++i),
        Optional.ofNullable(text(row, ++i)),
        new FileSettings(Settings.parse(text(row, ++i))));
  }

  private static Optional<RemoteVersion> version(ResultSet row, int before) throws SQLException {
    int i = before;
    long size = row.getLong(++i);
    if (row.wasNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new RemoteVersion(size, time(row, ++i), Optional.ofNullable(text(row, ++i))));
  }

  /** A name that is good in one locale may be none in another; the queue is not damaged. */
  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new StoreException(
          NO_UNICODE_TRANSLATION,
          "the file '" + name + "' of a job cannot be named in the locale of this process",
          e);
    }
  }

  static void bind(PreparedStatement row, JobRecord job, int position, FileRecord file)
      throws SQLException {
    int i = 0;
    row.setString(++i, job.id().toString());
    row.setInt(++i, position);
    row.setString(++i, file.remoteName());
    row.setString(++i, file.localName().toString());
    row.setObject(++i, file.version().map(RemoteVersion::size).orElse(null));
    row.setString(
        ++i, file.version().flatMap(RemoteVersion::modified).map(Instant::toString).orElse(null));
    row.setString(++i, file.version().flatMap(RemoteVersion::etag).orElse(null));
    row.setLong(++i, file.transferred());
    row.setBoolean(++i, file.whole());
    row.setBoolean(++i, file.completed());
    row.setString(++i, file.tempName().orElse(null));
    row.setString(++i, file.settings().values().text());
  }

  // ---- Values ----

  /** A text, or null. SQLite has it in UTF-8, and the driver hands bytes over much faster. */
  private static String text(ResultSet row, int column) throws SQLException {
    byte[] utf8 = row.getBytes(column);
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(text(row, column)).map(Moment::parse);
  }
}
