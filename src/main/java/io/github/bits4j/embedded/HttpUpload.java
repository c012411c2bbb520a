package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One go at one upload: a session is created unless there is one, the file goes in fragments, and
 * the session is closed. How far the file has come says the server with every answer.
 */
final class HttpUpload extends UploadTalk {
  private static final System.Logger LOG = System.getLogger(HttpUpload.class.getName());

  /** The one upload protocol there is, BITS 1.5. */
  private static final String PROTOCOL_1_5 = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

  /** What is sent again when a server has everything but did not say that all is well. */
  private static final long REPEATED = 64 << 10;

  /** Server applications have 5 minutes, and their answer has to come back. */
  private static final Duration APPLICATION = Duration.ofSeconds(330);

  private static final int SESSIONS_IN_A_ROW = 3;
  private static final int STEPS_WITHOUT_PROGRESS = 10;

  private final FragmentSizes sizes;
  private UploadSource source;
  private long offset;

  HttpUpload(Web web, Uplink.Load load, Uplink.Report report) {
    super(web, load, report);
    sizes = new FragmentSizes(session.flatMap(UploadSession::largest));
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
                    .map(text -> Duration.ofSeconds(Long.parseLong(text))))
            .largest(session.flatMap(UploadSession::largest));
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
      long length = Math.min(sizes.next(), source.size() - from);
      boolean last = from + length == source.size();
      Duration began = web.agenda().elapsed();
      UploadAck ack = send(from, length, last);
      boolean good = ack.status() == 200 && !ack.isOfApplication();
      if (good || ack.isOutOfStep()) {
        offset = received(ack);
        report.moved(offset);
        if (offset == source.size() && (good || isDelivered(ack, before))) {
          agree(session.orElseThrow().delivered(load.wantsReply() ? reply(ack) : Optional.empty()));
          return;
        }
        idle = offset > before ? 0 : idle + 1;
        if (idle > STEPS_WITHOUT_PROGRESS) {
          throw UploadAck.invalid();
        }
        if (good) {
          sizes.passed(length, web.agenda().elapsed().minus(began));
        }
      } else if (ack.isFragmentTooLarge() && sizes.refused(length)) {
        agree(session.orElseThrow().largest(sizes.largest()));
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
   * not if that was known before, as then it was no yes, or if it does not say where its reply is.
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
    try {
      return packet(
          "Fragment",
          packet,
          patience ->
              length == 0
                  ? HttpRequest.BodyPublishers.noBody()
                  : new FragmentBody(source, from, length, report, patience),
          last ? APPLICATION : Duration.ZERO);
    } catch (FailedAttempt e) {
      if (e.failure().hresult().equals(NetworkFailures.CONNECTION_ERROR) && sizes.broke(length)) {
        agree(session.orElseThrow().largest(sizes.largest()));
      }
      throw e;
    }
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
