package io.github.bits4j.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The sessions of one served folder, in a folder inside it that is not served. Nothing about a
 * session that waits is in memory.
 */
final class Sessions {
  /** The name that it has under IIS, too. */
  static final String FOLDER = "BITS-Sessions";

  private static final Logger LOG = System.getLogger(Sessions.class.getPackageName());
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Duration UNFINISHED = Duration.ofHours(1);

  private final Path folder;
  private final UploadSettings settings;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Use> inUse = new HashMap<>();

  private static final class Use {
    private final Session session;
    private int users = 1;

    Use(Session session) {
      this.session = session;
    }
  }

  /** What is done with a session while it is in use. */
  interface Work<T> {
    T with(Session session) throws IOException, Refused;
  }

  private Sessions(Path folder, UploadSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  static Sessions in(Path root, UploadSettings settings) throws IOException {
    Path folder = Files.createDirectories(root.resolve(FOLDER));
    if (!folder.toRealPath().equals(folder)) {
      throw new FileSystemException(
          folder.toString(), null, "must be a folder itself, not a link to one");
    }
    Sessions sessions = new Sessions(folder, settings);
    sessions.sweep();
    return sessions;
  }

  /** Makes a new session and returns its id. */
  String create(URI url, String path) throws IOException, Refused {
    if (count.incrementAndGet() > settings.maximumSessions()) {
      count.decrementAndGet();
      throw Refused.plain(503, "too many sessions");
    }
    String id = UUID.randomUUID().toString();
    try {
      Session.create(folder.resolve(id), url, path);
    } catch (IOException e) {
      count.decrementAndGet();
      throw e;
    }
    return id;
  }

  /**
   * Works on a session.
   *
   * @param id what the client says it is called
   */
  <T> T use(String id, Work<T> work) throws IOException, Refused {
    String name = id.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("{") && name.endsWith("}")) {
      name = name.substring(1, name.length() - 1);
    }
    if (!GUID.matcher(name).matches()) {
      throw Refused.unknownSession();
    }
    Session session = enter(name).orElseThrow(Refused::unknownSession);
    try {
      if (session.isEnded()) {
        throw Refused.unknownSession();
      }
      return work.with(session);
    } finally {
      leave(name);
    }
  }

  /** Ends a session for good. */
  void delete(Session session) throws IOException {
    if (session.delete()) {
      count.decrementAndGet();
    }
  }

  /** Finds the reply of a finished upload by the path of the URL that the client got for it. */
  Optional<ServedFile> reply(String urlPath) throws IOException {
    Optional<List<String>> names = UrlPath.names(urlPath);
    if (names.isEmpty()
        || names.get().size() != 3
        || !names.get().get(0).equals(FOLDER)
        || !GUID.matcher(names.get().get(1)).matches()
        || !names.get().get(2).equals(Session.REPLY)) {
      return Optional.empty();
    }
    Path session = folder.resolve(names.get().get(1));
    return Session.outcome(session).filter(Outcome::isGood).isPresent()
        ? ServedFile.open(session.resolve(Session.REPLY))
        : Optional.empty();
  }

  static String replyPath(Session session) {
    return "/" + FOLDER + "/" + session.id() + "/" + Session.REPLY;
  }

  /** Deletes the sessions whose clients have not been heard for too long, and counts the others. */
  void sweep() throws IOException {
    int left = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path one : folders) {
        String name = one.getFileName().toString();
        if (GUID.matcher(name).matches()) {
          left += sweep(one, name) ? 0 : 1;
        }
      }
    }
    count.set(left);
  }

  /** Whether the folder is gone now. */
  private boolean sweep(Path one, String name) {
    try {
      if (enter(name).isPresent()) {
        leave(name);
        return false;
      }
      // What a crash left while a session was made or deleted; unless it is being made just now.
      if (Files.getLastModifiedTime(one)
          .toInstant()
          .isBefore(settings.clock().instant().minus(UNFINISHED))) {
        Session.deleteFolder(one);
      }
      return Files.notExists(one);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "cannot tidy up " + one, e);
      return false;
    }
  }

  private Optional<Session> enter(String name) throws IOException {
    synchronized (inUse) {
      Use use = inUse.get(name);
      if (use != null) {
        use.users++;
        return Optional.of(use.session);
      }
      Optional<Session> opened = Session.open(folder.resolve(name), settings.clock());
      if (opened.isPresent() && isOver(opened.get())) {
        delete(opened.get());
        return Optional.empty();
      }
      opened.ifPresent(session -> inUse.put(name, new Use(session)));
      return opened;
    }
  }

  private void leave(String name) throws IOException {
    synchronized (inUse) {
      Use use = inUse.get(name);
      use.users--;
      if (use.users == 0) {
        inUse.remove(name);
        use.session.close();
      }
    }
  }

  private boolean isOver(Session session) throws IOException {
    return session.touched().plus(settings.sessionTimeout()).isBefore(settings.clock().instant());
  }
}
