package io.github.bits4j.embedded;

import io.github.bits4j.error.HResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Anything that sends packets of one session: to the host that the server named, or to the first
 * one again if that is out of reach for too long.
 */
abstract class UploadTalk extends Move {
  private static final Set<HResult> OUT_OF_REACH =
      Set.of(NetworkFailures.CANNOT_CONNECT, NetworkFailures.NAME_NOT_RESOLVED);

  final Web web;
  final Uplink.Load load;
  final Uplink.Report report;
  Optional<UploadSession> session;
  private final Conversation conversation;
  private final UploadRequests requests;

  UploadTalk(Web web, Uplink.Load load, Uplink.Report report) {
    super(report);
    this.web = web;
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
}
