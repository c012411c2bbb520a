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
  /** What is made of the bytes of a body. */
  interface Use {
    /** Takes all of it; false if nothing more is wanted. */
    boolean take(ByteBuffer bytes) throws IOException, FailedAttempt;

    /** There are no more. */
    void end() throws FailedAttempt;
  }

  private final TempFile temp;
  private final Use use;
  private final Transport.Report report;
  private final Patience patience;
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /**
   * An intake of a body all of which belongs into the file.
   *
   * @param end how long the temporary file may become
   * @param beyond what it means if there is more
   */
  Intake(TempFile temp, long end, BitsCode beyond, Transport.Report report, Patience patience) {
    this(temp, wholly(temp, end, beyond), report, patience);
  }

  /** An intake. */
  Intake(TempFile temp, Use use, Transport.Report report, Patience patience) {
    this.temp = temp;
    this.use = use;
    this.report = report;
    this.patience = patience;
  }

  private static Use wholly(TempFile temp, long end, BitsCode beyond) {
    return new Use() {
      @Override
      public boolean take(ByteBuffer bytes) throws IOException, FailedAttempt {
        if (bytes.remaining() > end - temp.length()) {
          throw new FailedAttempt(Failure.lasting(beyond));
        }
        temp.append(bytes);
        return true;
      }

      @Override
      public void end() {}
    };
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
    // It is not the server that is waited for now, but the disk, and then whoever has bytes paid
    // for.
    patience.hold();
    long before = temp.length();
    try {
      for (ByteBuffer buffer : buffers) {
        if (!use.take(buffer)) {
          body.complete(null);
          subscription.cancel();
          return;
        }
      }
    } catch (FailedAttempt e) {
      giveUp(e.failure());
      return;
    } catch (IOException e) {
      giveUp(Failure.local(e));
      return;
    }
    report.moved(temp.length());
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
    try {
      use.end();
      body.complete(null);
    } catch (FailedAttempt e) {
      body.completeExceptionally(e);
    }
  }

  /** The body has its end before the client hears of it, whose own words would come first else. */
  private void giveUp(Failure failure) {
    body.completeExceptionally(new FailedAttempt(failure));
    subscription.cancel();
  }
}
