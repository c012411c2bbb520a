package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * Downloads over HTTP/1.1 as BITS does it: asks for the size with HEAD, then for the bytes behind
 * the ones that are here, as long as the file is the same one.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads">HTTP
 *     Requirements for BITS Downloads</a>
 */
final class HttpTransport implements Transport {
  private static final int REDIRECTS = 10;

  /** An answer that nobody wants is still read if it is short: the connection can be used again. */
  private static final long SHORT_BODY = 64 * 1024;

  private final Agenda agenda;
  private final Executor workers;
  private final Duration stallTimeout;
  private final String userAgent;
  private final HttpClient client;

  HttpTransport(Agenda agenda, Executor workers, Duration stallTimeout, String userAgent) {
    this.agenda = agenda;
    this.workers = workers;
    this.stallTimeout = stallTimeout;
    this.userAgent = userAgent;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(stallTimeout)
            .executor(workers);
    Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
    client = builder.build();
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public Movement start(Errand errand, Report report) {
    return new Download(errand, report).on(workers);
  }

  private final class Download extends Work {
    /** Where the redirects of the last HEAD led. */
    private URI found;

    /** How long to wait for a byte of the exchange under way. */
    private volatile Patience patience;

    private CompletableFuture<?> exchange;
    private boolean cutOff;
    private boolean stalled;

    private Download(Errand errand, Report report) {
      super(errand, report);
    }

    @Override
    RemoteVersion look() throws FailedAttempt {
      URI url = RemoteNames.url(errand().remoteName());
      HttpResponse<Void> head = ask("HEAD", url, r -> r, info -> new Refusal());
      RemoteVersion version = version(head);
      found = head.uri();
      return version;
    }

    private RemoteVersion version(HttpResponse<Void> head) throws FailedAttempt {
      if (head.statusCode() != 200) {
        throw new FailedAttempt(Failure.ofStatus(head.statusCode()));
      }
      OptionalLong size = RangeAnswer.contentLength(head.headers());
      if (size.isEmpty()) {
        throw new FailedAttempt(Failure.lasting(BitsCode.MISSING_FILE_SIZE));
      }
      return RangeAnswer.version(head.headers(), size.getAsLong());
    }

    @Override
    boolean fetch(TempFile temp, RemoteVersion version) throws FailedAttempt {
      while (temp.length() < version.size()) {
        long offset = temp.length();
        long last = Math.min(version.size(), offset + RangeAnswer.WHOLE_BODY_LIMIT) - 1;
        HttpResponse<Void> response =
            ask(
                "GET",
                found,
                request -> {
                  request.header("Range", "bytes=" + offset + "-" + last);
                  version
                      .modified()
                      .map(RangeAnswer::httpDate)
                      .ifPresent(date -> request.header("If-Unmodified-Since", date));
                  return request;
                },
                info -> intake(temp, info, offset, version));
        RangeAnswer answer = judge(response.statusCode(), response.headers(), offset, version);
        if (answer.failure().isPresent()) {
          throw new FailedAttempt(answer.failure().get());
        }
        if (answer.end().isEmpty()) {
          return false;
        }
        if (temp.length() < answer.end().getAsLong()) {
          throw new FailedAttempt(Failure.passing(NetworkFailures.CONNECTION_ERROR));
        }
      }
      return true;
    }

    private RangeAnswer judge(int status, HttpHeaders headers, long offset, RemoteVersion version) {
      return RangeAnswer.of(status, headers, offset, version, errand().wholeBodyAllowed());
    }

    private HttpResponse.BodySubscriber<Void> intake(
        TempFile temp, HttpResponse.ResponseInfo info, long offset, RemoteVersion version) {
      OptionalLong end = judge(info.statusCode(), info.headers(), offset, version).end();
      if (end.isPresent()) {
        return new Intake(temp, end.getAsLong(), report(), patience);
      }
      boolean isShort =
          RangeAnswer.contentLength(info.headers()).orElse(Long.MAX_VALUE) <= SHORT_BODY;
      return isShort ? HttpResponse.BodySubscribers.discarding() : new Refusal();
    }

    /** Sends a request, and follows where it is sent on to. */
    private HttpResponse<Void> ask(
        String method,
        URI url,
        UnaryOperator<HttpRequest.Builder> more,
        HttpResponse.BodyHandler<Void> body)
        throws FailedAttempt {
      URI at = url;
      for (int i = 0; i <= REDIRECTS; i++) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(at)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept", "*/*")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", userAgent);
        HttpResponse<Void> response = send(more.apply(request).build(), body);
        Optional<URI> next = redirect(response);
        if (next.isEmpty()) {
          return response;
        }
        at = next.get();
      }
      throw new FailedAttempt(Failure.lasting(NetworkFailures.REDIRECT_FAILED));
    }

    /** Where an answer sends to; empty if it does not. */
    private Optional<URI> redirect(HttpResponse<Void> response) throws FailedAttempt {
      switch (response.statusCode()) {
        case 301:
        case 302:
        case 303:
        case 307:
        case 308:
          break;
        default:
          return Optional.empty();
      }
      Optional<String> location = response.headers().firstValue("Location");
      if (location.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          RemoteNames.redirected(response.uri(), location.get())
              .orElseThrow(
                  () -> new FailedAttempt(Failure.lasting(NetworkFailures.REDIRECT_FAILED))));
    }

    private HttpResponse<Void> send(HttpRequest request, HttpResponse.BodyHandler<Void> body)
        throws FailedAttempt {
      Patience waiting = new Patience(agenda, stallTimeout, this::stall);
      patience = waiting;
      try {
        return exchange(request, body);
      } finally {
        waiting.stop();
      }
    }

    private HttpResponse<Void> exchange(HttpRequest request, HttpResponse.BodyHandler<Void> body)
        throws FailedAttempt {
      CompletableFuture<HttpResponse<Void>> sent;
      synchronized (this) {
        if (cutOff) {
          throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
        }
        sent = client.sendAsync(request, body);
        exchange = sent;
      }
      try {
        return sent.get();
      } catch (CancellationException e) {
        throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
      } catch (InterruptedException e) {
        sent.cancel(true);
        throw new FailedAttempt(Failure.passing(NetworkFailures.CONNECTION_ERROR));
      } catch (ExecutionException e) {
        throw new FailedAttempt(behind(e));
      }
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

    @Override
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
}
