package io.github.bits4j.server;

import io.github.bits4j.disk.Durable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One upload. All of it is in a folder of its own, and this object is only there while a packet is
 * worked on:
 *
 * <pre>
 * session   whose upload it is: the URL, with its path apart
 * progress  how much of the file is on the disk, see {@link Progress}
 * request   the file
 * response  the reply of the server application
 * outcome   what came of the file, once that is settled
 * </pre>
 *
 * <p>Several requests may work on a session at once: a client that lost its connection comes back
 * while the old one still looks alive. The turn is taken for a piece at a time, so that the old one
 * keeps nobody waiting; the file is the same, so that what one brought the other need not.
 */
final class Session {
  static final String REPLY = "response";
  private static final String SESSION = "session";

  private final String id;
  private final Path folder;
  private final URI url;
  private final String path;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();
  private FileChannel progressFile;
  private FileChannel requestFile;
  private Progress progress;
  private long onDisk;
  private boolean ended;

  private Session(Path folder, URI url, String path, Clock clock) {
    this.id = folder.getFileName().toString();
    this.folder = folder;
    this.url = url;
    this.path = path;
    this.clock = clock;
  }

  /** Makes a new one in a folder that is not there yet. */
  static void create(Path folder, URI url, String path) throws IOException {
    Files.createDirectory(folder);
    Properties content = new Properties();
    content.setProperty("url", url.toString());
    content.setProperty("path", path);
    Durable.write(folder.resolve(SESSION), content);
    Durable.folder(folder.getParent());
  }

  /** Opens one; empty if there is none in this folder. */
  static Optional<Session> open(Path folder, Clock clock) throws IOException {
    Path description = folder.resolve(SESSION);
    Properties content = Durable.read(description).orElseGet(Properties::new);
    String url = content.getProperty("url");
    String path = content.getProperty("path");
    if (url == null || path == null) {
      return Optional.empty();
    }
    Session session = new Session(folder, URI.create(url), path, clock);
    session.progress = new Progress(0, -1, Files.getLastModifiedTime(description).toInstant());
    session.readProgress();
    return Optional.of(session);
  }

  private void readProgress() throws IOException {
    try (FileChannel file = FileChannel.open(folder.resolve("progress"), StandardOpenOption.READ)) {
      Progress read = Progress.read(file).orElse(progress);
      Path request = request();
      boolean whole = read.received() == read.total();
      // Without its file, what has all been received stands under its final name.
      long there = Files.exists(request) ? Files.size(request) : whole ? read.total() : 0;
      progress = new Progress(Math.min(read.received(), there), read.total(), read.touched());
      onDisk = progress.received();
    } catch (NoSuchFileException e) {
      // Not a byte yet.
    }
  }

  String id() {
    return id;
  }

  URI url() {
    return url;
  }

  String path() {
    return path;
  }

  Path folder() {
    return folder;
  }

  Path request() {
    return folder.resolve("request");
  }

  Path reply() {
    return folder.resolve(REPLY);
  }

  /** When the client was last heard. */
  Instant touched() throws IOException {
    return inTurn(() -> progress.touched());
  }

  /** How many bytes from the beginning of the file are there: the offset of the next one. */
  long received() throws IOException {
    return inTurn(() -> progress.received());
  }

  boolean isComplete() throws IOException {
    return inTurn(() -> progress.received() == progress.total());
  }

  boolean isEnded() throws IOException {
    return inTurn(() -> ended);
  }

  /** Learns the size of the file; every fragment has to tell the same. */
  void expect(long total) throws IOException, Refused {
    boolean fits =
        inTurn(
            () -> {
              if (progress.total() < 0) {
                progress = new Progress(0, total, clock.instant());
              }
              return progress.total() == total;
            });
    if (!fits) {
      throw Refused.malformed("the file had another size before");
    }
  }

  /**
   * Adds what is not there yet.
   *
   * @param offset where in the file the bytes belong: not behind {@link #received()}
   */
  void append(long offset, ByteBuffer bytes) throws IOException {
    inTurn(
        () -> {
          long known = progress.received() - offset;
          if (ended || known >= bytes.remaining()) {
            return null;
          }
          bytes.position(bytes.position() + Math.toIntExact(known));
          if (requestFile == null) {
            requestFile =
                FileChannel.open(request(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          }
          while (bytes.hasRemaining()) {
            int written = requestFile.write(bytes, progress.received());
            progress =
                new Progress(progress.received() + written, progress.total(), progress.touched());
          }
          return null;
        });
  }

  /** Brings everything that was added to the disk; until then it is not to be acknowledged. */
  void sync() throws IOException {
    inTurn(
        () -> {
          if (ended) {
            return null;
          }
          if (requestFile != null && onDisk < progress.received()) {
            requestFile.force(false);
          }
          boolean isNew = progressFile == null && Files.notExists(folder.resolve("progress"));
          if (isNew && progress.total() == 0) {
            // An empty file is a file, but nothing is ever added to it.
            Files.write(request(), new byte[0]);
          }
          if (progressFile == null) {
            progressFile =
                FileChannel.open(
                    folder.resolve("progress"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
          }
          progress = new Progress(progress.received(), progress.total(), clock.instant());
          progress.write(progressFile);
          if (isNew || onDisk < progress.received()) {
            progressFile.force(false);
            onDisk = progress.received();
          }
          if (isNew) {
            Durable.folder(folder);
          }
          return null;
        });
  }

  /** Settles what comes of the complete file, or says what was settled before. */
  Outcome finish(Delivery delivery) throws IOException, Refused {
    takeTurn();
    try {
      if (ended) {
        throw Refused.unknownSession();
      }
      closeFile(requestFile);
      requestFile = null;
      Optional<Outcome> settled = outcome(folder);
      Outcome outcome = settled.isPresent() ? settled.get() : delivery.settle(this);
      if (settled.isEmpty() && outcome.isLasting() && delivery.hasApplication()) {
        // Before the file gets its name: afterwards nobody could be asked again.
        Durable.write(folder.resolve("outcome"), outcome.toProperties());
      }
      if (outcome.toDestination()) {
        delivery.place(this);
      }
      return outcome;
    } finally {
      turn.unlock();
    }
  }

  static Optional<Outcome> outcome(Path folder) throws IOException {
    return Durable.read(folder.resolve("outcome")).map(Outcome::of);
  }

  /**
   * Ends the session; the file stays only if it has got its final name.
   *
   * @return whether it had not ended before
   */
  boolean delete() throws IOException {
    return inTurn(
        () -> {
          boolean first = !ended;
          ended = true;
          if (first) {
            closeFiles();
            deleteFolder(folder);
          }
          return first;
        });
  }

  static void deleteFolder(Path folder) throws IOException {
    // First, so that what is left after a crash is no session.
    Files.deleteIfExists(folder.resolve(SESSION));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(folder);
  }

  /** Closes what is open; the session goes on. */
  void close() throws IOException {
    // Nobody waits for the turn any more; and a thread that is interrupted must close them, too.
    turn.lock();
    try {
      closeFiles();
    } finally {
      turn.unlock();
    }
  }

  private void closeFiles() throws IOException {
    try {
      closeFile(requestFile);
    } finally {
      requestFile = null;
      closeFile(progressFile);
      progressFile = null;
    }
  }

  private static void closeFile(FileChannel file) throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T inTurn(Step<T> step) throws IOException {
    takeTurn();
    try {
      return step.run();
    } finally {
      turn.unlock();
    }
  }

  private void takeTurn() throws InterruptedIOException {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closing");
    }
  }
}
