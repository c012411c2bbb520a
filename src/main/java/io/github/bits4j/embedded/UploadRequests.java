package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Sends the packets of one upload, one after the other, and says who asks for them. */
final class UploadRequests {
  static final String METHOD = "BITS_POST";
  private static final long SHORT_BODY = 64 * 1024;

  private final Agenda agenda;
  private final Duration stallTimeout;
  private final String userAgent;
  private final HttpClient client;
  private final HttpWishes wishes;
  private final List<HttpHeader> headers;
  private final Authentication server;
  private final Authentication proxy;
  private CompletableFuture<?> exchange;
  private boolean cutOff;
  private boolean stalled;

  UploadRequests(
      Agenda agenda,
      Duration stallTimeout,
      String userAgent,
      HttpClients clients,
      HttpWishes wishes)
      throws FailedAttempt {
    this.agenda = agenda;
    this.stallTimeout = stallTimeout;
    this.userAgent = userAgent;
    this.wishes = wishes;
    client = clients.get(wishes.connecting());
    headers = wishes.headers();
    server = new Authentication(wishes, AuthenticationTarget.SERVER);
    proxy = new Authentication(wishes, AuthenticationTarget.PROXY);
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
      Authentication asks = ack.status() == proxy.status() ? proxy : server;
      if (ack.status() != asks.status()) {
        server.accepted();
        proxy.accepted();
        return ack;
      }
      if (ack.isOfApplication() || !asks.canAnswer(ack.headers())) {
        return ack;
      }
    }
  }

  private UploadAck sendOnce(URI url, Map<String, String> packet, Body body, Duration patience)
      throws FailedAttempt {
    if (RemoteNames.isEncrypted(url) && wishes.checkIsMissing()) {
      throw new FailedAttempt(
          new Failure(
              BitsCode.SERVER_CERT_VALIDATION_INTERFACE_REQUIRED.hresult(),
              ErrorContext.SERVER_CERTIFICATE_CALLBACK,
              false));
    }
    Duration longest = patience.compareTo(stallTimeout) > 0 ? patience : stallTimeout;
    Patience waiting = new Patience(agenda, longest, this::stall);
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url)
              .method(METHOD, body.make(waiting))
              .header("Accept", "*/*")
              .header("User-Agent", userAgent);
      headers.forEach(header -> request.header(header.name(), header.value()));
      packet.forEach(request::setHeader);
      addAnswers(request, url);
      HttpResponse<Void> response = exchange(request.build());
      return new UploadAck(response.statusCode(), response.headers());
    } finally {
      waiting.stop();
    }
  }

  private void addAnswers(HttpRequest.Builder request, URI url) throws FailedAttempt {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String asked = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    server.answer(METHOD, asked).ifPresent(answer -> request.setHeader(server.header(), answer));
    boolean tunnel = RemoteNames.isEncrypted(url);
    proxy
        .answer(
            tunnel ? "CONNECT" : METHOD,
            tunnel ? url.getHost() + ":" + RemoteNames.port(url) : url.toString())
        .ifPresent(answer -> request.setHeader(proxy.header(), answer));
  }

  private HttpResponse<Void> exchange(HttpRequest request) throws FailedAttempt {
    CompletableFuture<HttpResponse<Void>> sent;
    synchronized (this) {
      if (cutOff) {
        throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
      }
      sent = client.sendAsync(request, this::unwanted);
      exchange = sent;
    }
    try {
      return agenda.await(sent);
    } catch (CancellationException e) {
      throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw new FailedAttempt(Failure.passing(NetworkFailures.CONNECTION_ERROR));
    } catch (ExecutionException e) {
      throw new FailedAttempt(behind(e));
    }
  }

  /** Nothing that a packet is answered stands in a body. */
  private HttpResponse.BodySubscriber<Void> unwanted(HttpResponse.ResponseInfo info) {
    long length = RangeAnswer.contentLength(info.headers()).orElse(Long.MAX_VALUE);
    return length <= SHORT_BODY ? new Drain(agenda, stallTimeout) : new Refusal();
  }

  private synchronized Failure behind(ExecutionException e) {
    if (stalled) {
      return Failure.passing(NetworkFailures.TIMEOUT);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedAttempt failed) {
        return failed.failure();
      }
    }
    return NetworkFailures.of(e);
  }

  private void stall() {
    synchronized (this) {
      stalled = true;
    }
    interrupt();
  }

  /** Ends the packet under way; no other can be sent. */
  void interrupt() {
    CompletableFuture<?> underWay;
    synchronized (this) {
      cutOff = true;
      underWay = exchange;
    }
    if (underWay != null) {
      underWay.cancel(true);
    }
  }
}
