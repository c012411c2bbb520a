package io.github.bits4j.server;

import io.github.bits4j.disk.Durable;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts finished uploads to the server application. */
final class Notifier {
  private final ServerApplication application;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Makes one.
   *
   * @param sessions the folder whose files the application is told of
   */
  Notifier(ServerApplication application, Path sessions) {
    this.application = application;
    if (isByReference() && !sessions.toString().chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "a header cannot carry this name, notify by value or serve another folder: " + sessions);
    }
  }

  private boolean isByReference() {
    return application.notification() == ServerApplication.Notification.REFERENCE;
  }

  /**
   * Posts a file.
   *
   * @return what the application made of it, its reply being in its place if it took it
   * @throws Refused if there was no answer, or none that makes sense
   */
  Outcome post(Session session) throws IOException, Refused {
    // Of an earlier attempt.
    Files.deleteIfExists(session.reply());
    Path body = Files.createTempFile(session.folder(), "answer", "");
    try {
      HttpResponse<Path> answer = send(request(session), body);
      if (answer.statusCode() < 100 || answer.statusCode() > 599) {
        throw failed(502, "the server application answered " + answer.statusCode());
      }
      if (answer.statusCode() != 200) {
        return new Outcome(answer.statusCode(), false, Optional.empty());
      }
      Optional<URI> elsewhere =
          answer.headers().firstValue(UploadHeader.STATIC_RESPONSE_URL).isPresent()
              ? Optional.of(
                  staticReply(answer.headers().firstValue(UploadHeader.STATIC_RESPONSE_URL).get()))
              : Optional.empty();
      if (elsewhere.isEmpty()) {
        keepReply(session, body);
      }
      boolean toDestination =
          answer.headers().firstValue(UploadHeader.COPY_TO_DESTINATION).isPresent();
      return new Outcome(200, toDestination, elsewhere);
    } finally {
      Files.deleteIfExists(body);
    }
  }

  private HttpRequest request(Session session) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withQuery(application.url(), session.url().getRawQuery()))
            .header(UploadHeader.ORIGINAL_REQUEST_URL, session.url().toASCIIString());
    if (isByReference()) {
      return request
          .header(UploadHeader.REQUEST_FILE, session.request().toString())
          .header(UploadHeader.RESPONSE_FILE, session.reply().toString())
          .POST(BodyPublishers.noBody())
          .build();
    }
    return request.POST(BodyPublishers.ofFile(session.request())).build();
  }

  private HttpResponse<Path> send(HttpRequest request, Path body)
      throws InterruptedIOException, Refused {
    BodyHandler<Path> handler =
        head ->
            head.statusCode() == 200
                ? BodySubscribers.ofFile(body)
                : BodySubscribers.replacing(body);
    // What the client sends for a future is completed in the common pool, which is the program's to
    // block; and a timeout of a request ends with the head of its answer.
    FutureTask<HttpResponse<Path>> answer = new FutureTask<>(() -> client.send(request, handler));
    Thread thread = new Thread(answer, "bits-server-notifier");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(application.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failed(504, "no answer within " + application.patience());
    } catch (ExecutionException e) {
      throw failed(502, "no answer: " + e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closing");
    }
  }

  /** The reply is the file that the application wrote, or what it answered. */
  private static void keepReply(Session session, Path body) throws IOException {
    if (Files.notExists(session.reply())) {
      Files.move(body, session.reply(), StandardCopyOption.ATOMIC_MOVE);
    }
    Durable.file(session.reply());
  }

  private static URI staticReply(String url) throws Refused {
    try {
      URI reply = new URI(url.strip());
      if (ServerApplication.isWeb(reply)) {
        return reply;
      }
    } catch (URISyntaxException e) {
      // Not a URL either.
    }
    throw failed(502, "the server application names no absolute URL: " + url);
  }

  private static URI withQuery(URI url, String query) {
    if (query == null) {
      return url;
    }
    String text = url.toString().split("#", 2)[0];
    return URI.create(text + (url.getRawQuery() == null ? "?" : "&") + query);
  }

  private static Refused failed(int status, String why) {
    return new Refused(status, HResult.ofHttpStatus(status), ErrorContext.REMOTE_APPLICATION, why);
  }
}
