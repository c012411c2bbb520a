package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.CallLog;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of a program that keeps a ledger: it ends, and finds them again. */
@BitsTest
class RecoveryTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final byte[] content = new byte[100_000];
  private Path target;
  private Ledger ledger;

  @BeforeEach
  void prepare(MockNetwork network, MockBits mock) {
    new Random(1).nextBytes(content);
    network.serve(URL, content);
    target = folder.resolve("setup.exe");
    ledger = Ledger.in(folder.resolve("ledger")).withClock(mock.time().clock());
  }

  private TransferRequest download(BitsManager bits) {
    return Transfer.download(URL, target).on(bits).recordedIn(ledger);
  }

  private String digest() {
    return HexFormat.of().formatHex(Intent.sha256().digest(content));
  }

  /** The program begins a download and ends before the job does. */
  private UUID begunAndLeft(TransferRequest request) throws Exception {
    try (Transfer transfer = request.start()) {
      return transfer.awaitQueued(HOUR);
    }
  }

  private Recovery recovered(MockBits mock) throws Exception {
    return Transfer.recover(ledger, mock.openManager());
  }

  private void assertNothingIsLeft(MockBits mock) throws Exception {
    Recovery recovery = recovered(mock);
    assertEquals(List.of(), recovery.transfers());
    assertEquals(List.of(), recovery.unfinished());
    assertEquals(List.of(), mock.unfinishedJobs());
  }

  @Test
  void whatEndedWhileTheProgramWasThereIsForgotten(BitsManager bits, MockBits mock)
      throws Exception {
    try (Transfer transfer = download(bits).sha256(digest()).start()) {
      assertEquals(Outcome.COMPLETE, transfer.await(HOUR).outcome());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertNothingIsLeft(mock);
  }

  @Test
  void aFutureThatEndedIsHeardOfToo(BitsManager bits, MockBits mock) throws Exception {
    try (Transfer transfer = download(bits).start()) {
      assertEquals(Outcome.COMPLETE, transfer.future().join().outcome());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void aProgramThatEndedGoesOnWithItsJob(BitsManager bits, MockBits mock) throws Exception {
    UUID id = begunAndLeft(download(bits).sha256(digest()));
    Recovery recovery = recovered(mock);
    assertEquals(1, recovery.transfers().size());
    try (Transfer transfer = recovery.transfers().get(0)) {
      TransferResult result = transfer.await(HOUR).orThrow();
      assertEquals(Optional.of(id), result.jobId());
      assertEquals(target, result.files().get(0).file().localName());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertNothingIsLeft(mock);
  }

  @Test
  void aChecksumIsStillDemandedByTheNextRun(BitsManager bits, MockBits mock) throws Exception {
    begunAndLeft(download(bits).sha256("00".repeat(32)).retry(RetryPolicy.none()));
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.FAILED, transfer.await(Duration.ofDays(400)).outcome());
    }
    assertFalse(Files.exists(target));
    assertNothingIsLeft(mock);
  }

  @Test
  void whatCannotBeNotedNeedsTheProgramAgain(BitsManager bits, MockBits mock) throws Exception {
    UUID id = begunAndLeft(download(bits).verify(file -> Optional.empty()));
    Recovery recovery = recovered(mock);
    assertEquals(List.of(), recovery.transfers());
    UnfinishedWork work = recovery.unfinished().get(0);
    assertEquals(Optional.of(id), work.jobId());
    assertEquals(Optional.empty(), work.problem());
    assertEquals(target, work.files().get(0).localName());
    assertFalse(work.toString().contains("example.org"), work.toString());
    mock.time().advance(HOUR);
    assertEquals(JobState.TRANSFERRED, bits.job(id).state(), "completed without its check");
    try (Transfer transfer = work.request().verify(file -> Optional.empty()).start()) {
      assertEquals(Optional.of(id), transfer.await(HOUR).orThrow().jobId());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertNothingIsLeft(mock);
  }

  @Test
  void theSameRequestInTheNextRunJoinsTheJob(BitsManager bits, MockBits mock) throws Exception {
    UUID id = begunAndLeft(download(bits).header("X-Key", "secret"));
    try (Transfer transfer = download(mock.openManager()).header("X-Key", "secret").start()) {
      assertEquals(Optional.of(id), transfer.await(HOUR).orThrow().jobId());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void twoTransfersOfTheSameAreOneJobAndBothHearOfIt(BitsManager bits, MockBits mock, CallLog calls)
      throws Exception {
    try (Transfer one = download(bits).sha256(digest()).start();
        Transfer other = download(mock.openManager()).sha256(digest()).start()) {
      assertEquals(one.awaitQueued(HOUR), other.awaitQueued(HOUR));
      assertEquals(Outcome.COMPLETE, one.await(HOUR).orThrow().outcome());
      assertEquals(Outcome.COMPLETE, other.await(HOUR).orThrow().outcome());
    }
    assertEquals(1, calls.of("BitsManager.createJob").size());
    assertEquals(1, calls.of("BitsJob.complete").size());
    assertNothingIsLeft(mock);
  }

  @Test
  void oneThatCancelsCancelsForBoth(BitsManager bits, MockBits mock) throws Exception {
    try (Transfer one = download(bits).start();
        Transfer other = download(mock.openManager()).start()) {
      assertEquals(one.awaitQueued(HOUR), other.awaitQueued(HOUR));
      assertEquals(Outcome.CANCELLED, one.cancel(HOUR).outcome());
      assertEquals(Outcome.CANCELLED, other.await(HOUR).outcome());
    }
    assertFalse(Files.exists(target));
    assertNothingIsLeft(mock);
  }

  @Test
  void aCompletionThatWasNotHeardOfHasAResultOnce(BitsManager bits, MockBits mock)
      throws Exception {
    UUID id = begunAndLeft(download(bits));
    LedgerEntry entry = ledger.entries().get(0);
    BitsJob job = bits.job(id);
    job.await(HOUR);
    try (Turn turn = Works.turn(ledger, entry)) {
      turn.complete(job);
    }
    // Put to use already, perhaps; the program that did it was killed before it noted that.
    Files.delete(target);
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      TransferResult result = transfer.await(HOUR).orThrow();
      assertEquals(Optional.of(id), result.jobId());
    }
    assertFalse(Files.exists(target), "it came twice");
    assertNothingIsLeft(mock);
  }

  @Test
  void aFileThatWasPutToUseIsNotTakenForADamagedOne(BitsManager bits, MockBits mock)
      throws Exception {
    UUID id = begunAndLeft(download(bits).sha256(digest()));
    BitsJob job = bits.job(id);
    job.await(HOUR);
    try (Turn turn = Works.turn(ledger, ledger.entries().get(0))) {
      turn.complete(job);
    }
    Files.writeString(target, "patched in its place");
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.COMPLETE, transfer.await(HOUR).outcome());
    }
    assertEquals("patched in its place", Files.readString(target));
  }

  @Test
  void theNextDownloadOfTheSameIsANewOne(BitsManager bits, MockBits mock, CallLog calls)
      throws Exception {
    for (int day = 0; day < 3; day++) {
      try (Transfer transfer = download(bits).start()) {
        assertEquals(Outcome.COMPLETE, transfer.await(HOUR).outcome());
      }
    }
    assertEquals(3, calls.of("BitsManager.createJob").size());
    assertNothingIsLeft(mock);
  }

  @Test
  void aFailureThatWasHeardOfIsForgotten(BitsManager bits, MockBits mock) throws Exception {
    Path other = folder.resolve("other");
    try (Transfer transfer =
        Transfer.download("http://example.org/nothing", other)
            .on(bits)
            .recordedIn(ledger)
            .start()) {
      assertEquals(Outcome.FAILED, transfer.await(Duration.ofDays(400)).outcome());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void aJobThatGotLostIsCreatedAgain(BitsManager bits, MockBits mock) throws Exception {
    UUID id = begunAndLeft(download(bits));
    bits.job(id).cancel();
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertNotEquals(Optional.of(id), transfer.await(HOUR).orThrow().jobId());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertNothingIsLeft(mock);
  }

  /** System Restore has the queue as it was before, and the files as they are. */
  private Path lostWithItsTemporaryFileLeft(BitsManager bits, MockBits mock) throws Exception {
    mock.network().bandwidth(1000);
    UUID id;
    try (Transfer transfer = download(bits).start()) {
      id = transfer.awaitQueued(HOUR);
      mock.time().advance(Duration.ofSeconds(30));
      assertEquals(JobState.TRANSFERRING, bits.job(id).state());
    }
    mock.network().bandwidth(0);
    Path temp = bits.job(id).files().get(0).temporaryFile().orElseThrow();
    Path aside = folder.resolve("aside");
    bits.job(id).suspend();
    Files.move(temp, aside);
    bits.job(id).cancel();
    return Files.move(aside, temp);
  }

  @Test
  void theTemporaryFileOfALostJobGoesWhenANewOneIsCreated(BitsManager bits, MockBits mock)
      throws Exception {
    Path temp = lostWithItsTemporaryFileLeft(bits, mock);
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      transfer.await(HOUR).orThrow();
    }
    assertFalse(Files.exists(temp));
    assertNothingIsLeft(mock);
  }

  @Test
  void theTemporaryFileOfALostJobIsTheJanitorsIfNobodyRecoversIt(BitsManager bits, MockBits mock)
      throws Exception {
    Path temp = lostWithItsTemporaryFileLeft(bits, mock);
    mock.time().advance(Duration.ofDays(31));
    CleanUp plan = Janitor.of(ledger, bits).plan();
    assertEquals(
        List.of(Leftover.Kind.ORPHANED_FILE, Leftover.Kind.OLD_ENTRY),
        plan.leftovers().stream().map(Leftover::kind).toList());
    plan.carryOut();
    assertFalse(Files.exists(temp));
    assertNothingIsLeft(mock);
  }

  @Test
  void workOfANameGoesOnUnderAFreshUrl(BitsManager bits, MockBits mock, CallLog calls)
      throws Exception {
    UUID id =
        begunAndLeft(
            Transfer.download(URL + "?sig=1", target).on(bits).recordedIn(ledger, "app 2.1"));
    try (Transfer transfer =
        Transfer.download(URL + "?sig=2", target)
            .on(mock.openManager())
            .recordedIn(ledger, "app 2.1")
            .start()) {
      assertEquals(id, transfer.awaitQueued(HOUR));
      transfer.cancel(HOUR);
    }
    assertEquals(1, calls.of("BitsManager.createJob").size());
    assertNothingIsLeft(mock);
  }

  @Test
  void strangersJobsAreNotRecovered(BitsManager bits, MockBits mock) throws Exception {
    UUID stranger = begunAndLeft(Transfer.download(URL, target).named("setup.exe").on(bits));
    UUID own = begunAndLeft(download(bits).named("setup.exe"));
    assertNotEquals(stranger, own);
    Recovery recovery = recovered(mock);
    assertEquals(1, recovery.transfers().size());
    recovery.transfers().get(0).cancel(HOUR);
    assertTrue(bits.findJob(stranger).isPresent());
    bits.job(stranger).cancel();
  }
}
