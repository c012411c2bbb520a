package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that takes a call and does not answer; which takes a thread with it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HangingServiceTest {
  /** Long enough that a call which hung before has had no answer for a while. */
  private static final Duration SHORT = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final int SLOWNESS = 100;

  /** A millisecond, where time passes slowly. */
  private static final Duration SOON = Duration.ofMillis(1).dividedBy(SLOWNESS);

  @TempDir private Path folder;
  private final LeapingTime time = new LeapingTime();
  private final CountDownLatch hung = new CountDownLatch(1);
  private final Obstructed obstructed = new Obstructed();
  private BitsServer server;
  private BitsManager engine;
  private BitsManager bits;

  @BeforeEach
  void start() throws IOException {
    Files.write(folder.resolve("there"), new byte[1000]);
    server = BitsServer.serving(folder).start();
    engine = EmbeddedBits.builder().inMemory().open();
    bits = obstructed.over(engine);
    obstructed.whenHung(hung::countDown);
  }

  @AfterEach
  void end() {
    engine.close();
    server.close();
  }

  private TransferRequest download() {
    return Transfer.download(server.url("/there"), folder.resolve("here")).on(bits).time(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BitsManager.createJob", "BitsJob.resume", "BitsJob.status"})
  void isUnavailableAtTheDeadline(String call) throws Exception {
    CountDownLatch goOn = obstructed.hang(call);
    try (Transfer transfer = download().start()) {
      hung.await();
      BitsUnavailableException e =
          assertThrows(BitsUnavailableException.class, () -> transfer.await(SHORT));
      assertEquals(call, e.call());
      assertEquals(0x800705B4, e.hresult().value());
      assertThrows(BitsUnavailableException.class, () -> transfer.cancel(SHORT));
      goOn.countDown();
      assertEquals(Outcome.CANCELLED, transfer.cancel(LONG).outcome());
    }
    assertEquals(0, engine.jobs().size());
  }

  @Test
  void theJobIsNotInTheQueueInTime() throws Exception {
    CountDownLatch goOn = obstructed.hang("BitsManager.createJob");
    try (Transfer transfer = download().start()) {
      hung.await();
      assertThrows(BitsUnavailableException.class, () -> transfer.awaitQueued(SHORT));
      goOn.countDown();
      assertEquals(transfer.awaitQueued(LONG), transfer.await(LONG).orThrow().jobId().get());
    }
  }

  @Test
  void aCallThatNeverComesBackIsGivenUpAfterThePatience() throws Exception {
    obstructed.whenHung(() -> time.leap(PATIENCE));
    CountDownLatch goOn = obstructed.hang("BitsJob.status");
    try (Transfer transfer =
        download()
            .deadlines(Deadlines.defaults().patience(PATIENCE))
            .retry(RetryPolicy.none())
            .start()) {
      TransferResult result = transfer.future().get();
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(BitsUnavailableException.class, result.error().orElseThrow());
      assertTrue(result.decisions().get(0).reason().contains("0x800705B4"));
    }
    // It could still be asked to, so nothing is left.
    assertEquals(0, engine.jobs().size());
    goOn.countDown();
  }

  @Test
  void whatComesTooLateIsPutAway() throws Exception {
    obstructed.whenHung(() -> time.leap(PATIENCE));
    CountDownLatch goOn = obstructed.hang("BitsManager.createJob");
    try (Transfer transfer =
        download()
            .deadlines(Deadlines.defaults().patience(PATIENCE))
            .retry(RetryPolicy.none())
            .start()) {
      assertEquals(Outcome.FAILED, transfer.await(LONG).outcome());
      goOn.countDown();
      while (obstructed.calls("BitsJob.cancel") == 0) {
        Thread.onSpinWait();
      }
      while (!engine.jobs().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aServiceThatAnswersAgainIsAskedAgain() throws Exception {
    CountDownLatch goOn = obstructed.hang("BitsJob.status");
    LeapingTime slow = new LeapingTime(SLOWNESS);
    obstructed.whenHung(
        () -> {
          obstructed.letGo("BitsJob.status");
          slow.leap(PATIENCE);
        });
    try (Transfer transfer =
        download()
            .time(slow)
            .deadlines(Deadlines.defaults().patience(PATIENCE))
            .retry(RetryPolicy.builder().backOff(SOON, SOON).build())
            .start()) {
      TransferResult result = transfer.await(LONG).orThrow();
      assertInstanceOf(Decision.Retry.class, result.decisions().get(0));
      Duration took = result.took().minus(PATIENCE);
      assertTrue(took.toSeconds() < 9, () -> "it looks every 10 s, nobody woke it: " + took);
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void aHangingServiceDoesNotHoldUpOtherTransfers() throws Exception {
    CountDownLatch goOn = obstructed.hang("BitsJob.status");
    try (Transfer stuck = download().start();
        Transfer other =
            Transfer.download(server.url("/there"), folder.resolve("other")).on(engine).start()) {
      other.await(LONG).orThrow();
      hung.await();
      assertThrows(BitsUnavailableException.class, () -> stuck.await(SHORT));
      goOn.countDown();
      stuck.await(LONG).orThrow();
    }
  }

  @Test
  void noThreadOfOursKeepsAJvmAlive() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forgetful.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes());
    assertTrue(child.waitFor(100, TimeUnit.SECONDS), "it still runs");
    assertEquals("queued\n", said.replace("\r", ""));
    assertEquals(0, child.exitValue());
  }

  /** A program that starts a transfer, asks that it be left, and returns from main. */
  static final class Forgetful {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      BitsManager bits = EmbeddedBits.builder().running(false).inMemory().open();
      Transfer transfer =
          Transfer.download("http://127.0.0.1:9/never", folder.resolve("never")).on(bits).start();
      transfer.future().thenRun(() -> {});
      transfer.awaitQueued(LONG);
      System.out.println("queued");
    }
  }
}
