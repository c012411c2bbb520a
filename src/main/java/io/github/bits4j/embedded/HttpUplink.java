package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Uploads by the BITS upload protocol: a session is created, the file goes in fragments, and the
 * session is closed. How far the file has come says the server with every answer.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/bits-upload-protocol">BITS Upload
 *     Protocol</a>
 */
final class HttpUplink implements Uplink {
  private static final System.Logger LOG = System.getLogger(HttpUplink.class.getName());

  /** The one upload protocol there is, BITS 1.5. */
  private static final String PROTOCOL_1_5 = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

  private static final long FIRST_FRAGMENT = 1 << 20;
  private static final long SMALLEST_FRAGMENT = 1 << 10;

  /** IIS takes no requests of 30,000,000 bytes or more unless it is told to. */
  private static final long LARGEST_FRAGMENT = 16 << 20;

  /** What is sent again when a server has everything but did not say that all is well. */
  private static final long REPEATED = 64 << 10;

  /** A fragment that takes less has a larger one after it. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Server applications have 5 minutes, and their answer has to come back. */
  private static final Duration APPLICATION = Duration.ofSeconds(330);

  private static final int SESSIONS_IN_A_ROW = 3;
  private static final int STEPS_WITHOUT_PROGRESS = 10;

  private static final Set<HResult> OUT_OF_REACH =
      Set.of(NetworkFailures.CANNOT_CONNECT, NetworkFailures.NAME_NOT_RESOLVED);

  private final Web web;

