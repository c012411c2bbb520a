package io.github.bits4j.embedded;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes a short body that nobody wants, so that the connection can be used again. Nobody waits for
 * it either: how it ends changes nothing about the answer.
 */
final class Drain implements HttpResponse.BodySubscriber<Void> {
  private final Agenda agenda;
  private final Duration patience;
  private Agenda.Due due = () -> {};

  Drain(Agenda agenda, Duration patience) {
    this.agenda = agenda;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    due = agenda.after(patience, subscription::cancel);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {}

  @Override
  public void onError(Throwable thrown) {
    due.cancel();
  }

  @Override
  public void onComplete() {
    due.cancel();
  }
}
