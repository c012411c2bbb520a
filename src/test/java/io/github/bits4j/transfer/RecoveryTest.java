package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Credentials;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.CallLog;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** Between the wait and closing the transfer the program does its part, and may be killed. */
  @Test
  void aProgramThatIsKilledWithTheResultInItsHandHearsOfItAgain(BitsManager bits, MockBits mock)
      throws Exception {
    Transfer killed = download(bits).start();
    UUID id = killed.awaitQueued(HOUR);
    assertEquals(Outcome.COMPLETE, killed.await(HOUR).outcome());
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Optional.of(id), transfer.await(HOUR).orThrow().jobId());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void aFutureIsHeardOfWhenWhatHangsOnItIsDone(BitsManager bits, MockBits mock) throws Exception {
    List<Long> notHeardOf = new ArrayList<>();
    Transfer transfer = download(bits).start();
    transfer.future().thenAccept(result -> notHeardOf.add(notHeardOf()));
    mock.time().advance(HOUR);
    transfer.future().join();
    assertEquals(List.of(1L), notHeardOf);
    assertNothingIsLeft(mock);
  }

  private long notHeardOf() {
    try {
      return ledger.entries().stream().filter(it -> !it.told()).count();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** While a server wants to be left alone the job is suspended; that is nobody's wish. */
  @Test
  void aJobThatTheRunBeforeHeldBackGoesOnWhenTheServerWantsIt(
      BitsManager bits, MockBits mock, FaultScript script) throws Exception {
    UUID id = heldBackByAKilledOne(bits, mock, script);
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.UNFINISHED, transfer.await(Duration.ofMinutes(30)).outcome());
      assertEquals(JobState.SUSPENDED, bits.job(id).state());
      assertEquals(Optional.of(id), transfer.await(HOUR).orThrow().jobId());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void whatSomebodySuspendedAfterThatStaysSo(BitsManager bits, MockBits mock, FaultScript script)
      throws Exception {
    UUID id = heldBackByAKilledOne(bits, mock, script);
    mock.network().bandwidth(100);
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.UNFINISHED, transfer.await(Duration.ofMinutes(50)).outcome());
      assertEquals(JobState.TRANSFERRING, bits.job(id).state());
    }
    bits.job(id).suspend();
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.UNFINISHED, transfer.await(HOUR).outcome());
      assertEquals(JobState.SUSPENDED, bits.job(id).state());
      assertEquals(Outcome.CANCELLED, transfer.cancel(HOUR).outcome());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void aWaitThatCannotBeNotedIsWaitedAllTheSame(BitsManager bits, MockBits mock, FaultScript script)
      throws Exception {
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400").times(1);
    Path elsewhere = folder.resolve("elsewhere");
    try (Transfer transfer = download(bits).start()) {
      BitsJob job = bits.job(transfer.awaitQueued(HOUR));
      Files.move(ledger.folder(), elsewhere);
      Files.writeString(ledger.folder(), "no folder");
      mock.time().advance(Duration.ofMinutes(5));
      assertEquals(JobState.SUSPENDED, job.state());
      Files.delete(ledger.folder());
      Files.move(elsewhere, ledger.folder());
      assertEquals(Outcome.COMPLETE, transfer.await(HOUR).outcome());
    }
    assertNothingIsLeft(mock);
  }

  private UUID heldBackByAKilledOne(BitsManager bits, MockBits mock, FaultScript script)
      throws Exception {
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400").times(1);
    BitsManager killed = mock.openManager();
    UUID id = download(killed).start().awaitQueued(HOUR);
    mock.time().advance(Duration.ofMinutes(5));
    killed.close();
    assertEquals(JobState.SUSPENDED, bits.job(id).state());
    return id;
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

  /** What may belong to a transfer and is in no ledger. */
  enum More {
    HEADERS(request -> request.header("X-Key", "secret")),
    CREDENTIALS(
        request ->
            request.credentials(
                Credentials.ofLoggedOnUser(
                    AuthenticationTarget.PROXY, AuthenticationScheme.NEGOTIATE))),
    PREPARATIONS(request -> request.preparing(job -> {})),
    FRESH_URLS(request -> request.renewingUrls(file -> null)),
    CHECKS(request -> request.size(100_000).verify(file -> Optional.empty()));

    private final UnaryOperator<TransferRequest> with;

    More(UnaryOperator<TransferRequest> with) {
      this.with = with;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInNoLedgerIsNeededAgain(More more, BitsManager bits, MockBits mock) throws Exception {
    UUID id = begunAndLeft(more.with.apply(download(bits)));
    Recovery recovery = recovered(mock);
    assertEquals(List.of(), recovery.transfers());
    assertEquals(Optional.of(id), recovery.unfinished().get(0).jobId());
    try (Transfer transfer = more.with.apply(recovery.unfinished().get(0).request()).start()) {
      assertEquals(Optional.of(id), transfer.await(HOUR).orThrow().jobId());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void whereAReplyGoesIsInNoLedger(BitsManager bits, MockBits mock) throws Exception {
    Path report = Files.write(folder.resolve("report"), content);
    begunAndLeft(
        Transfer.upload(report, URI.create("http://example.org/report"))
            .withReply()
            .on(bits)
            .recordedIn(ledger));
    Recovery recovery = recovered(mock);
    assertEquals(List.of(), recovery.transfers());
    try (Transfer transfer = recovery.unfinished().get(0).request().start()) {
      assertEquals(Outcome.CANCELLED, transfer.cancel(HOUR).outcome());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void aTransferWithChecksIsRefusedWhereNothingIsShownBeforeItHasItsName(
      MockBits mock, CallLog calls) throws Exception {
    BitsManager bits = new Obstructed().withoutTemporaryFiles().over(mock.manager());
    try (Transfer transfer = download(bits).sha256(digest()).start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(FeatureNotSupportedException.class, result.error().orElseThrow());
    }
    assertEquals(0, calls.of("BitsJob.resume").size());
    assertEquals(List.of(), ledger.entries());
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
  void whoeverCancelsAtOnceCancelsTheJobOfTheRunBefore(BitsManager bits, MockBits mock)
      throws Exception {
    begunAndLeft(download(bits));
    try (Transfer transfer = download(mock.openManager()).start()) {
      assertEquals(Outcome.CANCELLED, transfer.cancel(HOUR).outcome());
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

  /** Of the one piece of work that is in the ledger. */
  private Turn turn() throws InterruptedException {
    return Works.turn(ledger, ledger.entries().get(0));
  }

  /** Another process completes the job, of which only one of two files is here. */
  private void completedInPartByOthers(UUID id, BitsManager bits, MockBits mock) throws Exception {
    mock.time().advance(Duration.ofMinutes(1));
    BitsJob job = bits.job(id);
    job.suspend();
    try (Turn turn = turn()) {
      assertEquals(Completion.PARTIAL, turn.complete(job));
    }
  }

  private TransferRequest withOneThatDoesNotCome(BitsManager bits, MockBits mock) {
    mock.network().serve(URL + ".sig", content);
    mock.script().onRequest("GET", "*.sig").keepSilent().always();
    return download(bits).and(URL + ".sig", folder.resolve("setup.exe.sig"));
  }

  private static void assertOnlyTheFirstIsThere(TransferResult result) {
    assertEquals(Outcome.PARTIAL, result.outcome());
    assertEquals(
        List.of(true, false),
        result.files().stream().map(TransferResult.FileResult::isThere).toList());
    assertThrows(BitsException.class, result::orThrow);
  }

  @Test
  void aCompletionInPartThatWasNotHeardOfIsOneInTheNextRunToo(BitsManager bits, MockBits mock)
      throws Exception {
    UUID id = begunAndLeft(withOneThatDoesNotCome(bits, mock));
    completedInPartByOthers(id, bits, mock);
    Files.delete(target);
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertOnlyTheFirstIsThere(transfer.await(HOUR));
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void whoeverJoinedHearsThatOthersCompletedItInPart(BitsManager bits, MockBits mock)
      throws Exception {
    try (Transfer transfer = withOneThatDoesNotCome(bits, mock).start()) {
      completedInPartByOthers(transfer.awaitQueued(HOUR), bits, mock);
      assertOnlyTheFirstIsThere(transfer.await(HOUR));
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void whoeverLeftHasNotHeardOfAnEndThatCameMeanwhile(BitsManager bits, MockBits mock)
      throws Exception {
    mock.network().bandwidth(1000);
    Transfer transfer = download(bits).start();
    UUID id = transfer.awaitQueued(HOUR);
    try (Turn turn = turn()) {
      turn.cancel(bits.job(id));
    }
    transfer.close();
    assertEquals(Outcome.UNFINISHED, transfer.await(HOUR).outcome());
    try (Transfer next = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.CANCELLED, next.await(HOUR).outcome());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void whatTheRunBeforeCompletedIsNotCancelledAnyMore(BitsManager bits, MockBits mock)
      throws Exception {
    UUID id = begunAndLeft(download(bits));
    BitsJob job = bits.job(id);
    job.await(HOUR);
    try (Turn turn = turn()) {
      turn.complete(job);
    }
    try (Transfer transfer = recovered(mock).transfers().get(0)) {
      assertEquals(Outcome.COMPLETE, transfer.cancel(HOUR).outcome());
    }
    assertNothingIsLeft(mock);
  }

  @Test
  void aFileThatWasPutToUseIsNotTakenForADamagedOne(BitsManager bits, MockBits mock)
      throws Exception {
    UUID id = begunAndLeft(download(bits).sha256(digest()));
    BitsJob job = bits.job(id);
    job.await(HOUR);
    try (Turn turn = turn()) {
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
  void aFailedJobThatIsKeptIsFoundByTheNextRun(BitsManager bits, MockBits mock) throws Exception {
    mock.network().remove(URL);
    UUID id;
    try (Transfer transfer = download(bits).keepingAFailedJob().start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      id = result.jobId().orElseThrow();
    }
    Recovery recovery = recovered(mock);
    assertEquals(JobState.ERROR, bits.job(id).state());
    try (Transfer transfer = recovery.transfers().get(0)) {
      assertEquals(Outcome.CANCELLED, transfer.cancel(HOUR).outcome());
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
  void theTemporaryFileOfALostJobGoesWhenTheSameIsBegunAgain(BitsManager bits, MockBits mock)
      throws Exception {
    Path temp = lostWithItsTemporaryFileLeft(bits, mock);
    try (Transfer transfer = download(mock.openManager()).start()) {
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
