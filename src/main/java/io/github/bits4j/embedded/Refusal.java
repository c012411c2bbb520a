package io.github.bits4j.embedded;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes nothing of a body, however long it is. */
final class Refusal implements HttpResponse.BodySubscriber<Void> {
  private final CompletableFuture<Void> body;

  Refusal() {
    body = CompletableFuture.completedFuture(null);
  }

  private Refusal(Failure why) {
    body = CompletableFuture.failedFuture(new FailedAttempt(why));
  }

  /** The attempt is over with it. */
  static Refusal because(Failure why) {
    return new Refusal(why);
  }

  /** Whether the attempt is over with it. */
  boolean hasReason() {
    return body.isCompletedExceptionally();
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.cancel();
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {}

  @Override
  public void onError(Throwable thrown) {}

  @Override
  public void onComplete() {}
}
