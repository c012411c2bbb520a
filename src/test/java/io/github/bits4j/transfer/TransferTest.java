package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.CallLog;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.TransferResult.Outcome;
import io.github.bits4j.transfer.TransferStatus.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One piece of work from its beginning to its end, in virtual time. */
@BitsTest
class TransferTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final byte[] content = new byte[100_000];
  private Path target;

  @BeforeEach
  void prepare(MockNetwork network) {
    new Random(1).nextBytes(content);
    network.serve(URL, content);
    target = folder.resolve("setup.exe");
  }

  private TransferRequest download(BitsManager bits) {
    return Transfer.download(URL, target).on(bits);
  }

  @Test
  void aDownloadEndsWithTheFileUnderItsName(BitsManager bits, MockBits mock) throws Exception {
    try (Transfer transfer = download(bits).named("setup").start()) {
      TransferResult result = transfer.await(HOUR).orThrow();
      assertEquals(Outcome.COMPLETE, result.outcome());
      assertTrue(result.files().get(0).isThere());
      assertEquals(List.of(), result.decisions());
      assertEquals(Optional.empty(), result.error());
      assertEquals(Optional.of("embedded"), result.backend());
      assertEquals(transfer.status().jobId(), result.jobId());
      assertEquals(Phase.ENDED, transfer.status().phase());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of(), mock.unfinishedJobs());
  }

  @Test
  void nothingIsDoneBeforeTimePasses(BitsManager bits, CallLog calls, MockBits mock)
      throws Exception {
    try (Transfer transfer = download(bits).start()) {
      assertEquals(Phase.STARTING, transfer.status().phase());
      assertEquals(List.of(), calls.names());
      UUID id = transfer.awaitQueued(HOUR);
      assertEquals(Optional.of(id), transfer.status().jobId());
      assertEquals(JobState.CONNECTING, bits.job(id).state());
      mock.time().advance(Duration.ofMinutes(1));
      assertEquals(Phase.ENDED, transfer.status().phase());
    }
  }

  @Test
  void theFutureLetsTimePass(BitsManager bits) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      assertEquals(Outcome.COMPLETE, transfer.future().join().outcome());
    }
    assertTrue(Files.exists(target));
  }

  @Test
  void whatComesOfTheFutureLetsTimePassToo(BitsManager bits) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      assertEquals(
          Outcome.COMPLETE,
          transfer.future().thenApplyAsync(TransferResult::outcome).get(1, TimeUnit.DAYS));
    }
  }

  @Test
  void aDeadlineLeavesTheJobAsItIs(BitsManager bits, MockNetwork network) throws Exception {
    network.latency(Duration.ofSeconds(20));
    try (Transfer transfer = download(bits).start()) {
      TransferResult late = transfer.await(Duration.ofSeconds(10));
      assertEquals(Outcome.UNFINISHED, late.outcome());
      assertEquals(0x800705B4, late.error().orElseThrow().hresult().value());
      assertThrows(BitsException.class, late::orThrow);
      assertThrows(TimeoutException.class, () -> transfer.future().get(5, TimeUnit.SECONDS));
      assertEquals(Outcome.COMPLETE, transfer.await(HOUR).outcome());
    }
  }

  @Test
  void closingLeavesTheJobInTheQueue(BitsManager bits, MockBits mock) throws Exception {
    Transfer transfer = download(bits).start();
    transfer.close();
    TransferResult result = transfer.await(HOUR);
    assertEquals(Outcome.UNFINISHED, result.outcome());
    assertEquals(Phase.LEFT, transfer.status().phase());
    UUID id = result.jobId().orElseThrow();
    assertEquals(JobState.TRANSFERRED, bits.job(id).await(HOUR).state());
    assertFalse(Files.exists(target));
    bits.job(id).complete();
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void cancellingTakesTheJobOutOfTheQueue(BitsManager bits, MockBits mock) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      UUID id = transfer.awaitQueued(HOUR);
      TransferResult result = transfer.cancel(HOUR);
      assertEquals(Outcome.CANCELLED, result.outcome());
      assertEquals(0x800704C7, result.error().orElseThrow().hresult().value());
      assertEquals(Optional.empty(), bits.findJob(id));
      assertEquals(Outcome.CANCELLED, transfer.future().join().outcome());
    }
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void cancellingTheFutureTakesTheJobOutOfTheQueue(BitsManager bits, MockBits mock)
      throws Exception {
    try (Transfer transfer = download(bits).start()) {
      transfer.awaitQueued(HOUR);
      assertTrue(transfer.future().cancel(true));
      assertTrue(transfer.future().isCancelled());
      assertEquals(List.of(), mock.unfinishedJobs());
      assertEquals(Outcome.CANCELLED, transfer.await(HOUR).outcome());
    }
  }

  @Test
  void cancellingWhatHasEndedChangesNothing(BitsManager bits) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      transfer.await(HOUR);
      assertEquals(Outcome.COMPLETE, transfer.cancel(HOUR).outcome());
      assertFalse(transfer.future().cancel(true));
      assertEquals(Outcome.COMPLETE, transfer.future().join().outcome());
    }
    assertTrue(Files.exists(target));
  }

  @Test
  void cancellingBeforeTheFirstStepCreatesNoJob(BitsManager bits, CallLog calls) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      assertEquals(Outcome.CANCELLED, transfer.cancel(HOUR).outcome());
      assertEquals(List.of(), calls.names());
    }
  }

  @Test
  void severalFilesAreOneTransfer(BitsManager bits, MockNetwork network, CallLog calls)
      throws Exception {
    network.serve("http://example.org/data.zip", new byte[5000]);
    Path second = folder.resolve("data.zip");
    try (Transfer transfer =
        download(bits).and("http://example.org/data.zip", second).size(5000).start()) {
      TransferResult result = transfer.await(HOUR).orThrow();
      assertEquals(2, result.files().size());
      assertEquals(second, result.files().get(1).file().localName());
    }
    assertEquals(5000, Files.size(second));
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(1, calls.of("BitsManager.createJob").size());
  }

  @Test
  void anInterruptedWaitLeavesTheJobAsItWas(BitsManager bits) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      UUID id = transfer.awaitQueued(HOUR);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> transfer.await(HOUR));
      assertEquals(JobState.CONNECTING, bits.job(id).state());
      assertEquals(Outcome.COMPLETE, transfer.await(HOUR).outcome());
    }
  }

  @Test
  void whatTheServiceRefusesIsInTheResultAndLeavesNoJob(
      BitsManager bits, FaultScript script, MockBits mock) throws Exception {
    script.onCall("BitsJob.resume").refuse(io.github.bits4j.error.HResult.ofWin32(5));
    try (Transfer transfer =
        download(bits).retry(RetryPolicy.none()).priority(JobPriority.LOW).start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(0x80070005, result.error().orElseThrow().hresult().value());
      assertEquals(1, result.decisions().size());
    }
    assertEquals(List.of(), mock.unfinishedJobs());
  }
}
