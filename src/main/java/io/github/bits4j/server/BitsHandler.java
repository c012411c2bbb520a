package io.github.bits4j.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The answers of {@link BitsServer} for any other HTTP server: downloads from a folder, and BITS
 * uploads into it. It asks nobody who he is; do that before a request gets here.
 *
 * <p>The server has to let the method {@code BITS_POST} pass, must not change bodies (no
 * compression), and should end connections whose clients are too slow. Requests may be answered by
 * any number of threads at a time, each through a small buffer; of an upload that waits for its
 * next fragment nothing is kept in memory.
 *
 * <p>Uploads are kept in the folder {@code BITS-Sessions} inside the served one until they are
 * whole. That folder is not served, except for replies of a server application. Several servers may
 * serve one folder on shared storage: sessions live in the folder alone, and a client sends its
 * packets one after another.
 */
public final class BitsHandler implements AutoCloseable {
  private static final Logger LOG = System.getLogger(BitsHandler.class.getPackageName());
  private static final Duration TIDY_UP_AT_LEAST = Duration.ofHours(1);

  private final Downloads downloads;
  private final Uploads uploads;
  private final ScheduledExecutorService janitor;

  private BitsHandler(Downloads downloads, Uploads uploads, ScheduledExecutorService janitor) {
    this.downloads = downloads;
    this.uploads = uploads;
    this.janitor = janitor;
  }

  /**
   * Serves downloads.
   *
   * @param folder the folder whose files are served, with everything below it
   * @return the handler, to be closed by the caller
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws java.nio.file.NotDirectoryException if it is not a folder
   * @throws IOException if the folder fails otherwise
   */
  public static BitsHandler serving(Path folder) throws IOException {
    ServedFolder served = ServedFolder.at(folder);
    return new BitsHandler(new Downloads(served::open, "GET, HEAD"), null, null);
  }

  /**
   * Serves downloads, and takes uploads.
   *
   * @param folder the folder whose files are served, and in which uploads arrive
   * @param settings how uploads are taken
   * @return the handler, to be closed by the caller
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws java.nio.file.NotDirectoryException if it is not a folder
   * @throws IllegalArgumentException if a server application is to be told of files by reference,
   *     and a header cannot carry their names because they are not ASCII
   * @throws IOException if the folder fails otherwise
   */
  public static BitsHandler serving(Path folder, UploadSettings settings) throws IOException {
    Objects.requireNonNull(settings, "settings");
    ServedFolder served = ServedFolder.at(folder);
    Notifier notifier =
        settings
            .application()
            .map(it -> new Notifier(it, served.root().resolve(Sessions.FOLDER)))
            .orElse(null);
    Sessions sessions = Sessions.in(served.root(), settings);
    Delivery delivery = new Delivery(served, settings.overwrite(), notifier);
    Downloads.Source source =
        path -> {
          var reply = sessions.reply(path);
          return reply.isPresent() ? reply : served.open(path);
        };
    return new BitsHandler(
        new Downloads(source, "GET, HEAD, " + UploadHeader.METHOD),
        new Uploads(settings, sessions, delivery),
        tidyUp(sessions, settings));
  }

  /**
   * Answers a request; returns when the answer is sent.
   *
   * @param exchange the request
   * @throws IOException if the client went away, or a file became shorter while it was sent; the
   *     connection must end then
   */
  public void handle(Exchange exchange) throws IOException {
    if (!exchange.method().equals(UploadHeader.METHOD)) {
      downloads.answer(exchange);
    } else if (uploads == null) {
      Uploads.refuse(exchange);
    } else {
      uploads.answer(exchange);
    }
  }

  /** Stops looking for sessions that are over. Requests that are being answered go on. */
  @Override
  public void close() {
    if (janitor != null) {
      janitor.shutdownNow();
    }
  }

  private static ScheduledExecutorService tidyUp(Sessions sessions, UploadSettings settings) {
    ScheduledExecutorService janitor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "bits-server-janitor");
              thread.setDaemon(true);
              return thread;
            });
    Duration pause =
        settings.sessionTimeout().compareTo(TIDY_UP_AT_LEAST) < 0
            ? settings.sessionTimeout()
            : TIDY_UP_AT_LEAST;
    long millis = Math.max(1000, pause.toMillis());
    janitor.scheduleWithFixedDelay(
        () -> {
          try {
            sessions.sweep();
          } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "cannot look for sessions that are over", e);
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
    return janitor;
  }
}
