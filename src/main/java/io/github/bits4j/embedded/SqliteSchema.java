package io.github.bits4j.embedded;

import io.github.bits4j.error.HResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The tables of the queue's database: made, looked over, and brought up to date. */
final class SqliteSchema {
  /** Whether a database was found to be damaged, and not merely out of reach. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static final System.Logger LOG = System.getLogger(SqliteSchema.class.getName());
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(3);
  private static final int CHECK_STEPS = 10_000;
  private static final int APPLICATION_ID = 0x42495434;

  private static final String[] SCHEMA = {
    """
    CREATE TABLE job (
      id TEXT NOT NULL PRIMARY KEY,
      sequence INTEGER NOT NULL UNIQUE,
      type INTEGER NOT NULL,
      display_name TEXT NOT NULL,
      description TEXT NOT NULL,
      priority INTEGER NOT NULL,
      owner TEXT NOT NULL,
      retry_delay INTEGER NOT NULL,
      no_progress_timeout INTEGER NOT NULL,
      state INTEGER NOT NULL,
      error_count INTEGER NOT NULL,
      created TEXT NOT NULL,
      modified TEXT NOT NULL,
      transferred TEXT,
      failed TEXT,
      failing_since TEXT,
      completing INTEGER NOT NULL,
      error_hresult INTEGER,
      error_context INTEGER,
      error_remote_name TEXT,
      error_local_name TEXT,
      error_protocol TEXT
    ) STRICT
    """,
    """
    CREATE TABLE file (
      job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      remote_name TEXT NOT NULL,
      local_name TEXT NOT NULL,
      size INTEGER,
      remote_modified TEXT,
      etag TEXT,
      transferred INTEGER NOT NULL,
      whole INTEGER NOT NULL,
      completed INTEGER NOT NULL,
      temp_name TEXT,
      PRIMARY KEY (job, position)
    ) STRICT, WITHOUT ROWID
    """
  };

  /** Made where they are missing: a database of before them has all the rest. */
  private static final String[] REMEMBERED = {
    // Jobs that have left the queue: handles on them still answer, in whatever process.
    """
    CREATE TABLE IF NOT EXISTS ended (
      place INTEGER PRIMARY KEY AUTOINCREMENT,
      job TEXT NOT NULL UNIQUE REFERENCES job (id) ON DELETE CASCADE
    ) STRICT
    """,
    // The machine's last start of which the queue knows.
    """
    CREATE TABLE IF NOT EXISTS boot (id TEXT NOT NULL) STRICT
    """,
    // Calls of other processes that have changed something.
    """
    CREATE TABLE IF NOT EXISTS answered (
      place INTEGER PRIMARY KEY,
      call TEXT NOT NULL UNIQUE
    ) STRICT
    """
  };

  /** What turns a database of format 1, 2, … into one of the next. */
  private static final String[][] UPGRADES = {
    {
      "ALTER TABLE job ADD COLUMN settings TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE file ADD COLUMN settings TEXT NOT NULL DEFAULT ''"
    }
  };

  /** The format that is written. */
  static final int VERSION = 1 + UPGRADES.length;

  private SqliteSchema() {}

  /**
   * Makes what is missing in a database.
   *
   * @throws Damaged if it is no queue of ours that can be read
   * @throws StoreException if another version of the library wrote it
   */
  static void prepare(Connection connection, Path file) throws SQLException, Damaged {
    try (Statement statement = connection.createStatement()) {
      int version = number(statement, "PRAGMA user_version");
      int application = number(statement, "PRAGMA application_id");
      int tables = number(statement, "SELECT count(*) FROM sqlite_schema");
      if (version == 0 && application == 0 && tables == 0) {
        statement.execute("BEGIN IMMEDIATE");
        for (String table : SCHEMA) {
          statement.execute(table);
        }
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        upgrade(statement, 1);
        statement.execute("COMMIT");
        remember(statement);
        return;
      }
      if (application != APPLICATION_ID) {
        throw new Damaged("it is a database of another program", null);
      }
      if (version < 1 || version > VERSION) {
        throw new StoreException(
            HResult.ofWin32(1306),
            file + " was written by another version of bits4j (format " + version + ")",
            null);
      }
      check(connection, statement);
      if (version < VERSION) {
        statement.execute("BEGIN IMMEDIATE");
        // Again: another process may have been faster.
        upgrade(statement, number(statement, "PRAGMA user_version"));
        statement.execute("COMMIT");
      }
      remember(statement);
    }
  }

  /** Looks for damage, as far as that can be done in a moment. */
  private static void check(Connection connection, Statement statement)
      throws SQLException, Damaged {
    long end = System.nanoTime() + LONGEST_CHECK.toNanos();
    ProgressHandler.setHandler(
        connection,
        CHECK_STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - end > 0 ? 1 : 0;
          }
        });
    try (ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
      String result = check.next() ? check.getString(1) : "no answer";
      if (!result.equalsIgnoreCase("ok")) {
        throw new Damaged(result, null);
      }
    } catch (SQLiteException e) {
      if (e.getResultCode() != SQLiteErrorCode.SQLITE_INTERRUPT) {
        throw e;
      }
      LOG.log(System.Logger.Level.INFO, "the queue is too large to be checked in a moment");
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  private static void remember(Statement statement) throws SQLException {
    for (String table : REMEMBERED) {
      statement.execute(table);
    }
  }

  private static void upgrade(Statement statement, int from) throws SQLException {
    for (int version = from; version < VERSION; version++) {
      for (String step : UPGRADES[version - 1]) {
        statement.execute(step);
      }
    }
    statement.execute("PRAGMA user_version = " + VERSION);
  }

  /** The number that a query answers; 0 if it has no answer. */
  static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }
}
