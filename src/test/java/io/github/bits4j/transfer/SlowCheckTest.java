package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A check that does not come to its end by itself: one that heeds that its thread is interrupted,
 * and one that does not; where the file is shown before it has its name, and where not.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SlowCheckTest {
  /** For what does not end it is over at once. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private final LeapingTime time = new LeapingTime();
  private final AtomicInteger checks = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private Path target;
  private BitsServer server;
  private BitsManager engine;

  @BeforeEach
  void start() throws IOException {
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("there"), new byte[1000]);
    target = Files.createDirectory(folder.resolve("here")).resolve("file");
    server = BitsServer.serving(served).start();
    engine = EmbeddedBits.builder().inMemory().open();
  }

  @AfterEach
  void end() {
    goOn.countDown();
    engine.close();
    server.close();
  }

  private TransferRequest download(boolean shows, boolean heeds) {
    Obstructed backend = new Obstructed();
    return Transfer.download(server.url("/there"), target)
        .on((shows ? backend : backend.withoutTemporaryFiles()).over(engine))
        .retry(RetryPolicy.none())
        .time(time)
        .deadlines(Deadlines.defaults().patience(PATIENCE))
        .verify(file -> slow(heeds));
  }

  private Optional<String> slow(boolean heeds) throws IOException {
    checks.incrementAndGet();
    begun.countDown();
    while (true) {
      try {
        goOn.await();
        return Optional.empty();
      } catch (InterruptedException e) {
        if (heeds) {
          throw new IOException("interrupted", e);
        }
        time.leap(PATIENCE);
      }
    }
  }

  private void assertNothingIsThere() throws IOException {
    try (var files = Files.list(target.getParent())) {
      assertEquals(List.of(), List.copyOf(new TreeSet<>(files.toList())));
    }
    assertEquals(List.of(), engine.jobs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"true true", "true false", "false true", "false false"})
  void failsWhenItsTimeIsOver(boolean shows, boolean heeds) throws Exception {
    try (Transfer transfer =
        download(shows, heeds)
            .deadlines(Deadlines.defaults().patience(PATIENCE).forACheck(LIMIT))
            .start()) {
      begun.await();
      time.leap(LIMIT);
      TransferResult result = transfer.await(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(BitsCode.VALIDATION_FAILED.hresult(), result.error().orElseThrow().hresult());
      String message = result.error().get().getMessage();
      assertTrue(message.contains("did not end within"), message);
      assertNothingIsThere();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"true true", "true false", "false true", "false false"})
  void endsWhenTheTransferIsCancelled(boolean shows, boolean heeds) throws Exception {
    try (Transfer transfer = download(shows, heeds).start()) {
      begun.await();
      assertEquals(Outcome.CANCELLED, transfer.cancel(LONG).outcome());
      assertNothingIsThere();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWhenTheTransferIsClosedAndTheJobStays(boolean heeds) throws Exception {
    Transfer transfer = download(true, heeds).start();
    begun.await();
    transfer.close();
    assertEquals(Outcome.UNFINISHED, transfer.future().get().outcome());
    assertEquals(JobState.TRANSFERRED, engine.jobs().get(0).state());
    engine.jobs().get(0).cancel();
  }

  @Test
  void goesOnAfterCloseWhereTheFileIsNobodyElses() throws Exception {
    Transfer transfer = download(false, true).start();
    begun.await();
    transfer.close();
    goOn.countDown();
    assertEquals(Outcome.COMPLETE, transfer.future().get().outcome());
    assertTrue(Files.exists(target));
  }

  @Test
  void wholeFilesAreNotKeptForACheckThatHangs() throws Exception {
    try (Transfer transfer =
        download(true, false)
            .keepingWholeFiles()
            .deadlines(Deadlines.defaults().patience(PATIENCE).forACheck(LIMIT))
            .start()) {
      begun.await();
      time.leap(LIMIT);
      assertEquals(Outcome.FAILED, transfer.await(LONG).outcome());
      assertNothingIsThere();
      assertEquals(1, checks.get(), "it is not asked once more");
    }
  }

  @Test
  void aCheckThatEndsInTimeIsNotInterrupted() throws Exception {
    goOn.countDown();
    try (Transfer transfer = download(true, true).start()) {
      transfer.await(LONG).orThrow();
    }
  }
}
