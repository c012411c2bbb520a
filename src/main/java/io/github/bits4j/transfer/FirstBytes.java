package io.github.bits4j.transfer;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body of which nobody wants more than a byte: the connection is cut off then. */
final class FirstBytes implements HttpResponse.BodySubscriber<Void> {
  private static final long ENOUGH = 2;

  private final boolean any;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private Flow.Subscription subscription;
  private long bytes;

  /**
   * A body.
   *
   * @param any whether even one byte is wanted; one without any ends by itself
   */
  FirstBytes(boolean any) {
    this.any = any;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (any) {
      given.request(1);
    } else {
      cutOff();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    bytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (bytes >= ENOUGH) {
      cutOff();
    } else {
      subscription.request(1);
    }
  }

  private void cutOff() {
    subscription.cancel();
    end.complete(null);
  }

  /** How a body ends that nobody wants is of no interest. */
  @Override
  public void onError(Throwable problem) {
    end.complete(null);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
