package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes while the last bytes are written. */
@Timeout(240)
final class ReadAheadTest {
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final Taker taker = new Taker();
  private final Source source = new Source();
  private final ReadAhead ahead = new ReadAhead(taker, work::add);

  /** Whoever takes the body: notes what came. */
  private static final class Taker implements HttpResponse.BodySubscriber<Void> {
    private final List<String> came = new ArrayList<>();
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private Runnable whenTaken = () -> {};
    private Throwable error;

    @Override
    public CompletionStage<Void> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
      StringBuilder text = new StringBuilder();
      part.forEach(bytes -> text.append((char) bytes.get()));
      came.add(text.toString());
      whenTaken.run();
    }

    @Override
    public void onError(Throwable thrown) {
      error = thrown;
    }

    @Override
    public void onComplete() {
      came.add("end");
    }
  }

  /** The network: counts what is asked of it. */
  private static final class Source implements Flow.Subscription {
    private long asked;
    private boolean cancelled;

    @Override
    public void request(long n) {
      asked += n;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private void comes(char piece) {
    ahead.onNext(List.of(ByteBuffer.wrap(new byte[] {(byte) piece})));
  }

  private void work() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  @Test
  void aTakerGetsNothingThatItHasNotAskedFor() {
    ahead.onSubscribe(source);
    comes('a');
    work();
    assertEquals(List.of(), taker.came);
    taker.subscription.request(1);
    work();
    assertEquals(List.of("a"), taker.came);
  }

  @Test
  void whatIsHereWhenNoMoreComesNeedNotBeAskedFor() {
    ahead.onSubscribe(source);
    comes('a');
    comes('b');
    ahead.onComplete();
    work();
    assertEquals(List.of("ab", "end"), taker.came);
  }

  @Test
  void aBodyThatIsFinishedIsHandedOverThoughTheClientSaysNoMore() {
    ahead.onSubscribe(source);
    comes('a');
    CompletableFuture<Void> finished = ahead.finish();
    assertFalse(finished.isDone());
    work();
    assertEquals(List.of("a"), taker.came);
    assertTrue(finished.isDone());
    ahead.onError(new IOException("late"));
    work();
    assertNull(taker.error);
  }

  @Test
  void onlySoManyPiecesWaitForASlowTaker() {
    ahead.onSubscribe(source);
    assertEquals(ReadAhead.PIECES, source.asked);
    comes('a');
    comes('b');
    assertEquals(ReadAhead.PIECES, source.asked, "none was taken");
    taker.subscription.request(1);
    work();
    assertEquals(List.of("ab"), taker.came, "everything that waits, at once");
    assertEquals(ReadAhead.PIECES + 2, source.asked);
  }

  @Test
  void theNextPiecesComeWhileTheLastOnesAreWritten() {
    ahead.onSubscribe(source);
    taker.subscription.request(2);
    taker.whenTaken =
        () -> {
          taker.whenTaken = () -> {};
          assertEquals(ReadAhead.PIECES + 1, source.asked, "asked for before this is written");
          comes('b');
          comes('c');
          assertTrue(work.isEmpty(), "one thread at a time hands over");
        };
    comes('a');
    assertEquals(List.of(), taker.came, "nothing is written by the thread that reads");
    work();
    assertEquals(List.of("a", "bc"), taker.came);
  }

  @Test
  void anErrorComesBehindTheBytesBeforeIt() {
    ahead.onSubscribe(source);
    comes('a');
    IOException error = new IOException("reset");
    taker.whenTaken = () -> assertNull(taker.error);
    ahead.onError(error);
    work();
    assertEquals(List.of("a"), taker.came);
    assertSame(error, taker.error);
  }

  @Test
  void nothingComesToATakerThatCancelled() {
    ahead.onSubscribe(source);
    taker.subscription.request(9);
    comes('a');
    taker.subscription.cancel();
    comes('b');
    ahead.onComplete();
    work();
    assertEquals(List.of(), taker.came);
    assertTrue(source.cancelled);
    assertTrue(ahead.finish().isDone());
  }

  @Test
  void aTakerThatThrowsEndsTheBody() {
    ahead.onSubscribe(source);
    taker.subscription.request(1);
    taker.whenTaken =
        () -> {
          throw new IllegalStateException("a bug");
        };
    comes('a');
    work();
    assertInstanceOf(IllegalStateException.class, taker.error);
    assertTrue(source.cancelled);
  }

  @Test
  void aBodyForWhichThereIsNoThreadHasFailed() {
    ReadAhead threadless =
        new ReadAhead(
            taker,
            task -> {
              throw new InternalError("unable to create native thread");
            });
    threadless.onSubscribe(source);
    taker.subscription.request(1);
    threadless.onNext(List.of(ByteBuffer.allocate(1)));
    assertInstanceOf(InternalError.class, taker.error);
    assertTrue(source.cancelled);
  }

  /** A disk that takes its time to keep what it was given. */
  private static final class SlowFiles extends LocalFiles {
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    void force(FileChannel channel, boolean everything) throws IOException {
      try {
        assertTrue(goOn.await(60, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      super.force(channel, everything);
    }
  }

  @Test
  void everythingThatCameBeforeAConnectionBrokeIsKeptHoweverSlowTheDisk(@TempDir Path folder)
      throws Exception {
    SlowFiles files = new SlowFiles();
    int here = (int) Limits.SAVED_PROGRESS + 20_000;
    try (RawServer server =
            new RawServer(
                (head, connection) -> {
                  RawServer.write(
                      connection, "HTTP/1.1 200 OK\r\nContent-Length: " + 2 * here + "\r\n\r\n");
                  if (head.startsWith("GET")) {
                    connection.getOutputStream().write(new byte[here]);
                    connection.shutdownOutput();
                    try {
                      // Until the client has seen the end, and let go.
                      while (connection.getInputStream().read() >= 0) {}
                    } finally {
                      files.goOn.countDown();
                    }
                  }
                });
        HttpBench bench = new HttpBench(folder, files)) {
      BitsJob job = bench.job(server.url("/f"), JobPriority.FOREGROUND);
      HttpBench.fail(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
      assertEquals(here, job.status().progress().orElseThrow().bytesTransferred());
    }
  }
}
