package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.InvalidJobStateException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a program begins and ends with a ledger, and what it finds when it was started again. */
final class LedgerTest extends LedgerBench {
  /** The same program, started again: another ledger object and another manager. */
  private List<Recovered> restarted() throws InterruptedException {
    return Ledger.in(ledger.folder()).withClock(mock.time().clock()).recover(mock.openManager());
  }

  private Recovered onlyOne() throws InterruptedException {
    List<Recovered> standings = restarted();
    assertEquals(1, standings.size(), standings::toString);
    return standings.get(0);
  }

  // ---- The ordinary course ----

  @Test
  void workIsBegunEndedToldAndForgotten() throws Exception {
    byte[] bytes = Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    assertFalse(begun.joined());
    assertEquals(JobState.CONNECTING, begun.job().orElseThrow().state());
    Works.complete(ledger, begun);
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("a")));
    Recovered.Ended ended = assertInstanceOf(Recovered.Ended.class, onlyOne());
    assertEquals(Stage.COMPLETED, ended.entry().stage());
    assertEquals(Completion.ALL, ended.entry().completion().orElseThrow());
    ledger.told(ended.entry());
    assertEquals(List.of(), restarted());
  }

  @Test
  void aJobIsFoundAgainAndGoesOn() throws Exception {
    Works.serve(mock, "a");
    UUID id = Works.begin(ledger, bits, Works.intent(folder, "a")).job().orElseThrow().id();
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertEquals(id, running.job().id());
    assertEquals(JobState.TRANSFERRED, running.job().await(Works.LONG).state());
    assertEquals(1, bits.jobs().size());
  }

  @Test
  void aJobThatSomebodySuspendedStaysSuspended() throws Exception {
    Works.serve(mock, "a");
    Works.begin(ledger, bits, Works.intent(folder, "a")).job().orElseThrow().suspend();
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertEquals(JobState.SUSPENDED, running.job().state());
  }

  @Test
  void cancelledWorkIsToldOfOnceAndLeavesNothing() throws Exception {
    Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      turn.cancel(begun.job().orElseThrow());
    }
    assertEquals(List.of(), bits.jobs());
    assertEquals(
        Stage.CANCELLED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
    ledger.told(begun.entry());
    assertEquals(List.of(), restarted());
  }

  @Test
  void theDescriptionKeepsTheCallersWordsBeforeTheMark() throws Exception {
    Works.serve(mock, "a");
    JobSpec spec =
        JobSpec.download("work")
            .description("nightly [really]")
            .file(Works.HOST + "a", folder.resolve("a"))
            .build();
    Begun begun = Works.begin(ledger, bits, Intent.of(spec));
    String text = begun.job().orElseThrow().properties().description().orElseThrow();
    assertTrue(text.startsWith("nightly [really] [bits4j "), text);
    assertEquals(begun.entry().id(), JobMark.of(text).orElseThrow().entry());
    assertEquals("work", begun.job().get().properties().displayName().orElseThrow());
  }

  @Test
  void aDescriptionWithoutRoomForTheMarkIsRefusedBeforeAnythingHappens() {
    JobSpec spec =
        JobSpec.download("work")
            .description("x".repeat(1000))
            .file(Works.HOST + "a", folder.resolve("a"))
            .build();
    BitsException e = assertThrows(BitsException.class, () -> Intent.of(spec));
    assertTrue(e.getMessage().contains("1000"), e.getMessage());
  }

  // ---- Duplicates ----

  @Test
  void theSameWorkIsJoinedAndOtherWorkIsNot() throws Exception {
    Works.serve(mock, "a");
    Works.serve(mock, "b");
    Begun first = Works.begin(ledger, bits, Works.intent(folder, "a"));
    Begun second = Works.begin(ledger, mock.openManager(), Works.intent(folder, "a"));
    assertTrue(second.joined());
    assertEquals(first.job().orElseThrow().id(), second.job().orElseThrow().id());
    Begun other = Works.begin(ledger, bits, Works.intent(folder, "b"));
    assertFalse(other.joined());
    assertNotEquals(first.job().get().id(), other.job().orElseThrow().id());
    assertEquals(2, bits.jobs().size());
  }

  @Test
  void bothWhoJoinedHearOfOneCompletion() throws Exception {
    byte[] bytes = Works.serve(mock, "a");
    Begun first = Works.begin(ledger, bits, Works.intent(folder, "a"));
    Begun second = Works.begin(ledger, mock.openManager(), Works.intent(folder, "a"));
    Works.complete(ledger, first);
    ledger.told(first.entry());
    Files.delete(folder.resolve("a"));
    try (Turn turn = Works.turn(ledger, second.entry())) {
      assertEquals(Stage.COMPLETED, turn.entry().stage());
      assertEquals(Completion.ALL, turn.complete(second.job().orElseThrow()));
    }
    assertFalse(Files.exists(folder.resolve("a")), "completed twice");
    assertEquals(1, mock.calls().of("BitsJob.complete").size());
    assertEquals(Works.SIZE, bytes.length);
  }

  @Test
  void whatWasToldOfIsBegunAnew() throws Exception {
    Works.serve(mock, "a");
    Begun first = Works.begin(ledger, bits, Works.intent(folder, "a"));
    Works.complete(ledger, first);
    ledger.told(first.entry());
    Begun second = Works.begin(ledger, bits, Works.intent(folder, "a"));
    assertFalse(second.joined());
    try (Turn turn = Works.turn(ledger, first.entry())) {
      assertFalse(turn.isKnown(), "the work of before is mixed up with that of now");
    }
  }

  @Test
  void aCompletionNobodyHeardOfIsHandedToWhoeverAsksForTheSameWork() throws Exception {
    Works.serve(mock, "a");
    Works.complete(ledger, Works.begin(ledger, bits, Works.intent(folder, "a")));
    Begun again = Works.begin(ledger, mock.openManager(), Works.intent(folder, "a"));
    assertTrue(again.joined());
    assertTrue(again.job().isEmpty());
    assertEquals(Stage.COMPLETED, again.entry().stage());
  }

  @Test
  void workOfANameIsJoinedThoughItsUrlWasSignedAnew() throws Exception {
    Works.serve(mock, "a");
    JobSpec before = Works.spec(folder, "a");
    JobSpec after =
        JobSpec.download("work").file(Works.HOST + "a?sig=2", folder.resolve("a")).build();
    Begun first = Works.begin(ledger, bits, Works.named("app 2.1", before));
    Begun second = Works.begin(ledger, bits, Works.named("app 2.1", after));
    assertTrue(second.joined());
    assertEquals(first.job().orElseThrow().id(), second.job().orElseThrow().id());
    JobSpec elsewhere =
        JobSpec.download("work").file(Works.HOST + "a", folder.resolve("b")).build();
    BitsException e =
        assertThrows(
            BitsException.class,
            () -> Works.begin(ledger, bits, Works.named("app 2.1", elsewhere)));
    assertTrue(e.getMessage().contains("app 2.1"), e.getMessage());
    assertEquals(1, bits.jobs().size());
  }

  @Test
  void manyThreadsBeginOneJob() throws Exception {
    Works.serve(mock, "a");
    int count = 8;
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<UUID>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        // Some share a ledger object, others have their own, as other programs would.
        Ledger its = i % 2 == 0 ? ledger : Ledger.in(ledger.folder());
        tasks.add(
            () -> {
              start.await();
              return Works.begin(its, mock.openManager(), Works.intent(folder, "a"))
                  .job()
                  .orElseThrow()
                  .id();
            });
      }
      Set<UUID> ids = new HashSet<>();
      for (Future<UUID> id : threads.invokeAll(tasks)) {
        ids.add(id.get());
      }
      assertEquals(1, ids.size(), ids::toString);
      assertEquals(1, bits.jobs().size());
    } finally {
      threads.shutdownNow();
    }
  }

  // ---- Crashes, each at one place ----

  /** A program that dies after the job was created, before anybody noted its id. */
  private LedgerEntry killedBeforeTheJobIsNoted(Intent intent, boolean resumed) throws Exception {
    LedgerEntry entry = LedgerEntry.of(intent, mock.time().now());
    UUID id = ledger.id();
    ledger.files().write(entry);
    BitsJob job = bits.createJob(new JobMark(id, entry.id()).on(intent.spec()));
    if (resumed) {
      job.resume();
    }
    return entry;
  }

  @Test
  void killedBeforeTheJobIsCreated() throws Exception {
    Works.serve(mock, "a");
    ledger.files().write(LedgerEntry.of(Works.intent(folder, "a"), mock.time().now()));
    Recovered.Running running =
        assertInstanceOf(Recovered.Running.class, Ledger.in(ledger.folder()).recover(bits).get(0));
    assertEquals(JobState.TRANSFERRED, running.job().await(Works.LONG).state());
    assertEquals(1, bits.jobs().size());
  }

  @Test
  void killedBeforeTheJobIsNoted() throws Exception {
    Works.serve(mock, "a");
    killedBeforeTheJobIsNoted(Works.intent(folder, "a"), false);
    BitsJob job = bits.jobs().get(0);
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertEquals(job.id(), running.job().id());
    assertEquals(JobState.CONNECTING, job.state(), "it was never told to go");
    assertEquals(job.id(), running.entry().job().orElseThrow());
    assertEquals(1, bits.jobs().size());
  }

  /** Wine's service lists jobs for a while that have ended. */
  @Test
  void aJobThatHasEndedIsNotTheOneThatNobodyNoted() throws Exception {
    Works.serve(mock, "a");
    killedBeforeTheJobIsNoted(Works.intent(folder, "a"), false);
    UUID ended = bits.jobs().get(0).id();
    Obstructed lingering = new Obstructed();
    lingering.instead("BitsJob.state", () -> JobState.CANCELLED);
    Recovered.Running running =
        assertInstanceOf(Recovered.Running.class, ledger.recover(lingering.over(bits)).get(0));
    assertNotEquals(ended, running.job().id());
  }

  @Test
  void killedBeforeTheJobHadAllItsFiles() throws Exception {
    Works.serve(mock, "a");
    LedgerEntry entry = LedgerEntry.of(Works.intent(folder, "a"), mock.time().now());
    UUID half =
        bits.createJob(
                JobSpec.download("work")
                    .description(new JobMark(ledger.id(), entry.id()).toString())
                    .build())
            .id();
    ledger.files().write(entry);
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertNotEquals(half, running.job().id());
    assertEquals(1, bits.jobs().size(), "the half of a job is still there");
    assertEquals(JobState.TRANSFERRED, running.job().await(Works.LONG).state());
  }

  @Test
  void workThatNeedsMoreThanTheLedgerHasIsNotBegunWithoutIt() throws Exception {
    Works.serve(mock, "a");
    Intent intent = Works.withMore(Works.spec(folder, "a"));
    killedBeforeTheJobIsNoted(intent, false);
    Recovered.Absent absent = assertInstanceOf(Recovered.Absent.class, onlyOne());
    assertEquals(Stage.INTENDED, absent.entry().stage());
    assertEquals(List.of(), bits.jobs());
    List<BitsJob> prepared = new ArrayList<>();
    Begun begun = ledger.begin(bits, intent, prepared::add);
    assertEquals(1, prepared.size());
    assertFalse(begun.joined());
    assertEquals(1, bits.jobs().size());
  }

  @Test
  void workThatWasToldToGoHadAllItNeeds() throws Exception {
    Works.serve(mock, "a");
    killedBeforeTheJobIsNoted(Works.withMore(Works.spec(folder, "a")), true);
    UUID id = bits.jobs().get(0).id();
    assertEquals(id, assertInstanceOf(Recovered.Running.class, onlyOne()).job().id());
  }

  @Test
  void killedBetweenCompleteAndTheNoteOfIt() throws Exception {
    Begun begun = transferred();
    BitsJob job = begun.job().orElseThrow();
    killedBetweenCompleteAndItsNote(begun, job);
    Recovered.Ended ended = assertInstanceOf(Recovered.Ended.class, onlyOne());
    assertEquals(Stage.COMPLETED, ended.entry().stage());
    assertEquals(List.of(), bits.jobs());
    assertEquals(
        1, mock.network().requests().stream().filter(it -> it.method().equals("HEAD")).count());
  }

  /** Work whose job has brought the file, and is not completed. */
  private Begun transferred() throws Exception {
    Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    begun.job().orElseThrow().await(Works.LONG);
    return begun;
  }

  /** What a program has noted when it dies right after the call. */
  private void killedBetweenCompleteAndItsNote(Begun begun, BitsJob job) throws Exception {
    LedgerEntry verified;
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      turn.complete(job);
      verified = turn.entry().at(Stage.VERIFIED, turn.entry().notes(), mock.time().now());
    }
    ledger.files().write(verified);
  }

  @Test
  void whoeverCompletesAfterThatHearsThatItIsCompleted() throws Exception {
    Begun begun = transferred();
    BitsJob job = begun.job().orElseThrow();
    killedBetweenCompleteAndItsNote(begun, job);
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertEquals(Completion.ALL, turn.complete(job));
      assertEquals(Stage.COMPLETED, turn.entry().stage());
    }
    assertEquals(
        Stage.COMPLETED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void whoeverCompletesWhatAKilledOneCancelledHearsThatItIsCancelled() throws Exception {
    Begun begun = transferred();
    BitsJob job = begun.job().orElseThrow();
    ledger
        .files()
        .write(begun.entry().at(Stage.CANCELLING, begun.entry().notes(), mock.time().now()));
    bits.job(job.id()).cancel();
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertThrows(InvalidJobStateException.class, () -> turn.complete(job));
      assertEquals(Stage.CANCELLED, turn.entry().stage());
    }
    assertEquals(
        Stage.CANCELLED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void whoeverCancelsAfterThatHearsThatItIsCompleted() throws Exception {
    Begun begun = transferred();
    BitsJob job = begun.job().orElseThrow();
    killedBetweenCompleteAndItsNote(begun, job);
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertThrows(InvalidJobStateException.class, () -> turn.cancel(job));
      assertEquals(Stage.COMPLETED, turn.entry().stage());
    }
    assertEquals(
        Stage.COMPLETED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
  }

  @Test
  void whatIsNotedAsCancelledStaysSoWhoeverWantsToCompleteIt() throws Exception {
    Begun begun = transferred();
    BitsJob job = begun.job().orElseThrow();
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      turn.cancel(job);
    }
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertThrows(InvalidJobStateException.class, () -> turn.complete(job));
    }
    assertEquals(
        Stage.CANCELLED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
  }

  @Test
  void whatOthersCancelledIsCancelled() throws Exception {
    Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    BitsJob job = begun.job().orElseThrow();
    bits.job(job.id()).cancel();
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      turn.cancel(job);
      assertEquals(Stage.CANCELLED, turn.entry().stage());
    }
  }

  @Test
  void aFileThatWasThereBeforeIsNoProofOfCompletion() throws Exception {
    byte[] bytes = Works.serve(mock, "a");
    Files.write(folder.resolve("a"), bytes);
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    BitsJob job = begun.job().orElseThrow();
    job.await(Works.LONG);
    killedBetweenVerifiedAndComplete(begun, job);
    job.cancel();
    assertInstanceOf(Recovered.Running.class, onlyOne(), "an old file was taken for the new one");
  }

  @Test
  void aTransferredJobIsNotCompletedByRecoveringIt() throws Exception {
    Begun begun = transferred();
    BitsJob job = begun.job().orElseThrow();
    killedBetweenVerifiedAndComplete(begun, job);
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertEquals(job.id(), running.job().id());
    assertFalse(Files.exists(folder.resolve("a")));
  }

  /** What a program has noted when it dies right before the call. */
  private void killedBetweenVerifiedAndComplete(Begun begun, BitsJob job) throws Exception {
    mock.script().onCall("BitsJob.complete").refuse(BitsCode.DESTINATION_LOCKED.hresult());
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertThrows(BitsException.class, () -> turn.complete(job));
      assertEquals(Stage.VERIFIED, turn.entry().stage());
    }
  }

  @Test
  void killedBetweenTheNoteThatItIsCancelledAndTheCall() throws Exception {
    Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    LedgerEntry cancelling =
        begun.entry().at(Stage.CANCELLING, begun.entry().notes(), mock.time().now());
    ledger.files().write(cancelling);
    assertEquals(
        Stage.CANCELLED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
    assertEquals(List.of(), bits.jobs());
    ledger.files().write(cancelling);
    assertEquals(
        Stage.CANCELLED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
  }

  @Test
  void aJobThatGotLostIsCreatedAgain() throws Exception {
    Works.serve(mock, "a");
    BitsJob job = Works.begin(ledger, bits, Works.intent(folder, "a")).job().orElseThrow();
    job.cancel();
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertNotEquals(job.id(), running.job().id());
    assertEquals(JobState.TRANSFERRED, running.job().await(Works.LONG).state());
  }

  @Test
  void aJobThatSomebodyElseCompletedIsKnownByItsDigest() throws Exception {
    byte[] bytes = Works.serve(mock, "a");
    String digest = java.util.HexFormat.of().formatHex(Intent.sha256().digest(bytes));
    BitsJob job =
        Works.begin(ledger, bits, Works.withDigest(Works.spec(folder, "a"), digest))
            .job()
            .orElseThrow();
    job.await(Works.LONG);
    job.complete();
    assertEquals(
        Stage.COMPLETED, assertInstanceOf(Recovered.Ended.class, onlyOne()).entry().stage());
  }

  @Test
  void aWrongDigestIsNoCompletion() throws Exception {
    Works.serve(mock, "a");
    Begun begun =
        Works.begin(ledger, bits, Works.withDigest(Works.spec(folder, "a"), "00".repeat(32)));
    BitsJob job = begun.job().orElseThrow();
    job.await(Works.LONG);
    killedBetweenVerifiedAndComplete(begun, job);
    job.complete();
    assertInstanceOf(Recovered.Running.class, onlyOne());
  }

  // ---- What is refused or fails leaves nothing ----

  @Test
  void aJobThatIsRefusedIsInNoLedger() throws Exception {
    mock.script().onCall("BitsManager.createJob").refuse(BitsCode.TOO_MANY_JOBS_PER_USER.hresult());
    BitsException e =
        assertThrows(
            BitsException.class, () -> Works.begin(ledger, bits, Works.intent(folder, "a")));
    assertEquals(BitsCode.TOO_MANY_JOBS_PER_USER.hresult(), e.hresult());
    assertEquals(List.of(), ledger.entries());
    assertEquals(List.of(), restarted());
  }

  @Test
  void aJobOfMoreThan200FilesIsRefusedAndInNoLedger() throws Exception {
    String[] names = new String[Janitor.FILES_PER_JOB + 1];
    for (int i = 0; i < names.length; i++) {
      names[i] = "f" + i;
    }
    BitsException e =
        assertThrows(
            BitsException.class, () -> Works.begin(ledger, bits, Works.intent(folder, names)));
    assertEquals(BitsCode.TOO_MANY_FILES_IN_JOB.hresult(), e.hresult());
    assertEquals(List.of(), ledger.entries());
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void settingsThatFailLeaveNoJob() throws Exception {
    Works.serve(mock, "a");
    assertThrows(
        ArithmeticException.class,
        () ->
            ledger.begin(
                bits,
                Works.intent(folder, "a"),
                job -> {
                  throw new ArithmeticException("of the caller");
                }));
    assertEquals(List.of(), bits.jobs());
    assertEquals(List.of(), ledger.entries());
  }

  @Test
  void aLedgerThatCannotBeWrittenLeavesNoJob() throws Exception {
    Works.serve(mock, "a");
    Ledger impossible = Ledger.in(Files.createFile(folder.resolve("file")).resolve("ledger"));
    BitsException e =
        assertThrows(
            BitsException.class, () -> Works.begin(impossible, bits, Works.intent(folder, "a")));
    assertTrue(e.getMessage().contains("ledger"), e.getMessage());
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void recoveringKeepsWhatCannotBeCreatedNow() throws Exception {
    Works.serve(mock, "a");
    Works.begin(ledger, bits, Works.intent(folder, "a")).job().orElseThrow().cancel();
    mock.script().onCall("BitsManager.createJob").refuse(BitsCode.TOO_MANY_JOBS_PER_USER.hresult());
    Recovered.OutOfReach out = assertInstanceOf(Recovered.OutOfReach.class, onlyOne());
    assertEquals(BitsCode.TOO_MANY_JOBS_PER_USER.hresult(), out.cause().hresult());
    assertInstanceOf(Recovered.Running.class, onlyOne());
    assertEquals(1, bits.jobs().size());
  }

  // ---- Strangers ----

  @Test
  void aStrangersJobIsNeverTakenForAnOwnOne() throws Exception {
    Works.serve(mock, "a");
    LedgerEntry entry = LedgerEntry.of(Works.intent(folder, "a"), mock.time().now());
    ledger.files().write(entry);
    // The same name, the same files, even a mark, but another's.
    BitsJob twin = bits.createJob(Works.spec(folder, "a"));
    BitsJob marked =
        bits.createJob(
            new JobMark(UUID.randomUUID(), UUID.randomUUID()).on(Works.spec(folder, "a")));
    Recovered.Running running = assertInstanceOf(Recovered.Running.class, onlyOne());
    assertNotEquals(twin.id(), running.job().id());
    assertNotEquals(marked.id(), running.job().id());
    assertEquals(JobState.SUSPENDED, twin.state());
    assertEquals(JobState.SUSPENDED, marked.state());
  }

  @Test
  void anotherProgramsLedgerKnowsNothingOfIt() throws Exception {
    Works.serve(mock, "a");
    Works.begin(ledger, bits, Works.intent(folder, "a"));
    assertEquals(List.of(), Ledger.in(folder.resolve("other")).recover(bits));
    assertFalse(
        Works.begin(Ledger.in(folder.resolve("other")), bits, Works.intent(folder, "a")).joined());
  }

  @Test
  void aJobOfAnotherAccountIsOutOfReachAndKept() throws Exception {
    Works.serve(mock, "a");
    Works.begin(ledger, bits, Works.intent(folder, "a"));
    mock.script()
        .onCall("BitsManager.findJob")
        .refuse(new io.github.bits4j.error.HResult(0x80070005));
    assertInstanceOf(Recovered.OutOfReach.class, onlyOne());
    assertInstanceOf(Recovered.Running.class, onlyOne());
  }

  @Test
  void aJobInAnotherBackendsQueueIsLeftAlone() throws Exception {
    LedgerEntry entry =
        LedgerEntry.of(Works.intent(folder, "a"), mock.time().now())
            .withJob(UUID.randomUUID(), "windows", mock.time().now());
    ledger.files().write(entry);
    Recovered.OutOfReach out = assertInstanceOf(Recovered.OutOfReach.class, onlyOne());
    assertTrue(out.cause().getMessage().contains("'windows'"), out.cause().getMessage());
    assertEquals(List.of(), bits.jobs());
  }

  // ---- More than one process at work ----

  @Test
  void whoeverWorksOnAnEntryIsWaitedForAndThenNot() throws Exception {
    Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertTrue(ledger.turn(turn.entry(), Duration.ZERO).isEmpty());
      BitsException e =
          assertThrows(
              BitsException.class,
              () ->
                  Works.begin(ledger.withPatience(Duration.ZERO), bits, Works.intent(folder, "a")));
      assertEquals("0x800705B4", e.hresult().toString());
    }
    assertTrue(Works.begin(ledger, bits, Works.intent(folder, "a")).joined());
  }

  @Test
  void aLedgerThatNobodyTidiesDoesNotGrowForEver() throws Exception {
    try (BitsManager engine = EmbeddedBits.builder().inMemory().running(false).open()) {
      Begun unwanted = Works.begin(ledger, engine, Works.intent(folder, "unwanted"));
      try (Turn turn = Works.turn(ledger, unwanted.entry())) {
        assertTrue(turn.setAside().isPresent());
      }
      // The oldest goes first.
      mock.time().advance(Duration.ofSeconds(1));
      for (int i = 0; i < Ledger.MOST_KEPT + 50; i++) {
        Begun begun = Works.begin(ledger, engine, Works.intent(folder, "f" + i));
        try (Turn turn = Works.turn(ledger, begun.entry())) {
          turn.cancel(begun.job().orElseThrow());
          turn.told();
        }
      }
      Works.begin(ledger, engine, Works.intent(folder, "last"));
      int count = ledger.entries().size();
      assertTrue(count <= Ledger.MOST_KEPT + 2, () -> count + " entries");
      assertTrue(ledger.entries().stream().anyMatch(LedgerEntry::isUnwanted), "its job is there");
      assertTrue(ledger.entries().stream().anyMatch(it -> !it.told()));
    }
  }

  @Test
  void anInterruptedThreadBeginsAndEndsWorkAsEver() throws Exception {
    Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    begun.job().orElseThrow().await(Works.LONG);
    Thread.currentThread().interrupt();
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertEquals(Completion.ALL, turn.complete(begun.job().get()));
      turn.told();
    }
    assertTrue(Thread.interrupted(), "the interrupt got lost");
    assertEquals(List.of(), restarted());
  }
}
