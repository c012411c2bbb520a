package io.github.bits4j.testing;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The body of a packet as it comes: chunk after chunk, as fast as the network is. */
final class PacketBody implements Flow.Subscriber<ByteBuffer> {
  private final MockNetwork network;
  private final Packet packet;
  private final long enough;
  private final Runnable whenOver;
  private final Consumer<Throwable> whenFailed;
  private Flow.Subscription subscription;
  private long taken;
  private boolean underWay;
  private boolean allSent;
  private boolean over;

  /**
   * A body.
   *
   * @param enough how many bytes of it get through
   * @param whenOver what happens when they are there, or all of it is
   * @param whenFailed what happens if the sender breaks off
   */
  PacketBody(
      MockNetwork network,
      Packet packet,
      long enough,
      Runnable whenOver,
      Consumer<Throwable> whenFailed) {
    this.network = network;
    this.packet = packet;
    this.enough = enough;
    this.whenOver = whenOver;
    this.whenFailed = whenFailed;
  }

  void read(HttpRequest.BodyPublisher from) {
    from.subscribe(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    subscription.request(1);
  }

  @Override
  public void onNext(ByteBuffer chunk) {
    long rate = network.bytesPerSecond();
    Duration takes =
        rate == 0 ? Duration.ZERO : Duration.ofNanos((long) (chunk.remaining() * (1e9 / rate)));
    underWay = true;
    network.time().after(takes, () -> arrived(chunk));
  }

  private void arrived(ByteBuffer chunk) {
    if (isOver()) {
      return;
    }
    if (taken + chunk.remaining() > enough) {
      chunk.limit(chunk.position() + (int) (enough - taken));
    }
    underWay = false;
    taken += chunk.remaining();
    packet.take(chunk);
    if (taken == enough) {
      subscription.cancel();
      end();
    } else if (allSent) {
      end();
    } else {
      subscription.request(1);
    }
  }

  /** All of it has left; the last chunk may still be under way. */
  @Override
  public void onComplete() {
    allSent = true;
    if (!underWay) {
      end();
    }
  }

  private void end() {
    if (finish()) {
      whenOver.run();
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (finish()) {
      whenFailed.accept(failure);
    }
  }

  /** The sender is gone. */
  void cancel() {
    if (finish() && subscription != null) {
      subscription.cancel();
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
}
