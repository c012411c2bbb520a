package io.github.bits4j.embedded;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Sends the packets of one upload, one after the other, and says who asks for them. */
final class UploadRequests {
  static final String METHOD = "BITS_POST";

  private final Conversation talk;
  private final Duration stallTimeout;

  UploadRequests(Conversation talk, Duration stallTimeout) {
    this.talk = talk;
    this.stallTimeout = stallTimeout;
  }

  /** What a packet carries beside its headers. */
  interface Body {
    HttpRequest.BodyPublisher make(Patience patience);
  }

  /**
   * Sends a packet; once more if somebody asks who sends it.
   *
   * @param patience how long to wait for something to happen, if longer than usual
   */
  UploadAck send(URI url, Map<String, String> packet, Body body, Duration patience)
      throws FailedAttempt {
    while (true) {
      UploadAck ack = sendOnce(url, packet, body, patience);
      Authentication asks = talk.asks(ack.status()).orElse(null);
      if (asks == null || ack.isOfApplication() || !asks.canAnswer(ack.headers())) {
        return ack;
      }
    }
  }

  private UploadAck sendOnce(URI url, Map<String, String> packet, Body body, Duration patience)
      throws FailedAttempt {
    HttpRequest.Builder request = talk.request(url);
    Patience waiting =
        talk.patience(patience.compareTo(stallTimeout) > 0 ? patience : stallTimeout);
    try {
      request.method(METHOD, body.make(waiting));
      talk.addHeaders(request, true);
      packet.forEach(request::setHeader);
      talk.addAnswers(request, METHOD, url, true);
      // Nothing that a packet is answered stands in a body.
      HttpResponse<Void> response = talk.exchange(request.build(), talk::unwanted);
      return new UploadAck(response.statusCode(), response.headers());
    } finally {
      waiting.stop();
    }
  }
}
