package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/** The queue in one SQLite database, over the driver. */
final class SqliteStore implements Store {
  private static final System.Logger LOG = System.getLogger(SqliteStore.class.getName());
  private static final int BUSY_MILLISECONDS = 5000;

  /** How many answered calls and ended jobs are remembered. */
  static final int KEPT = 1000;

  private static final String SAVE_JOB =
      """
      INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        display_name = excluded.display_name, description = excluded.description,
        priority = excluded.priority, owner = excluded.owner,
        retry_delay = excluded.retry_delay, no_progress_timeout = excluded.no_progress_timeout,
        state = excluded.state, error_count = excluded.error_count,
        modified = excluded.modified, transferred = excluded.transferred,
        failed = excluded.failed, failing_since = excluded.failing_since,
        completing = excluded.completing, error_hresult = excluded.error_hresult,
        error_context = excluded.error_context, error_remote_name = excluded.error_remote_name,
        error_local_name = excluded.error_local_name, error_protocol = excluded.error_protocol,
        settings = excluded.settings
      """;

  private static final String FORGET_ANSWERS =
      "DELETE FROM answered WHERE place <= (SELECT max(place) FROM answered) - " + KEPT;

  private static final String SAVE_FILE =
      "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Secrets secrets;
  private final Connection connection;
  private final Path file;
  private final Object identity;
  private final Statement statement;
  private final PreparedStatement saveJob;
  private final PreparedStatement saveFile;
  private final PreparedStatement remove;
  private final PreparedStatement prune;
  private final PreparedStatement answer;
  private Keep keeping;
  private List<JobRecord> loaded;
  private Optional<UUID> caller = Optional.empty();