  HttpUplink(Web web) {
    this.web = web;
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public Transport.Movement start(Load load, Report report) {
    return new Upload(load, report).on(web.workers());
  }

  @Override
  public Transport.Movement cancel(Load load, Report report) {
    return new Cancellation(load, report).on(web.workers());
  }

  /** Anything that sends packets of one session. */
  private abstract class Talk extends Move {
    final Load load;
    final Report report;
    Optional<UploadSession> session;
    private final Conversation conversation;
    private final UploadRequests requests;

    private Talk(Load load, Report report) {
      super(report);
      this.load = load;
      this.report = report;
      session = load.session();
      conversation = new Conversation(web, load.http());
      requests = new UploadRequests(conversation, web.stallTimeout());
    }

    @Override
    final void move() throws FailedAttempt {
      conversation.begin();
      talk();
    }

    abstract void talk() throws FailedAttempt;

    /** Sends a packet without a body. */
    final UploadAck packet(String type, Map<String, String> more) throws FailedAttempt {
      return packet(type, more, patience -> HttpRequest.BodyPublishers.noBody(), Duration.ZERO);
    }

    final UploadAck packet(
        String type, Map<String, String> more, UploadRequests.Body body, Duration patience)
        throws FailedAttempt {
      Map<String, String> packet = new LinkedHashMap<>();
      packet.put("BITS-Packet-Type", type);
      packet.putAll(more);
      fallBack();
      try {
        UploadAck ack = requests.send(url(), packet, body, patience);
        if (session.flatMap(UploadSession::lost).isPresent()) {
          agree(session.get().lost(Optional.empty()));
        }
        if (ack.isGood() && !ack.isAck()) {
          throw UploadAck.invalid();
        }
        return ack;
      } catch (FailedAttempt e) {
        Optional<UploadSession> elsewhere = session.filter(at -> at.host().isPresent());
        if (elsewhere.isPresent()
            && elsewhere.get().lost().isEmpty()
            && OUT_OF_REACH.contains(e.failure().hresult())) {
          agree(elsewhere.get().lost(Optional.of(web.agenda().now())));
        }
        throw e;
      }
    }

    /** Goes back to the first host if the other one was out of reach for too long. */
    private void fallBack() {
      if (session.isEmpty() || session.get().lost().isEmpty()) {
        return;
      }
      Instant lost = session.get().lost().get();
      Optional<Duration> longest = session.get().fallback();
      if (longest.isPresent() && !web.agenda().now().isBefore(lost.plus(longest.get()))) {
        agree(session.get().at(Optional.empty(), Optional.empty()));
      }
    }

    final void agree(UploadSession upon) {
      session = Optional.of(upon);
      report.session(upon);
    }

    final Map<String, String> ofSession() {
      return new LinkedHashMap<>(Map.of("BITS-Session-Id", session.orElseThrow().id()));
    }

    private URI url() throws FailedAttempt {
      URI named = RemoteNames.url(load.remoteName());
      Optional<String> host = session.flatMap(UploadSession::host);
      return host.isPresent() ? at(named, host.get()) : named;
    }

    @Override
    final void interrupt() {
      conversation.interrupt();
    }
  }

  /** The same URL at another host, which may name a port of its own. */
  private static URI at(URI named, String host) throws FailedAttempt {
    try {
      boolean address = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
      boolean port = !address && host.lastIndexOf(':') > host.lastIndexOf(']');
      String authority =
          (address ? "[" + host + "]" : host)
              + (port || named.getPort() < 0 ? "" : ":" + named.getPort());
      String query = named.getRawQuery() == null ? "" : "?" + named.getRawQuery();
      URI other = new URI(named.getScheme() + "://" + authority + named.getRawPath() + query);
      if (other.getHost() != null) {
        return other;
      }
    } catch (URISyntaxException e) {
      // No host either.
    }
    throw UploadAck.invalid();
  }

  private final class Upload extends Talk {
    private UploadSource source;
    private long offset;
    private long fragment = FIRST_FRAGMENT;
    private long largest = LARGEST_FRAGMENT;

    private Upload(Load load, Report report) {
      super(load, report);
      offset = load.position();
    }

    @Override
    void talk() throws FailedAttempt {
      if (session.filter(UploadSession::delivered).isPresent()) {
        closeSession();
        report.connected(load.known().orElseThrow(), offset);
        return;
      }
      UploadSource opened = UploadSource.open(load.source(), load.known());
      synchronized (this) {
        source = opened;
      }
      if (session.isEmpty()) {
        create();
      } else {
        ping();
      }
      report.connected(source.version(), offset);
      deliver();
      if (!load.wantsReply()) {
        closeSession();
      }
    }

    @Override
    synchronized void close() {
      if (source != null) {
        source.close();
      }
    }

    private void create() throws FailedAttempt {
      Map<String, String> packet = new LinkedHashMap<>();
      packet.put("BITS-Supported-Protocols", PROTOCOL_1_5);
      packet.put("Content-Name", contentName());
      UploadAck ack = packet("Create-Session", packet);
      if (!ack.isGood()) {
        throw ack.failed();
      }
      if (!ack.the("BITS-Protocol").equalsIgnoreCase(PROTOCOL_1_5)) {
        throw new FailedAttempt(Failure.lasting(BitsCode.CLIENT_SERVER_PROTOCOL_MISMATCH));
      }
      Optional<String> host = ack.header("BITS-Host-Id");
      UploadSession made =
          UploadSession.of(ack.the("BITS-Session-Id"))
              .at(
                  host,
                  ack.header("BITS-Host-Id-Fallback-Timeout")
                      .filter(text -> text.matches("[0-9]{1,10}"))
                      .map(text -> Duration.ofSeconds(Long.parseLong(text))));
      offset = 0;
      agree(made);
      if (host.isPresent()) {
        ping();
      }
    }

    /** Finds out whether the server is there and who it wants to hear from, before bytes go. */
    private void ping() throws FailedAttempt {
      UploadAck ack = packet("Ping", Map.of());
      if (!ack.isGood()) {
        throw ack.failed();
      }
    }

    /** The name alone, as far as a header can carry it. */
    private String contentName() {
      String name = load.source().getFileName().toString();
      StringBuilder legal = new StringBuilder();
      for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
        legal.append(b > ' ' && b < 0x7F || b == ' ' ? String.valueOf((char) b) : escaped(b));
      }
      return legal.toString();
    }

    private static String escaped(byte b) {
      return String.format("%%%02X", b & 0xFF);
    }

    private void deliver() throws FailedAttempt {
      int idle = 0;
      int sessions = 0;
      while (true) {
        long before = offset;
        long from = offset == source.size() ? Math.max(0, offset - REPEATED) : offset;
        long length = Math.min(fragment, source.size() - from);
        boolean last = from + length == source.size();
        Duration began = web.agenda().elapsed();
        UploadAck ack = send(from, length, last);
        boolean good = ack.status() == 200 && !ack.isOfApplication();
        if (good || ack.isOutOfStep()) {
          offset = received(ack);
          report.moved(offset);
          if (offset == source.size() && (good || isDelivered(ack, before))) {
            agree(
                session.orElseThrow().delivered(load.wantsReply() ? reply(ack) : Optional.empty()));
            return;
          }
          idle = offset > before ? 0 : idle + 1;
          if (idle > STEPS_WITHOUT_PROGRESS) {
            throw UploadAck.invalid();
          }
          if (good && web.agenda().elapsed().minus(began).compareTo(QUICK) < 0) {
            fragment = Math.min(2 * fragment, largest);
          }
        } else if (ack.isFragmentTooLarge() && length > SMALLEST_FRAGMENT) {
          fragment = Math.max(SMALLEST_FRAGMENT, length / 2);
          largest = fragment;
        } else if (ack.knowsNoSession() && sessions++ < SESSIONS_IN_A_ROW) {
          create();
          report.connected(source.version(), 0);
        } else {
          throw noteApplication(ack, last);
        }
      }
    }

    /**
     * Whether a server that is out of step at the end of the file took it: its yes got lost. It did
     * not if that was known before, as then it was no yes, or if it does not say where its reply
     * is.
     */
    private boolean isDelivered(UploadAck ack, long before) {
      return before < source.size() && !load.wantsReply()
          || ack.header("BITS-Reply-URL").isPresent() && load.wantsReply();
    }

    /** A server application looks at whole files only, whatever it makes of them. */
    private FailedAttempt noteApplication(UploadAck ack, boolean last) {
      if (last && ack.isOfApplication()) {
        offset = source.size();
        report.moved(offset);
      }
      return ack.knowsNoSession()
          ? new FailedAttempt(Failure.passing(BitsCode.SESSION_NOT_FOUND.hresult()))
          : ack.failed();
    }

    private UploadAck send(long from, long length, boolean last) throws FailedAttempt {
      source.requireUnchanged();
      Map<String, String> packet = ofSession();
      if (from == 0) {
        packet.put("Content-Name", contentName());
      }
      packet.put(
          "Content-Range",
          length == 0
              ? "bytes */0"
              : "bytes " + from + "-" + (from + length - 1) + "/" + source.size());
      return packet(
          "Fragment",
          packet,
          patience ->
              length == 0
                  ? HttpRequest.BodyPublishers.noBody()
                  : new FragmentBody(source, from, length, report, patience),
          last ? APPLICATION : Duration.ZERO);
    }

    private long received(UploadAck ack) throws FailedAttempt {
      OptionalLong received = ack.received();
      if (received.isEmpty() || received.getAsLong() > source.size()) {
        throw UploadAck.invalid();
      }
      return received.getAsLong();
    }

    private Optional<String> reply(UploadAck ack) throws FailedAttempt {
      String url = ack.the("BITS-Reply-URL");
      try {
        if (RemoteNames.isHttp(url)) {
          return Optional.of(RemoteNames.url(url).toString());
        }
      } catch (IllegalArgumentException e) {
        // Nothing that could be asked.
      }
      throw UploadAck.invalid();
    }

    /** Lets the server forget the session; one that is not known there is closed. */
    private void closeSession() throws FailedAttempt {
      UploadAck ack = packet("Close-Session", ofSession());
      if (ack.status() >= 500 && !ack.knowsNoSession()) {
        throw ack.failed();
      }
      if (!ack.isGood()) {
        LOG.log(System.Logger.Level.DEBUG, () -> "a session was not closed: " + ack.status());
      }
    }
  }

  private final class Cancellation extends Talk {
    private Cancellation(Load load, Report report) {
      super(load, report);
    }

    @Override
    void talk() throws FailedAttempt {
      UploadAck ack = packet("Cancel-Session", ofSession());
      if (ack.status() >= 500 && !ack.knowsNoSession()) {
        throw new FailedAttempt(Failure.passing(HResult.ofHttpStatus(ack.status())));
      }
    }
  }
}
