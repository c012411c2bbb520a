package io.github.bits4j.testing;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.ServerApplicationStatus;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The far end of uploads: a server in memory that speaks the BITS upload protocol, by the rules of
 * {@link io.github.bits4j.server.BitsServer}. What arrives is served by the {@link MockNetwork}
 * from then on. What goes wrong on the way is told to the {@link FaultScript}, see {@link
 * FaultScript#onPacket}.
 *
 * <p>Files are kept in memory. For use by any thread.
 */
public final class MockUploads {
  private static final Duration LONGEST_APPLICATION = Duration.ofMinutes(5);
  private static final HResult INVALID_ARGUMENT = new HResult(0x80070057);
  private static final HResult ACCESS_DENIED = new HResult(0x80070005);

  private final MockNetwork network;
  private final String url;
  private final Map<String, UploadSession> sessions = new LinkedHashMap<>();
  private final List<UploadedFile> received = new ArrayList<>();
  private boolean overwrite;
  private long maximumSize = Long.MAX_VALUE;
  private long maximumFragment = Long.MAX_VALUE;
  private Optional<Function<UploadedFile, ApplicationAnswer>> application = Optional.empty();
  private int created;

  MockUploads(MockNetwork network, String url) {
    this.network = network;
    this.url = url;
  }

  // ---- What it is like ----

  /**
   * Lets uploads replace files that are there. Otherwise they are refused with 403 before the first
   * byte, as IIS does.
   *
   * @return this
   */
  public synchronized MockUploads overwrite() {
    overwrite = true;
    return this;
  }

  /**
   * Limits the size of a file; larger ones are refused with {@link BitsCode#TOO_LARGE}.
   *
   * @param bytes the largest size, 0 or more
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public synchronized MockUploads maximumSize(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size of " + bytes);
    }
    maximumSize = bytes;
    return this;
  }

  /**
   * Limits the size of a fragment; larger ones are refused with 413, and BITS sends smaller ones.
   *
   * @param bytes the largest fragment, at least 1
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public synchronized MockUploads maximumFragment(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a fragment of " + bytes);
    }
    maximumFragment = bytes;
    return this;
  }

  /**
   * Puts a server application behind it, which is asked about every whole file; again and again if
   * its answer is one after which BITS posts a file again. Without one files are taken, and nothing
   * is replied: a job of type upload-reply then fails, as against IIS.
   *
   * @param application is given the file and answers, on the thread that lets the time pass
   * @return this
   */
  public synchronized MockUploads application(
      Function<UploadedFile, ApplicationAnswer> application) {
    this.application = Optional.of(Objects.requireNonNull(application, "application"));
    return this;
  }

  /**
   * Puts a server application behind it that answers with one status after the other.
   *
   * @param statuses what it answers, 200 to 599; the last of them for ever
   * @return this
   * @throws IllegalArgumentException if there is none, or one is another
   */
  public MockUploads applicationAnswers(int... statuses) {
    Deque<ApplicationAnswer> answers = new ArrayDeque<>();
    for (int status : statuses) {
      answers.add(ApplicationAnswer.status(status));
    }
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("no status");
    }
    return application(file -> answers.size() > 1 ? answers.poll() : answers.peek());
  }

  /** Forgets every upload that is under way, as a server does whose disk was replaced. */
  public synchronized void loseSessions() {
    sessions.clear();
  }

  // ---- What happened ----

  /**
   * How many uploads are under way: sessions that were neither closed nor cancelled.
   *
   * @return 0 or more
   */
  public synchronized int sessions() {
    return sessions.size();
  }

  /**
   * Every whole file that came, each time a server application was asked about it; whatever became
   * of it.
   *
   * @return the files, the first one first
   */
  public synchronized List<UploadedFile> received() {
    return List.copyOf(received);
  }

  // ---- For exchanges ----

  boolean takes(URI target) {
    String text = target.toString();
    return text.equals(url) || text.startsWith(url.endsWith("/") ? url : url + "/");
  }

  String url() {
    return url;
  }

  /** Looks at the headers of a packet; its body is to follow. */
  synchronized Packet begin(HttpRequest request) {
    String type = header(request, "BITS-Packet-Type").orElse("none");
    try {
      switch (type) {
        case "Ping":
          return Packet.without(PacketAnswer.ack());
        case "Create-Session":
          return Packet.without(create(request));
        default:
          return inSession(type, request);
      }
    } catch (PacketAnswer.Refused e) {
      return Packet.without(e.answer());
    }
  }

  private PacketAnswer create(HttpRequest request) throws PacketAnswer.Refused {
    String offered = header(request, "BITS-Supported-Protocols").orElse("");
    if (!offered.toLowerCase(Locale.ROOT).contains(PacketAnswer.PROTOCOL)) {
      throw PacketAnswer.refused(400, INVALID_ARGUMENT);
    }
    if (!overwrite && network.file(request.uri()).isPresent()) {
      throw PacketAnswer.refused(403, ACCESS_DENIED);
    }
    String id = "{00000000-0000-4000-8000-%012d}".formatted(++created);
    sessions.put(id, new UploadSession(id, request.uri()));
    return PacketAnswer.ack()
        .with("BITS-Protocol", PacketAnswer.PROTOCOL)
        .with("BITS-Session-Id", id);
  }

  private Packet inSession(String type, HttpRequest request) throws PacketAnswer.Refused {
    UploadSession session =
        header(request, "BITS-Session-Id")
            .map(sessions::get)
            .filter(known -> known.target().equals(request.uri()))
            .orElseThrow(() -> PacketAnswer.refused(500, BitsCode.SESSION_NOT_FOUND.hresult()));
    if (type.equals("Fragment")) {
      return fragment(request, session);
    }
    sessions.remove(session.id());
    session.replyUrl().ifPresent(network::remove);
    return Packet.without(PacketAnswer.ack().with("BITS-Session-Id", session.id()));
  }

  private Packet fragment(HttpRequest request, UploadSession session) throws PacketAnswer.Refused {
    ContentRange range =
        header(request, "Content-Range")
            .flatMap(ContentRange::parse)
            .filter(it -> session.isOf(it.total()))
            .orElseThrow(() -> PacketAnswer.refused(400, INVALID_ARGUMENT));
    if (range.total() > maximumSize) {
      throw PacketAnswer.refused(500, BitsCode.TOO_LARGE.hresult());
    }
    if (range.length() > maximumFragment) {
      throw PacketAnswer.refused(413, HResult.ofHttpStatus(413));
    }
    if (range.first() > session.received()) {
      throw PacketAnswer.refused(416, HResult.S_OK, ErrorContext.REMOTE_FILE, session.received());
    }
    return new Packet(
        range.first(),
        (at, bytes) -> {
          synchronized (this) {
            session.append(at, bytes);
          }
        },
        () -> arrived(session));
  }

  /** What is said when all of a fragment is there. */
  private PacketAnswer arrived(UploadSession session) {
    Optional<Function<UploadedFile, ApplicationAnswer>> asked;
    UploadedFile file;
    synchronized (this) {
      if (sessions.get(session.id()) != session) {
        return PacketAnswer.refused(500, BitsCode.SESSION_NOT_FOUND.hresult()).answer();
      }
      if (!session.isComplete()) {
        return received(session);
      }
      if (session.outcome().isPresent()) {
        return settled(session, session.outcome().get());
      }
      file = new UploadedFile(session.target().toString(), session.content(), network.time().now());
      received.add(file);
      asked = application;
    }
    // The application is the test's, and may ask anything of this.
    Optional<ApplicationAnswer> answer = asked.map(it -> it.apply(file));
    synchronized (this) {
      ApplicationAnswer given = answer.map(MockUploads::inTime).orElseGet(ApplicationAnswer::ok);
      if (given.status() == 200) {
        network.serve(file.url(), file.content());
        answer.ifPresent(it -> reply(session, it));
      }
      if (given.status() == 200 || new ServerApplicationStatus(given.status()).neverPostedAgain()) {
        session.settle(given);
      }
      return settled(session, given);
    }
  }

  private static ApplicationAnswer inTime(ApplicationAnswer answer) {
    return answer.after().compareTo(LONGEST_APPLICATION) > 0
        ? ApplicationAnswer.status(504).after(LONGEST_APPLICATION)
        : answer;
  }

  private void reply(UploadSession session, ApplicationAnswer answer) {
    String at =
        session.target().resolve("/BITS-Sessions/" + session.number() + "/response").toString();
    network.serve(at, answer.reply());
    session.repliesAt(at);
  }

  private static PacketAnswer settled(UploadSession session, ApplicationAnswer given) {
    if (given.status() == 200) {
      PacketAnswer ack = received(session).after(given.after());
      return session.replyUrl().map(at -> ack.with("BITS-Reply-URL", at)).orElse(ack);
    }
    return PacketAnswer.refused(
            new ServerApplicationStatus(given.status()).passedOnAs(),
            HResult.ofHttpStatus(given.status()),
            ErrorContext.REMOTE_APPLICATION,
            session.received())
        .answer()
        .with("BITS-Session-Id", session.id())
        .after(given.after());
  }

  private static PacketAnswer received(UploadSession session) {
    return PacketAnswer.ack()
        .with("BITS-Session-Id", session.id())
        .with("BITS-Received-Content-Range", Long.toString(session.received()));
  }

  /** Forgets the session that a packet belongs to. */
  synchronized void lose(HttpRequest request) {
    header(request, "BITS-Session-Id").ifPresent(sessions::remove);
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.headers().firstValue(name);
  }
}
