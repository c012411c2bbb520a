package io.github.bits4j.testing;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;

/**
 * A request and its answer. Happens in virtual time: the answer comes after the latency, the body
 * in hundredths of the file.
 */
final class MemoryExchange<T> implements Flow.Subscription {
  private static final String UPLOAD = "BITS_POST";

  private final MockNetwork network;
  private final HttpRequest request;
  private final HttpResponse.BodyHandler<T> handler;
  private final CompletableFuture<HttpResponse<T>> response = new CompletableFuture<>();
  private volatile PacketBody body;
  private MemoryAnswer answer;
  private HttpResponse.BodySubscriber<T> subscriber;
  private long position;
  private long demand;
  private boolean pieceIsDue;
  private boolean over;

  MemoryExchange(MockNetwork network, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    this.network = network;
    this.request = request;
    this.handler = handler;
  }

  CompletableFuture<HttpResponse<T>> begin() {
    response.whenComplete(
        (value, failure) -> {
          if (response.isCancelled()) {
            cancel();
          }
        });
    network.time().after(network.latency(), this::answer);
    return response;
  }

  private void answer() {
    if (isOver()) {
      return;
    }
    Optional<Mishap> mishap = network.mishap(request);
    if (mishap.isPresent() && mishap.get() instanceof Mishap.Silence) {
      return;
    }
    if (mishap.isPresent() && mishap.get() instanceof Mishap.HangUp) {
      response.completeExceptionally(new IOException("the server closed the connection"));
      return;
    }
    if (mishap.isEmpty() && !network.hasHost(request.uri())) {
      response.completeExceptionally(new UnknownHostException(request.uri().getHost()));
      return;
    }
    if (request.method().equals(UPLOAD) && !(mishap.orElse(null) instanceof Mishap.Answer)) {
      upload(mishap);
    } else {
      respond(MemoryAnswer.to(request, mishap, network.file(request.uri())));
    }
  }

  private void upload(Optional<Mishap> mishap) {
    Optional<MockUploads> uploads = network.uploads(request.uri());
    HttpRequest.BodyPublisher from = request.bodyPublisher().orElseThrow();
    if (mishap.orElse(null) instanceof Mishap.LoseSession) {
      uploads.ifPresent(it -> it.lose(request));
    }
    Packet packet =
        uploads
            .map(it -> it.begin(request))
            .orElseGet(() -> Packet.without(new PacketAnswer(501, Map.of(), Duration.ZERO)));
    boolean breaks = mishap.orElse(null) instanceof Mishap.BreakOff;
    boolean loses = mishap.orElse(null) instanceof Mishap.LoseAnswer;
    if (breaks && from.contentLength() < 2) {
      breakDown();
      return;
    }
    Runnable whenOver =
        () -> {
          PacketAnswer given = breaks ? null : packet.end();
          if (breaks || loses) {
            breakDown();
          } else {
            network.time().after(given.after(), () -> respond(given.asAnswer()));
          }
        };
    long enough = breaks ? from.contentLength() / 2 : Long.MAX_VALUE;
    body = new PacketBody(network, packet, enough, whenOver, response::completeExceptionally);
    body.read(from);
  }

  private void breakDown() {
    response.completeExceptionally(new IOException("the connection broke"));
  }

  private void respond(MemoryAnswer given) {
    if (isOver()) {
      return;
    }
    answer = given;
    subscriber = handler.apply(new Head(answer));
    subscriber
        .getBody()
        .whenComplete(
            (body, failure) -> {
              if (failure == null) {
                response.complete(new Response<>(request, answer, body));
              } else {
                response.completeExceptionally(new IOException(failure));
              }
            });
    subscriber.onSubscribe(this);
    if (answer.body().length() == 0 && finish()) {
      subscriber.onComplete();
    }
  }

  // ---- The body ----

  @Override
  public void request(long more) {
    synchronized (this) {
      demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }
    next();
  }

  @Override
  public void cancel() {
    PacketBody sending;
    synchronized (this) {
      over = true;
      sending = body;
    }
    if (sending != null) {
      sending.cancel();
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private synchronized boolean finish() {
    boolean first = !over;
    over = true;
    return first;
  }

  private void next() {
    ByteBuffer piece;
    synchronized (this) {
      if (over || pieceIsDue || demand == 0 || position == answer.body().length()) {
        return;
      }
      demand--;
      pieceIsDue = true;
      piece = answer.body().next(position);
    }
    long rate = network.bytesPerSecond();
    Duration takes =
        rate == 0 ? Duration.ZERO : Duration.ofNanos((long) (piece.remaining() * (1e9 / rate)));
    network.time().after(takes, () -> bring(piece));
  }

  private void bring(ByteBuffer piece) {
    boolean last;
    synchronized (this) {
      if (over) {
        return;
      }
      position += piece.remaining();
      pieceIsDue = false;
      last = position == answer.body().length();
    }
    subscriber.onNext(List.of(piece));
    if (!last) {
      next();
    } else if (finish()) {
      subscriber.onComplete();
    }
  }

  // ---- What the engine sees of it ----

  private record Head(MemoryAnswer answer) implements HttpResponse.ResponseInfo {
    @Override
    public int statusCode() {
      return answer.status();
    }

    @Override
    public HttpHeaders headers() {
      return answer.headers();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  private record Response<T>(HttpRequest request, MemoryAnswer answer, T body)
      implements HttpResponse<T> {
    @Override
    public int statusCode() {
      return answer.status();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return answer.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
