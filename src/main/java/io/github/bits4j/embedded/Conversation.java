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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * The requests of one movement, one after the other: with what its job wishes in them, with who
 * sends them if somebody asks, and to be ended at any moment by any thread.
 */
final class Conversation {
  /** An answer that nobody wants is still read if it is short: the connection can be used again. */
  private static final long SHORT_BODY = 64 * 1024;

  /** What is shown to one server is not shown to another that it sends to. */
  private static final Set<String> FOR_ONE_SERVER =
      Set.of("authorization", "cookie", "proxy-authorization");

  private final Web web;
  private final HttpWishes wishes;
  private final Authentication server;
  private final Authentication proxy;
  private HttpClient client;
  private List<HttpHeader> headers;
  private Exchange exchange;
  private boolean cutOff;
  private boolean stalled;

  Conversation(Web web, HttpWishes wishes) {
    this.web = web;
    this.wishes = wishes;
    server = new Authentication(wishes, AuthenticationTarget.SERVER);
    proxy = new Authentication(wishes, AuthenticationTarget.PROXY);
  }

  /** Opens what the job wishes; once, before the first request. */
  void begin() throws FailedAttempt {
    client = web.clients().get(wishes.connecting());
    headers = wishes.headers();
  }

  /** Begins to wait; when it runs out, the exchange under way ends. */
  Patience patience(Duration length) {
    return new Patience(web.agenda(), length, this::stall);
  }

  // ---- Requests ----

  /** Begins a request with what stands in all of them. */
  HttpRequest.Builder request(URI at) throws FailedAttempt {
    if (RemoteNames.isEncrypted(at) && wishes.checkIsMissing()) {
      throw new FailedAttempt(
          new Failure(
              BitsCode.SERVER_CERT_VALIDATION_INTERFACE_REQUIRED.hresult(),
              ErrorContext.SERVER_CERTIFICATE_CALLBACK,
              false));
    }
    return HttpRequest.newBuilder(at).header("Accept", "*/*").header("User-Agent", web.userAgent());
  }

  /**
   * Adds the headers that the job wishes.
   *
   * @param sameServer whether the request goes to the server that they are meant for
   */
  void addHeaders(HttpRequest.Builder request, boolean sameServer) {
    for (HttpHeader header : headers) {
      if (sameServer || !FOR_ONE_SERVER.contains(header.name().toLowerCase(Locale.ROOT))) {
        request.header(header.name(), header.value());
      }
    }
  }

  /**
   * Adds who sends the request, for those who asked.
   *
   * @param sameServer whether the request goes to the server that the credentials are meant for
   */
  void addAnswers(HttpRequest.Builder request, String method, URI at, boolean sameServer)
      throws FailedAttempt {
    if (sameServer) {
      String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
      String asked = at.getRawQuery() == null ? path : path + "?" + at.getRawQuery();
      server.answer(method, asked).ifPresent(answer -> request.setHeader(server.header(), answer));
    }
    boolean tunnel = RemoteNames.isEncrypted(at);
    proxy
        .answer(
            tunnel ? "CONNECT" : method,
            tunnel ? at.getHost() + ":" + RemoteNames.port(at) : at.toString())
        .ifPresent(answer -> request.setHeader(proxy.header(), answer));
  }

  /** Who asks with a status who sends the request; if nobody, the last answers were good. */
  Optional<Authentication> asks(int status) {
    Authentication asks = status == proxy.status() ? proxy : server;
    if (status == asks.status()) {
      return Optional.of(asks);
    }
    server.accepted();
    proxy.accepted();
    return Optional.empty();
  }

  // ---- Exchanges ----

  /** Sends a request, and waits for the end of the answer. */
  HttpResponse<Void> exchange(HttpRequest request, HttpResponse.BodyHandler<Void> body)
      throws FailedAttempt {
    Exchange begun;
    synchronized (this) {
      if (cutOff) {
        throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
      }
      begun = Exchange.of(web.agenda(), client, request, body);
      exchange = begun;
    }
    try {
      return begun.await();
    } catch (CancellationException e) {
      throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
    } catch (InterruptedException e) {
      begun.cancel();
      throw new FailedAttempt(Failure.passing(NetworkFailures.CONNECTION_ERROR));
    } catch (ExecutionException e) {
      throw new FailedAttempt(behind(e));
    }
  }

  /** What takes a body that nobody wants. */
  HttpResponse.BodySubscriber<Void> unwanted(HttpResponse.ResponseInfo info) {
    long length = RangeAnswer.contentLength(info.headers()).orElse(Long.MAX_VALUE);
    return length <= SHORT_BODY ? new Drain(web.agenda(), web.stallTimeout()) : new Refusal();
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

  /** Ends the exchange under way; there is no other after it. */
  void interrupt() {
    Exchange underWay;
    synchronized (this) {
      cutOff = true;
      underWay = exchange;
    }
    if (underWay != null) {
      underWay.cancel();
    }
  }
}