  private SqliteStore(Connection connection, Path file) throws SQLException {
    secrets = new Secrets(new KeyFile(file.toAbsolutePath().getParent())::read);
    this.connection = connection;
    this.file = file;
    identity = identity(file);
    statement = connection.createStatement();
    saveJob = connection.prepareStatement(SAVE_JOB);
    saveFile = connection.prepareStatement(SAVE_FILE);
    remove = connection.prepareStatement("INSERT OR IGNORE INTO ended (job) VALUES (?)");
    prune =
        connection.prepareStatement(
            "DELETE FROM job WHERE id IN (SELECT job FROM ended WHERE place <="
                + " (SELECT max(place) FROM ended) - "
                + KEPT
                + ")");
    answer =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO answered (place, call)"
                + " VALUES ((SELECT ifnull(max(place), 0) + 1 FROM answered), ?)");
  }

  /**
   * Opens a database, and makes it if it is missing.
   *
   * @throws SqliteSchema.Damaged if the file is no queue of ours that can be read
   * @throws StoreException if it cannot be opened
   */
  static SqliteStore open(Path file) throws SqliteSchema.Damaged {
    Connection connection = null;
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout(BUSY_MILLISECONDS);
      config.enforceForeignKeys(true);
      connection = config.createConnection("jdbc:sqlite:" + file);
      SqliteSchema.prepare(connection, file);
      return new SqliteStore(connection, file);
    } catch (SQLException e) {
      close(connection);
      if (isDamage(e)) {
        throw new SqliteSchema.Damaged(e.getMessage(), e);
      }
      throw failure(e);
    } catch (SqliteSchema.Damaged | RuntimeException | Error e) {
      close(connection);
      throw e;
    }
  }

  @Override
  public List<JobRecord> load() {
    List<JobRecord> jobs = loaded == null ? read() : loaded;
    loaded = null;
    return jobs;
  }

  /** Reads every job, so that what cannot be read is found out; {@link #load()} gives them out. */
  void readAhead() {
    loaded = read();
  }

  private List<JobRecord> read() {
    try {
      Map<String, List<FileRecord>> files = new LinkedHashMap<>();
      Set<String> unnameable = new HashSet<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT * FROM file WHERE job NOT IN (SELECT job FROM ended)"
                  + " ORDER BY job, position")) {
        while (row.next()) {
          String job = SqliteRows.jobOfFile(row);
          try {
            files.computeIfAbsent(job, id -> new ArrayList<>()).add(SqliteRows.file(row));
          } catch (StoreException e) {
            // It waits for a process that can; the others need not.
            if (unnameable.add(job)) {
              LOG.log(
                  System.Logger.Level.WARNING, "job {0} is left alone: {1}", job, e.getMessage());
            }
          }
        }
      }
      List<JobRecord> jobs = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT * FROM job WHERE id NOT IN (SELECT job FROM ended) ORDER BY sequence")) {
        while (row.next()) {
          String id = SqliteRows.id(row);
          if (!unnameable.contains(id)) {
            jobs.add(SqliteRows.job(row, files.getOrDefault(id, List.of())));
          }
        }
      }
      return jobs;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<JobRecord> ended(UUID id) {
    // A UUID has no character that means anything in SQL.
    String here = " WHERE %s = '" + id + "'";
    try {
      List<FileRecord> files = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT * FROM file" + here.formatted("job") + " ORDER BY position")) {
        while (row.next()) {
          files.add(SqliteRows.file(row));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM job" + here.formatted("id"))) {
        return Optional.ofNullable(row.next() ? SqliteRows.job(row, files) : null)
            .filter(record -> record.state().isFinal());
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public long lastSequence() {
    try {
      try (ResultSet row = statement.executeQuery("SELECT max(sequence) FROM job")) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<String> boot() {
    try (ResultSet row = statement.executeQuery("SELECT id FROM boot")) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void boot(String id) {
    transaction(
        Keep.POWER,
        () -> {
          statement.execute("DELETE FROM boot");
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO boot VALUES (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
          }
        });
  }

  @Override
  public void onBehalfOf(Optional<UUID> call) {
    caller = call;
  }

  @Override
  public boolean answered(UUID call) {
    try {
      return SqliteSchema.number(
              statement, "SELECT count(*) FROM answered WHERE call = '" + call + "'")
          > 0;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What tells a file apart from another one of the same name, where the system has that. */
  private static Object identity(Path file) throws SQLException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  /**
   * Whether the database is still where it was opened: what is written to a file that somebody has
   * deleted is written to nobody.
   */
  private void requireFile() {
    try {
      if (identity(file).equals(identity)) {
        return;
      }
    } catch (SQLException e) {
      throw new StoreException(Failure.PATH_NOT_FOUND, file + " has gone", e);
    }
    throw new StoreException(
        Failure.PATH_NOT_FOUND, file + " has gone, another file is in its place", null);
  }

  @Override
  public void save(JobRecord before, JobRecord after, Keep keep) {
    transaction(
        keep,
        () -> {
          SqliteRows.bind(saveJob, after);
          saveJob.executeUpdate();
          for (int i = 0; i < after.files().size(); i++) {
            FileRecord file = after.files().get(i);
            if (before == null || i >= before.files().size() || before.files().get(i) != file) {
              SqliteRows.bind(saveFile, after, i, file);
              saveFile.executeUpdate();
            }
          }
        });
  }

  @Override
  public void remove(JobRecord job) {
    transaction(
        Keep.PROCESS,
        () -> {
          remove.setString(1, job.id().toString());
          remove.executeUpdate();
          prune.executeUpdate();
        });
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public void close() {
    close(connection);
  }

  private static void close(Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // What was committed is committed; there is nothing else to lose.
      return;
    }
  }

  private interface Body {
    void run() throws SQLException;
  }

  private void transaction(Keep keep, Body body) {
    requireFile();
    try {
      if (keeping != keep) {
        // With NORMAL a commit reaches the system, with FULL it waits for the disk.
        statement.execute("PRAGMA synchronous = " + (keep == Keep.POWER ? "FULL" : "NORMAL"));
        keeping = keep;
      }
      statement.execute("BEGIN IMMEDIATE");
      try {
        body.run();
        if (caller.isPresent()) {
          answer.setString(1, caller.get().toString());
          answer.executeUpdate();
          statement.execute(FORGET_ANSWERS);
        }
        statement.execute("COMMIT");
      } catch (SQLException | RuntimeException | Error e) {
        rollBack();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void rollBack() {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself where it had to.
      return;
    }
  }

  private static boolean isDamage(SQLException e) {
    if (!(e instanceof SQLiteException failed)) {
      return false;
    }
    int code = failed.getResultCode().code & 0xFF;
    return code == 11 || code == 26;
  }

  private static StoreException failure(SQLException e) {
    int code = e instanceof SQLiteException failed ? failed.getResultCode().code & 0xFF : 1;
    return new StoreException(hresult(code), e.getMessage(), e);
  }

  /** SQLite's primary result codes in BITS's words. */
  private static HResult hresult(int code) {
    switch (code) {
      case 5: // SQLITE_BUSY
      case 6: // SQLITE_LOCKED
        return HResult.ofWin32(33);
      case 3: // SQLITE_PERM
      case 8: // SQLITE_READONLY
      case 14: // SQLITE_CANTOPEN
        return Failure.ACCESS_DENIED;
      case 13: // SQLITE_FULL
        return HResult.ofWin32(112);
      case 11: // SQLITE_CORRUPT
      case 26: // SQLITE_NOTADB
        return BitsCode.DATABASE_CORRUPT.hresult();
      default: // SQLITE_IOERR and the rest
        return HResult.ofWin32(29);
    }
  }
}
