package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Puts the body of an answer into the temporary file, every byte as it comes: a connection that
 * breaks loses nothing that was received.
 */
final class Intake implements HttpResponse.BodySubscriber<Void> {
  private final TempFile temp;
  private final long end;
  private final BitsCode beyond;
  private final Transport.Report report;
  private final Patience patience;
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /**
   * An intake.
   *
   * @param end how long the temporary file may become
   * @param beyond what it means if there is more
   */
  Intake(TempFile temp, long end, BitsCode beyond, Transport.Report report, Patience patience) {
    this.temp = temp;
    this.end = end;
    this.beyond = beyond;
    this.report = report;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    patience.touch();
    long before = temp.length();
    try {
      for (ByteBuffer buffer : buffers) {
        if (buffer.remaining() > end - temp.length()) {
          giveUp(Failure.lasting(beyond));
          return;
        }
        temp.append(buffer);
      }
    } catch (IOException e) {
      giveUp(Failure.local(e));
      return;
    }
    report.moved(temp.length());
    // It is not the server that is waited for now.
    patience.hold();
    report.whenMoreMayCome(
        temp.length() - before,
        () -> {
          patience.touch();
          subscription.request(1);
        });
  }

  @Override
  public void onError(Throwable thrown) {
    body.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    body.complete(null);
  }

  private void giveUp(Failure failure) {
    subscription.cancel();
    body.completeExceptionally(new FailedAttempt(failure));
  }
}
