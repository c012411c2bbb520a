package io.github.bits4j.embedded;

import io.github.bits4j.HttpSecurity;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

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

  /** Of the headers of an answer, so much is kept. */
  private static final int KEPT_HEADERS = 64 * 1024;

  private final Web web;

  HttpTransport(Web web) {
    this.web = web;
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public Movement start(Errand errand, Report report) {
    return new Download(errand, report).on(web.workers());
  }

  /** The head of an answer. */
  private record Answer(int statusCode, HttpHeaders headers, URI uri) {}

  /** What goes into a request beside its method and URL. */
  private interface Extras {
    void addTo(HttpRequest.Builder request);
  }

  private final class Download extends Work {
    private final HttpWishes wishes;
    private final Conversation talk;
    private URI named;
    private URI meantFor;

    /** Where the redirects of the last answer led. */
    private URI found;

    /** How long to wait for a byte of the exchange under way. */
    private volatile Patience patience;

    /** The wanted body of the exchange under way; null if there is none. */
    private volatile ReadAhead body;

    private Download(Errand errand, Report report) {
      super(errand, report);
      wishes = errand.http();
      talk = new Conversation(web, wishes);
    }

    @Override
    void bringIn(TempFile into) throws IOException, FailedAttempt {
      named = RemoteNames.url(errand().remoteName());
      meantFor = RemoteNames.url(errand().meantFor());
      found = named;
      talk.begin();
      if (wishes.atOnce()) {
        bringInAtOnce(into);
      } else {
        super.bringIn(into);
      }
    }

    // ---- In parts ----

    @Override
    RemoteVersion look() throws FailedAttempt {
      Answer head = ask("HEAD", named, request -> {}, info -> new Refusal());
      RemoteVersion version = version(head);
      moved(head);
      return version;
    }

    private RemoteVersion version(Answer head) throws FailedAttempt {
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
      Pieces pieces = pieces(version);
      Optional<RangeRequest> next = RangeRequest.at(pieces, temp.length());
      while (next.isPresent()) {
        RangeRequest wanted = next.get();
        long here = temp.length();
        AtomicReference<Parts> parts = new AtomicReference<>();
        Answer response =
            ask(
                "GET",
                found,
                request -> {
                  request.setHeader("Range", wanted.text());
                  version
                      .modified()
                      .map(RangeAnswer::httpDate)
                      .ifPresent(date -> request.setHeader("If-Unmodified-Since", date));
                },
                info -> intake(temp, info, wanted, version, parts));
        RangeAnswer answer = judge(response.statusCode(), response.headers(), wanted, version);
        if (answer.failure().isPresent()) {
          throw new FailedAttempt(answer.failure().get());
        }
        boolean several = parts.get() != null;
        if (answer.end().isEmpty() || several && parts.get().areOfAnother()) {
          return false;
        }
        long due = here + answer.end().getAsLong() - wanted.first().from();
        if (several ? parts.get().areCutOff() : temp.length() < due) {
          throw new FailedAttempt(Failure.passing(NetworkFailures.CONNECTION_ERROR));
        }
        moved(response);
        next = RangeRequest.at(pieces, temp.length());
      }
      return true;
    }

    private RangeAnswer judge(
        int status, HttpHeaders given, RangeRequest wanted, RemoteVersion version) {
      boolean wholeBodyAllowed = errand().wholeBodyAllowed() && errand().ranges().isEmpty();
      return RangeAnswer.of(status, given, wanted, version, wholeBodyAllowed);
    }

    private HttpResponse.BodySubscriber<Void> intake(
        TempFile temp,
        HttpResponse.ResponseInfo info,
        RangeRequest wanted,
        RemoteVersion version,
        AtomicReference<Parts> parts) {
      OptionalLong end = judge(info.statusCode(), info.headers(), wanted, version).end();
      if (end.isEmpty()) {
        return talk.unwanted(info);
      }
      Optional<String> boundary = RangeAnswer.boundary(info.headers());
      if (info.statusCode() == 206 && boundary.isPresent()) {
        parts.set(new Parts(temp, wanted, version.size(), boundary.get()));
        return readAhead(new Intake(temp, parts.get(), report(), patience));
      }
      return readAhead(
          new Intake(
              temp,
              temp.length() + end.getAsLong() - wanted.first().from(),
              BitsCode.INVALID_SERVER_RESPONSE,
              report(),
              patience));
    }

    private ReadAhead readAhead(Intake intake) {
      body = new ReadAhead(intake, web.workers());
      return body;
    }

    // ---- At once ----

    /** One request, whose answer is everything there is: nobody can say where to go on. */
    private void bringInAtOnce(TempFile into) throws IOException, FailedAttempt {
      Answer response =
          ask(wishes.method(), named, request -> {}, info -> intakeAtOnce(into, info));
      if (response.statusCode() != 200) {
        throw new FailedAttempt(Failure.ofStatus(response.statusCode()));
      }
      if (RangeAnswer.isEncoded(response.headers())) {
        throw new FailedAttempt(Failure.lasting(BitsCode.INVALID_SERVER_RESPONSE));
      }
      RemoteVersion version = versionAtOnce(response.headers());
      if (version.hasSize() && into.length() < version.size()) {
        throw new FailedAttempt(Failure.passing(NetworkFailures.CONNECTION_ERROR));
      }
      moved(response);
      report().connected(version.sized(into.length()), into.length());
      into.finish(version.modified());
    }

    private HttpResponse.BodySubscriber<Void> intakeAtOnce(
        TempFile into, HttpResponse.ResponseInfo info) {
      if (info.statusCode() != 200 || RangeAnswer.isEncoded(info.headers())) {
        return talk.unwanted(info);
      }
      try {
        into.empty();
      } catch (IOException e) {
        return Refusal.because(Failure.local(e));
      }
      RemoteVersion version = versionAtOnce(info.headers());
      if (version.size() > errand().most()) {
        return Refusal.because(Failure.lasting(BitsCode.MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
      }
      report().connected(version, 0);
      return readAhead(
          new Intake(
              into, errand().most(), BitsCode.MAX_DOWNLOAD_SIZE_LIMIT_REACHED, report(), patience));
    }

    private static RemoteVersion versionAtOnce(HttpHeaders given) {
      return RangeAnswer.version(
          given, RangeAnswer.contentLength(given).orElse(RemoteVersion.UNKNOWN));
    }

    // ---- Requests ----

    /** Sends a request, answers who asks for credentials, and follows where it is sent on to. */
    private Answer ask(String method, URI url, Extras extras, HttpResponse.BodyHandler<Void> body)
        throws FailedAttempt {
      URI at = url;
      String asking = method;
      for (int i = 0; i <= REDIRECTS; i++) {
        Answer response = askOne(asking, at, extras, body);
        Optional<URI> next = redirect(response);
        if (next.isEmpty()) {
          return response;
        }
        if (response.statusCode() == 303 && !asking.equals("HEAD")
            || asking.equals("POST") && response.statusCode() <= 302) {
          asking = "GET";
        }
        at = next.get();
      }
      throw new FailedAttempt(Failure.lasting(NetworkFailures.REDIRECT_FAILED));
    }

    private Answer askOne(String method, URI at, Extras extras, HttpResponse.BodyHandler<Void> body)
        throws FailedAttempt {
      while (true) {
        Answer response = send(request(method, at, extras), body);
        Authentication asks = talk.asks(response.statusCode()).orElse(null);
        if (asks == null
            || asks.isOfServer() && !RemoteNames.isSameServer(meantFor, at)
            || !asks.canAnswer(response.headers())) {
          return response;
        }
      }
    }

    private HttpRequest request(String method, URI at, Extras extras) throws FailedAttempt {
      boolean sameServer = RemoteNames.isSameServer(meantFor, at);
      HttpRequest.Builder request =
          talk.request(at)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .header("Accept-Encoding", "identity");
      talk.addHeaders(request, sameServer);
      extras.addTo(request);
      talk.addAnswers(request, method, at, sameServer);
      return request.build();
    }

    /** Where an answer sends to; empty if it does not. */
    private Optional<URI> redirect(Answer response) throws FailedAttempt {
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
      Optional<URI> next =
          RemoteNames.redirected(response.uri(), location.get(), wishes.security().followsToHttp());
      if (redirects() == HttpSecurity.Redirects.REFUSE) {
        next.filter(Download::isStorable).ifPresent(url -> report().renamed(url.toString()));
        throw new FailedAttempt(Failure.lasting(HResult.ofHttpStatus(response.statusCode())));
      }
      return Optional.of(
          next.orElseThrow(
              () -> new FailedAttempt(Failure.lasting(NetworkFailures.REDIRECT_FAILED))));
    }

    private HttpSecurity.Redirects redirects() {
      return wishes.security().redirects().orElse(HttpSecurity.Redirects.FOLLOW);
    }

    /** A good answer came from here. */
    private void moved(Answer response) {
      if (found.equals(response.uri())) {
        return;
      }
      found = response.uri();
      if (redirects() == HttpSecurity.Redirects.FOLLOW_AND_RENAME && isStorable(found)) {
        report().renamed(found.toString());
      }
    }

    private static boolean isStorable(URI url) {
      return url.toString().length() <= Limits.URL;
    }

    private Answer send(HttpRequest request, HttpResponse.BodyHandler<Void> handler)
        throws FailedAttempt {
      Patience waiting = talk.patience(web.stallTimeout());
      patience = waiting;
      body = null;
      AtomicReference<Answer> begun = new AtomicReference<>();
      AtomicReference<Answer> complete = new AtomicReference<>();
      try {
        HttpResponse<Void> response =
            talk.exchange(
                request,
                info -> {
                  report().answered(text(info));
                  begun.set(new Answer(info.statusCode(), info.headers(), request.uri()));
                  HttpResponse.BodySubscriber<Void> subscriber = handler.apply(info);
                  if (subscriber instanceof Drain
                      || subscriber instanceof Refusal refusal && !refusal.hasReason()) {
                    complete.set(begun.get());
                  }
                  return subscriber;
                });
        return new Answer(response.statusCode(), response.headers(), response.uri());
      } catch (FailedAttempt e) {
        if (hasTakenWhatCame()) {
          return begun.get();
        }
        boolean isHttp = !e.failure().hresult().equals(NetworkFailures.INVALID_RESPONSE);
        if (complete.get() == null || !isHttp) {
          throw e;
        }
        // Its head said it all: how the body ended, which nobody wants, is of no interest.
        return complete.get();
      } finally {
        waiting.stop();
      }
    }

    /**
     * A connection that breaks loses nothing that was received.
     *
     * @return whether that was all that is wanted
     * @throws FailedAttempt what is wrong with that, which is told before that the connection broke
     */
    private boolean hasTakenWhatCame() throws FailedAttempt {
      ReadAhead broken = body;
      if (broken == null) {
        return false;
      }
      try {
        web.agenda().await(broken.finish());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("nothing completes it so", e);
      }
      CompletableFuture<Void> taken = broken.getBody().toCompletableFuture();
      if (taken.isDone() && taken.handle((nothing, e) -> e).join() instanceof FailedAttempt e) {
        throw e;
      }
      return taken.isDone() && !taken.isCompletedExceptionally();
    }

    /** The headers of an answer, as a server would have sent them. */
    private static String text(HttpResponse.ResponseInfo info) {
      StringBuilder text = new StringBuilder("HTTP/1.1 ").append(info.statusCode()).append("\r\n");
      info.headers()
          .map()
          .forEach(
              (name, values) ->
                  values.forEach(
                      value -> {
                        if (text.length() + name.length() + value.length() + 6 <= KEPT_HEADERS) {
                          text.append(name).append(": ").append(value).append("\r\n");
                        }
                      }));
      return text.append("\r\n").toString();
    }

    @Override
    void interrupt() {
      talk.interrupt();
    }
  }
}
