package io.github.bits4j.embedded;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A piece of a file on its way into a request: read as it is sent, and no faster than bytes may go.
 * Before its last bytes leave, the file must still be what it was.
 */
final class FragmentBody implements HttpRequest.BodyPublisher {
  private static final int CHUNK = 64 * 1024;

  private final UploadSource source;
  private final long from;
  private final long length;
  private final Transport.Report report;
  private final Patience patience;

  FragmentBody(
      UploadSource source, long from, long length, Transport.Report report, Patience patience) {
    this.source = source;
    this.from = from;
    this.length = length;
    this.report = report;
    this.patience = patience;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Sending(subscriber));
  }

  /** One chunk a step, each on its turn; threads that come meanwhile leave theirs to the first. */
  private final class Sending implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean paying;
    private volatile boolean over;
    private long sent;

    private Sending(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long chunks) {
      demand.accumulateAndGet(chunks, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      goOn();
    }

    @Override
    public void cancel() {
      over = true;
    }

    private void goOn() {
      if (turns.getAndIncrement() == 0) {
        do {
          step();
        } while (turns.decrementAndGet() != 0);
      }
    }

    private void step() {
      if (over || paying) {
        return;
      }
      if (sent == length) {
        over = true;
        subscriber.onComplete();
        return;
      }
      if (demand.get() == 0) {
        return;
      }
      demand.decrementAndGet();
      try {
        ByteBuffer chunk = source.read(from + sent, (int) Math.min(CHUNK, length - sent));
        if (sent + chunk.remaining() == length) {
          source.requireUnchanged();
        }
        int bytes = chunk.remaining();
        sent += bytes;
        patience.hold();
        subscriber.onNext(chunk);
        paying = true;
        report.whenMoreMayCome(
            bytes,
            () -> {
              patience.touch();
              paying = false;
              goOn();
            });
      } catch (FailedAttempt e) {
        over = true;
        subscriber.onError(e);
      }
    }
  }
}
