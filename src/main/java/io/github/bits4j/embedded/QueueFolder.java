package io.github.bits4j.embedded;

import io.github.bits4j.disk.OwnerOnly;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The folder of a durable queue: the database, and the lock of the process that has it open. */
final class QueueFolder {
  /** The driver, as Maven knows it. */
  static final String ARTIFACT = "org.xerial:sqlite-jdbc";

  private static final System.Logger LOG = System.getLogger(QueueFolder.class.getName());
  private static final String CALL = "EmbeddedBits.open";
  private static final String DATABASE = "queue.db";
  private static final String LOCK = "queue.lock";
  private static final String DAMAGED = ".damaged-";

  /** {@code HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION)}. */
  private static final HResult IN_USE = HResult.ofWin32(32);

  /** {@code HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND)}. */
  private static final HResult NO_DRIVER = HResult.ofWin32(126);

  private final Path folder;
  private final LocalFiles files;

  QueueFolder(Path folder) {
    this(folder, new LocalFiles());
  }

  QueueFolder(Path folder, LocalFiles files) {
    this.folder = folder.toAbsolutePath().normalize();
    this.files = files;
  }

  Path path() {
    return folder;
  }

  /** Whether the database driver can be loaded. */
  static boolean hasDriver() {
    try {
      Class.forName("org.sqlite.SQLiteConfig", false, QueueFolder.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Refuses at once what could only fail later: without the driver no place can be taken. */
  void requireDriver() {
    if (!hasDriver()) {
      throw new BitsUnavailableException(
          NO_DRIVER,
          CALL,
          "a queue in a folder needs the SQLite driver: put "
              + ARTIFACT
              + " beside bits4j (a module requires org.xerial.sqlitejdbc too), or use inMemory() for a"
              + " queue that ends with the manager",
          null);
    }
  }

  /** Takes the queue for this process; empty if another one has it. */
  Optional<QueueLock> lock() {
    try {
      makeFolder();
      Path file = folder.resolve(LOCK);
      makePrivate(file);
      return QueueLock.take(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  BitsUnavailableException unusable(IOException e) {
    return new BitsUnavailableException(
        Failure.ofLocal(e), CALL, "the queue folder " + folder + " cannot be used: " + e, e);
  }

  /** Somebody has the queue and lets nobody in. */
  BitsUnavailableException inUse() {
    return new BitsUnavailableException(
        IN_USE,
        CALL,
        "the queue "
            + folder
            + " is open in "
            + describe(holder().orElse(OptionalLong.empty()))
            + ", which does not answer; end that, or use another queue",
        null);
  }

  /** Where guests come in. */
  DoorPlace door() {
    return new DoorPlace(folder);
  }

  static String describe(OptionalLong pid) {
    return pid.isPresent() ? "process " + pid.getAsLong() : "another process";
  }

  /** Who has the queue open; empty if nobody has. */
  Optional<OptionalLong> holder() {
    try {
      return QueueLock.holder(folder.resolve(LOCK));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Opens the queue; only for whoever has the lock.
   *
   * @param clock what names a database that has to be set aside
   */
  Store store(Agenda clock) {
    Path file = folder.resolve(DATABASE);
    try {
      makePrivate(file);
      try {
        return readable(file);
      } catch (SqliteSchema.Damaged e) {
        Path aside = setAside(file, clock);
        LOG.log(
            System.Logger.Level.ERROR,
            "the queue {0} was damaged ({1}); it was set aside as {2}, and a new one begun",
            file,
            e.getMessage(),
            aside);
        makePrivate(file);
        return readable(file);
      }
    } catch (SqliteSchema.Damaged e) {
      throw new BitsUnavailableException(
          BitsCode.DATABASE_CORRUPT.hresult(),
          CALL,
          "the queue " + file + " was set aside, and a new one cannot be made: " + e.getMessage(),
          e);
    } catch (StoreException e) {
      throw new BitsUnavailableException(
          e.hresult(), CALL, "the queue " + file + " cannot be opened: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BitsUnavailableException(
          Failure.ofLocal(e), CALL, "the queue " + file + " cannot be opened: " + e, e);
    } catch (LinkageError e) {
      throw new BitsUnavailableException(
          NO_DRIVER,
          CALL,
          "the SQLite driver ("
              + ARTIFACT
              + ") cannot load its native library on this system: "
              + e.getMessage(),
          e);
    }
  }

  /** A database whose every job can be read: what cannot be is damage too. */
  private static Store readable(Path file) throws SqliteSchema.Damaged {
    SqliteStore store = SqliteStore.open(file);
    try {
      store.readAhead();
      return store;
    } catch (StoreException e) {
      store.close();
      if (e.hresult().equals(BitsCode.DATABASE_CORRUPT.hresult())) {
        throw new SqliteSchema.Damaged(e.getMessage(), e);
      }
      throw e;
    } catch (RuntimeException e) {
      store.close();
      throw new SqliteSchema.Damaged("a job in it cannot be understood: " + e, e);
    }
  }

  private static Path setAside(Path file, Agenda clock) throws IOException {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS")
            .withZone(ZoneOffset.UTC)
            .format(clock.now());
    Path aside = file.resolveSibling(file.getFileName() + DAMAGED + time);
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    for (String part : List.of("-wal", "-shm")) {
      Path beside = file.resolveSibling(file.getFileName() + part);
      if (Files.exists(beside)) {
        Files.move(beside, aside.resolveSibling(aside.getFileName() + part));
      }
    }
    return aside;
  }

  /** Databases that were set aside because they were damaged. */
  List<Path> damaged() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("queue\\.db\\.damaged-[0-9T]+"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      try {
        Files.createDirectory(folder, OwnerOnly.folder(folder));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
      // What is kept in it is found again after a loss of power only if it is.
      try {
        for (Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
          files.sync(parent);
        }
      } catch (IOException e) {
        // So that whoever comes next has it synced.
        files.delete(folder);
        throw e;
      }
    }
  }

  /** Made by us before anybody writes to it, so that it never was readable by others. */
  private void makePrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file, OwnerOnly.file(file));
      } catch (FileAlreadyExistsException e) {
        return;
      }
    }
  }
}
