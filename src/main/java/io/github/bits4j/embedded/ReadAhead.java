package io.github.bits4j.embedded;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Lets the next bytes of a body come while the last ones are written: the network and the disk need
 * not wait for each other. Who takes the body gets it as ever, one part after the other, and none
 * that it has not asked for as long as more may come; however slow it is, only a few pieces wait.
 */
final class ReadAhead implements HttpResponse.BodySubscriber<Void>, Flow.Subscription {
  /** So many pieces may wait; a piece is what the client has read at once. */
  static final int PIECES = 4;

  private final HttpResponse.BodySubscriber<Void> taker;
  private final Executor workers;
  private Flow.Subscription source;
  private List<ByteBuffer> waiting = new ArrayList<>();

  /** How many pieces wait. */
  private int pieces;

  /** How many more parts the taker has asked for. */
  private long wanted;

  /** What comes behind the last piece; null as long as more may come. */
  private Runnable end;

  /** Whether a thread is handing over. */
  private boolean busy;

  /** Whether nothing is handed over any more. */
  private boolean over;

  /** Completed when nothing is handed over any more. */
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * A body that is read ahead.
   *
   * @param workers where it is taken: threads that may wait
   */
  ReadAhead(HttpResponse.BodySubscriber<Void> taker, Executor workers) {
    this.taker = taker;
    this.workers = workers;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return taker.getBody();
  }

  // ---- From the network ----

  @Override
  public void onSubscribe(Flow.Subscription given) {
    source = given;
    taker.onSubscribe(this);
    source.request(PIECES);
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    synchronized (this) {
      if (over) {
        return;
      }
      waiting.addAll(piece);
      pieces++;
    }
    handOver();
  }

  @Override
  public void onError(Throwable thrown) {
    end(() -> taker.onError(thrown));
  }

  @Override
  public void onComplete() {
    end(taker::onComplete);
  }

  /**
   * No more comes, whatever the client says later: an exchange that broke may be over for it before
   * the body is for who takes it.
   *
   * @return completed when everything that came has been handed over
   */
  CompletableFuture<Void> finish() {
    end(() -> {});
    return done;
  }

  private void end(Runnable how) {
    synchronized (this) {
      if (end == null) {
        end = how;
      }
    }
    handOver();
  }

  // ---- To who takes it ----

  @Override
  public void request(long parts) {
    synchronized (this) {
      wanted += parts;
    }
    handOver();
  }

  @Override
  public void cancel() {
    synchronized (this) {
      over = true;
      waiting.clear();
    }
    done.complete(null);
    source.cancel();
  }

  private void handOver() {
    synchronized (this) {
      if (busy || !hasNext()) {
        return;
      }
      busy = true;
    }
    try {
      workers.execute(this::handOverAll);
    } catch (RuntimeException | Error e) {
      // Without a thread nobody would ever go on.
      giveUp(e);
    }
  }

  private boolean hasNext() {
    return !over && (end != null || pieces > 0 && wanted > 0);
  }

  private void handOverAll() {
    try {
      for (Runnable next = next(); next != null; next = next()) {
        next.run();
      }
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
  }

  /**
   * What waits, or the end behind it; null if the taker has to ask first, or the network to send.
   */
  private synchronized Runnable next() {
    if (!hasNext()) {
      busy = false;
      return null;
    }
    if (pieces == 0) {
      over = true;
      return this::last;
    }
    List<ByteBuffer> part = waiting;
    int taken = pieces;
    waiting = new ArrayList<>();
    pieces = 0;
    wanted--;
    return () -> {
      // As many may come while these are written.
      source.request(taken);
      taker.onNext(part);
    };
  }

  private void last() {
    end.run();
    done.complete(null);
  }

  private void giveUp(Throwable thrown) {
    cancel();
    taker.onError(thrown);
  }
}
