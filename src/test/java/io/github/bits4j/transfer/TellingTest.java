package io.github.bits4j.transfer;

import static io.github.bits4j.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what, how often, and on which thread. */
@BitsTest
class TellingTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  @BeforeEach
  void prepare(MockNetwork network) {
    network.serve(URL, 10_000_000);
    network.bandwidth(100_000);
  }

  private TransferRequest download(BitsManager bits) {
    return Transfer.download(URL, folder.resolve("setup.exe")).on(bits);
  }

  @Test
  void progressComesAtABoundedRateWithRateAndTimeLeft(BitsManager bits, VirtualTime time)
      throws Exception {
    List<TransferProgress> told = new ArrayList<>();
    List<Duration> when = new ArrayList<>();
    Duration every = Duration.ofSeconds(5);
    try (Transfer transfer =
        download(bits)
            .onProgress(
                every,
                progress -> {
                  told.add(progress);
                  when.add(time.elapsed());
                })
            .start()) {
      transfer.await(HOUR).orThrow();
    }
    // A hundred seconds of it, and the connecting before.
    assertTrue(told.size() >= 15 && told.size() <= 25, () -> told.size() + " times");
    for (int i = 1; i < when.size() - 1; i++) {
      assertTrue(when.get(i).minus(when.get(i - 1)).compareTo(every) >= 0, when::toString);
    }
    TransferProgress middle = told.get(told.size() / 2);
    assertEquals(JobState.TRANSFERRING, middle.state());
    assertEquals(OptionalLong.of(10_000_000), middle.bytesTotal());
    long rate = middle.bytesPerSecond().orElseThrow();
    assertTrue(rate > 80_000 && rate < 120_000, () -> rate + " bytes a second");
    long left = middle.timeLeft().orElseThrow().toSeconds();
    assertEquals((10_000_000 - middle.bytesTransferred()) / (double) rate, left, 1.0);
    assertEquals(middle.bytesTransferred() / 1e7, middle.fraction().orElseThrow(), 1e-9);
    assertEquals(10_000_000, told.get(told.size() - 1).bytesTransferred());
  }

  @Test
  void whoeverLooksOftenIsNotToldMoreOften(BitsManager bits, VirtualTime time) throws Exception {
    List<Duration> when = new ArrayList<>();
    Duration every = Duration.ofSeconds(5);
    try (Transfer transfer =
        download(bits).onProgress(every, progress -> when.add(time.elapsed())).start()) {
      for (int i = 0; i < 300; i++) {
        transfer.await(Duration.ofMillis(100));
      }
      assertTrue(when.size() >= 3 && when.size() <= 7, when::toString);
      transfer.cancel(HOUR);
    }
  }

  @Test
  void aWaitIsToldToo(BitsManager bits, MockBits mock) throws Exception {
    List<TransferProgress> told = new ArrayList<>();
    mock.conditions().setNetwork(false);
    try (Transfer transfer = download(bits).onProgress(told::add).start()) {
      transfer.await(HOUR);
      assertTrue(told.get(told.size() - 1).waiting().orElseThrow().isGoodReason());
      transfer.cancel(HOUR);
    }
  }

  @Test
  void whatAListenerThrowsEndsNothing(BitsManager bits) throws Exception {
    try (Transfer transfer =
        download(bits)
            .onProgress(
                progress -> {
                  throw new IllegalStateException("the listener's");
                })
            .start()) {
      assertEquals(Outcome.COMPLETE, transfer.future().get().outcome());
    }
  }

  @Test
  void aListenerMayWaitForTheTransferItself(BitsManager bits) throws Exception {
    CompletableFuture<Outcome> seen = new CompletableFuture<>();
    Transfer[] own = new Transfer[1];
    try (Transfer transfer =
        download(bits)
            .onProgress(
                progress -> {
                  try {
                    seen.complete(own[0].cancel(HOUR).outcome());
                  } catch (InterruptedException e) {
                    seen.completeExceptionally(e);
                  }
                })
            .start()) {
      own[0] = transfer;
      assertEquals(Outcome.CANCELLED, transfer.await(HOUR).outcome());
      assertEquals(Outcome.CANCELLED, seen.get(50, TimeUnit.SECONDS));
    }
  }

  @Test
  @Timeout(60)
  void everythingIsToldOnTheExecutorOneAtATime(BitsManager bits) throws Exception {
    ExecutorService executor =
        Executors.newFixedThreadPool(3, task -> new Thread(task, "the program's"));
    ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
    List<String> order = new ArrayList<>();
    try (Transfer transfer =
        download(bits)
            .onProgress(
                progress -> {
                  threads.add(Thread.currentThread().getName());
                  order.add("progress");
                })
            .executor(executor)
            .start()) {
      // Virtual time waits for no executor, which would hear of the beginning and the end alone.
      for (int i = 0; i < 12; i++) {
        int heard = threads.size();
        transfer.await(Duration.ofSeconds(5));
        until(() -> threads.size() > heard);
      }
      CompletableFuture<Void> after =
          transfer
              .future()
              .thenAccept(
                  result -> {
                    threads.add(Thread.currentThread().getName());
                    order.add("end");
                  });
      after.get();
    } finally {
      executor.shutdown();
    }
    assertTrue(threads.size() > 10);
    assertTrue(threads.stream().allMatch("the program's"::equals), threads::toString);
    assertEquals(order.size() - 1, order.indexOf("end"));
  }

  @Test
  @Timeout(60)
  void aSlowListenerHearsLessAndHoldsUpNothing(BitsManager bits, VirtualTime time)
      throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    ConcurrentLinkedQueue<TransferProgress> told = new ConcurrentLinkedQueue<>();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Transfer transfer =
        download(bits)
            .onProgress(
                progress -> {
                  told.add(progress);
                  awaitQuietly(goOn);
                })
            .executor(executor)
            .start()) {
      transfer.await(Duration.ofSeconds(10));
      until(() -> !told.isEmpty());
      transfer.await(HOUR).orThrow();
      assertEquals(1, told.size());
      assertFalse(transfer.future().isDone());
      goOn.countDown();
      transfer.future().get();
      assertEquals(2, told.size(), "the first and the last");
    } finally {
      executor.shutdown();
    }
  }

  @Test
  @Timeout(60)
  void anExecutorThatTakesNoMoreIsDoneWithout(BitsManager bits) throws Exception {
    try (Transfer transfer =
        download(bits)
            .executor(
                task -> {
                  throw new RejectedExecutionException();
                })
            .start()) {
      assertEquals(Outcome.COMPLETE, transfer.future().get().outcome());
    }
  }

  @Test
  @Timeout(60)
  void timeThatPassesByItselfTakesTransfersAlong() throws Exception {
    try (MockBits mock = MockBits.builder().timePassesByItself().start()) {
      mock.network().serve(URL, 1000);
      CountDownLatch done = new CountDownLatch(1);
      try (Transfer transfer = download(mock.manager()).start()) {
        transfer.future().thenRun(done::countDown);
        assertTrue(done.await(50, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aRateThatIsNoneIsRefused(BitsManager bits) {
    assertThrows(
        IllegalArgumentException.class,
        () -> download(bits).onProgress(Duration.ZERO, progress -> {}));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
