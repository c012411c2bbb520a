package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How jobs move: states, retries, timers, the scheduler. In virtual time, without a network. */
final class TransferTest {
  @TempDir Path folder;

  private static int errorCount(BitsJob job) {
    return job.status().errorCount().orElseThrow();
  }

  private static JobProgress progress(BitsJob job) {
    return job.status().progress().orElseThrow();
  }

  private static int unavailable(BitsJob job) {
    assertEquals(Optional.empty(), job.status().error());
    return assertThrows(BitsException.class, job::error).hresult().value();
  }

  @Test
  void goesThroughItsStatesOneByOne() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(Optional.of(WaitReason.SUSPENDED), job.status().waitReason());
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(new JobProgress(OptionalLong.empty(), 0, 1, 0), progress(job));
    bench.at("a").connects(10);
    assertEquals(JobState.TRANSFERRING, job.state());
    bench.at("a").moves(4);
    assertEquals(new JobProgress(OptionalLong.of(10), 4, 1, 0), progress(job));
    bench.time.advance(Duration.ofSeconds(3));
    bench.at("a").finishes(10);
    JobStatus status = job.status();
    assertEquals(JobState.TRANSFERRED, status.state());
    assertEquals(new JobProgress(OptionalLong.of(10), 10, 1, 1), progress(job));
    assertEquals(
        bench.agenda.now(), status.times().orElseThrow().transferCompletion().orElseThrow());
    assertEquals(bench.agenda.now().minusSeconds(3), status.times().orElseThrow().creation());
    assertFalse(job.files().get(0).progress().completed());
    assertEquals(Completion.ALL, job.complete());
    assertTrue(job.files().get(0).progress().completed());
    assertEquals(List.of("a"), bench.names());
    assertEquals(10, folder.resolve("a").toFile().length());
    bench.assertNothingLeftToDo();
  }

  @Test
  void theTemporaryFileLiesBesideTheTargetUnderANameNobodyGuesses() {
    Bench bench = new Bench(folder);
    bench.resumed("a");
    bench.resumed("b");
    Path temp = bench.at("a").errand.temp();
    assertEquals(folder, temp.getParent());
    assertTrue(temp.getFileName().toString().matches("BIT[0-9A-F]{32}\\.tmp"), temp::toString);
    assertTrue(bench.at("a").errand.fresh());
  }

  @Test
  void aTransientErrorWaitsForItsRetryDelay() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    JobStatus status = job.status();
    assertEquals(JobState.TRANSIENT_ERROR, status.state());
    assertEquals(Optional.of(WaitReason.RETRY_DELAY), status.waitReason());
    assertEquals(Optional.of(bench.agenda.now().plusSeconds(600)), status.nextRetryTime(), "600 s");
    bench.time.advance(Duration.ofSeconds(599));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertEquals(1, bench.far.count());
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(2, bench.far.count());
    bench.at("a").succeeds(1);
    assertEquals(JobState.TRANSFERRED, job.state());
    assertEquals(1, errorCount(job));
    bench.assertNothingLeftToDoFor(Duration.ofDays(89));
  }

  @Test
  void aClockThatIsSetChangesNoDelay() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.time.setClock(Duration.ofDays(400));
    bench.time.advance(Duration.ofSeconds(599));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    bench.time.setClock(Duration.ofDays(-800));
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void resumeRetriesAtOnceAndOnlyOnce() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(10));
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
    bench.time.advance(Duration.ofHours(1));
    assertEquals(2, bench.far.count());
  }

  @Test
  void aChangedRetryDelayCountsFromTheError() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(50));
    job.setMinimumRetryDelay(Duration.ofSeconds(60));
    bench.time.advance(Duration.ofSeconds(9));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void theNoProgressTimeoutEndsInError() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ofSeconds(1500));
    job.resume();
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(600));
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(600));
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(299));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(JobState.ERROR, job.state());
    assertEquals(Bench.PASSING.hresult(), job.error().hresult());
    assertEquals(3, errorCount(job), "the end of patience is no attempt");
    bench.assertNothingLeftToDoFor(Duration.ofDays(89));
  }

  @Test
  void bytesRenewThePatience() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ofSeconds(700));
    job.resume();
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(600));
    bench.at("a").connects(10).moves(1).fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(600));
    assertEquals(JobState.CONNECTING, job.state());
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(100));
    assertEquals(JobState.ERROR, job.state());
  }

  @Test
  void aRetryThatFailsAfterTheTimeoutIsTheLast() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ofSeconds(700));
    job.resume();
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(600));
    bench.time.advance(Duration.ofSeconds(101));
    assertEquals(JobState.CONNECTING, job.state());
    bench.at("a").fails(Bench.PASSING);
    assertEquals(JobState.ERROR, job.state());
  }

  @Test
  void resumingAfterAnErrorBeginsThePatienceAnew() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ofSeconds(600));
    job.resume();
    bench.at("a").fails(Bench.PASSING);
    job.setNoProgressTimeout(Duration.ZERO);
    bench.time.advance(Duration.ZERO);
    assertEquals(JobState.ERROR, job.state());
    job.setNoProgressTimeout(Duration.ofSeconds(600));
    bench.time.advance(Duration.ofSeconds(700));
    job.resume();
    bench.at("a").fails(Bench.PASSING);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
  }

  @Test
  void withoutRoomForARetryEveryErrorIsFinal() {
    Bench bench = new Bench(folder);
    BitsJob never = bench.job("a");
    never.setNoProgressTimeout(Duration.ZERO);
    never.resume();
    bench.at("a").fails(Bench.PASSING);
    assertEquals(JobState.ERROR, never.state());
    BitsJob late = bench.job("b");
    late.setMinimumRetryDelay(Duration.ofSeconds(61));
    late.setNoProgressTimeout(Duration.ofSeconds(60));
    late.resume();
    bench.at("b").fails(Bench.PASSING);
    assertEquals(JobState.ERROR, late.state());
  }

  @Test
  void theErrorStaysUntilDataFlowsAndItsCountForever() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    assertEquals(0x8020000F, unavailable(job));
    job.resume();
    assertEquals(0x8020000F, unavailable(job));
    bench.at("a").connects(10).fails(Bench.LASTING);
    assertEquals(JobState.ERROR, job.state());
    assertEquals(new HResult(0x80190194), job.error().hresult());
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), job.error().context());
    assertEquals(Optional.of(Bench.url("a")), job.error().remoteName());
    assertEquals(Optional.of(folder.resolve("a").toString()), job.error().localName());
    job.suspend();
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(new HResult(0x80190194), job.error().hresult());
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(new HResult(0x80190194), job.error().hresult());
    bench.at("a").connects(10);
    assertEquals(0x8020000F, unavailable(job));
    assertEquals(1, errorCount(job));
    bench.at("a").finishes(10);
    assertEquals(0x8020000F, unavailable(job));
    assertEquals(1, errorCount(job));
  }

  @Test
  void anErrorAtTheFileHereNamesNoProtocol() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").connects(10).fails(Failure.local(new IOException("No space left on device")));
    assertEquals(JobState.ERROR, job.state());
    assertEquals(new HResult(0x80070070), job.error().hresult());
    assertEquals(Optional.of(ErrorContext.LOCAL_FILE), job.error().context());
    assertEquals(Optional.empty(), job.error().protocol());
  }

  @Test
  void anEndedJobHasNoError() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.LASTING);
    job.cancel();
    assertEquals(0x8020000F, unavailable(job));
    assertEquals(1, errorCount(job));
  }

  @Test
  void filesComeInOrderAndAFailingOneHoldsTheOthersUp() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a", "b", "c");
    bench.at("a").succeeds(1);
    assertEquals(JobState.TRANSFERRING, job.state());
    assertEquals(OptionalLong.empty(), progress(job).bytesTotal());
    assertEquals(1, progress(job).filesTransferred());
    bench.at("b").fails(Bench.LASTING);
    assertEquals(JobState.ERROR, job.state());
    assertEquals(2, bench.far.count());
    job.resume();
    assertEquals(Bench.url("b"), bench.far.last().errand.remoteName());
    bench.at("b").succeeds(2);
    bench.at("c").succeeds(0);
    assertEquals(JobState.TRANSFERRED, job.state());
    assertEquals(OptionalLong.of(3), progress(job).bytesTotal());
  }

  @Test
  void aFileThatChangedStartsAgainWithoutAnError() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").connects(10).moves(7).connects(8, 0);
    assertEquals(JobState.TRANSFERRING, job.state());
    assertEquals(new JobProgress(OptionalLong.of(8), 0, 1, 0), progress(job));
    assertEquals(0, errorCount(job));
  }

  @Test
  void suspendStopsAndResumeGoesOnWithWhatIsKnown() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    ScriptedTransport.Go first = bench.at("a").connects(10).moves(4);
    job.suspend();
    assertTrue(first.stopped);
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(4, progress(job).bytesTransferred());
    first.moves(9).fails(Bench.LASTING);
    assertEquals(JobState.SUSPENDED, job.state(), "a late report of a movement that was stopped");
    assertEquals(4, progress(job).bytesTransferred());
    job.resume();
    assertEquals(first.errand.temp(), bench.at("a").errand.temp());
    assertFalse(bench.at("a").errand.fresh());
    assertEquals(10, bench.at("a").errand.known().orElseThrow().size());
  }

  @Test
  void filesAddedToATransferredJobMoveAloneWhenItIsResumed() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").succeeds(1);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.state());
    job.suspend();
    assertEquals(JobState.TRANSFERRED, job.state());
    job.addFile(Bench.url("b"), folder.resolve("b"));
    assertEquals(JobState.TRANSFERRED, job.state());
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(2, bench.far.count());
    bench.at("b").succeeds(1);
    assertEquals(JobState.TRANSFERRED, job.state());
  }

  @Test
  void filesAddedWhileMovingAreTakenAlong() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").connects(1);
    job.addFile(Bench.url("b"), folder.resolve("b"));
    bench.at("a").finishes(1);
    assertEquals(JobState.TRANSFERRING, job.state());
    bench.at("b").succeeds(1);
    assertEquals(JobState.TRANSFERRED, job.state());
  }

  // ---- Completing and cancelling ----

  @Test
  void completingEarlyKeepsWhatIsWhole() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a", "b");
    bench.at("a").succeeds(1);
    ScriptedTransport.Go second = bench.at("b").connects(5).moves(3);
    write(second.errand.temp());
    assertEquals(Completion.PARTIAL, job.complete());
    assertTrue(second.stopped);
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertEquals(List.of("a"), bench.names());
    assertTrue(job.files().get(0).progress().completed());
    assertFalse(job.files().get(1).progress().completed());
    bench.assertNothingLeftToDo();
  }

  @Test
  void completingWithNothingWholeIsPartialAndWithoutFilesIsNot() {
    Bench bench = new Bench(folder);
    assertEquals(Completion.PARTIAL, bench.job("a").complete());
    assertEquals(Completion.ALL, bench.job().complete());
    assertEquals(0, bench.bits.jobs().size());
  }

  @Test
  void completeReplacesWhatWasThere() throws IOException {
    Bench bench = new Bench(folder);
    Files.writeString(folder.resolve("a"), "old and longer");
    BitsJob job = bench.resumed("a");
    bench.at("a").succeeds(3);
    assertEquals("old and longer", Files.readString(folder.resolve("a")));
    job.complete();
    assertEquals(3, Files.size(folder.resolve("a")));
  }

  @Test
  void aFileThatCannotBeRenamedLeavesTheJobTransferred() throws IOException {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a", "b");
    bench.at("a").succeeds(1);
    bench.at("b").succeeds(2);
    Files.createDirectory(folder.resolve("b"));
    BitsException refused = assertThrows(BitsException.class, job::complete);
    assertEquals(0x80070005, refused.hresult().value());
    assertEquals("BitsJob.complete", refused.call());
    assertEquals(JobState.TRANSFERRED, job.state());
    assertTrue(job.files().get(0).progress().completed());
    assertFalse(job.files().get(1).progress().completed());
    assertEquals(job.id(), bench.bits.job(job.id()).id());
    Files.delete(folder.resolve("b"));
    assertEquals(Completion.ALL, job.complete());
    assertEquals(List.of("a", "b"), bench.names());
  }

  @Test
  void aWholeFileThatSomebodyDeletedIsBroughtAgain() throws IOException {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    bench.at("a").succeeds(1);
    Files.delete(bench.at("a").errand.temp());
    BitsException refused = assertThrows(BitsException.class, job::complete);
    assertEquals(0x80070003, refused.hresult().value());
    assertEquals(JobState.TRANSFERRED, job.state());
    assertEquals(new JobProgress(OptionalLong.of(1), 0, 1, 0), progress(job));
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
    bench.at("a").succeeds(1);
    assertEquals(Completion.ALL, job.complete());
    assertEquals(List.of("a"), bench.names());
  }

  @Test
  void cancelDeletesWholeFilesTooButNotCompletedOnes() throws IOException {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a", "b");
    bench.at("a").succeeds(1);
    bench.at("b").succeeds(2);
    Files.createDirectory(folder.resolve("b"));
    assertThrows(BitsException.class, job::complete);
    Files.delete(folder.resolve("b"));
    assertEquals(Completion.ALL, job.cancel());
    assertEquals(List.of("a"), bench.names());
    assertEquals(JobState.CANCELLED, job.state());
  }

  @Test
  void aTemporaryFileThatResistsIsTold() {
    LocalFiles stubborn =
        new LocalFiles() {
          @Override
          boolean delete(Path path) {
            return false;
          }
        };
    Bench bench = new Bench(folder, new MemoryStore(), stubborn, true);
    BitsJob job = bench.resumed("a");
    bench.at("a").succeeds(1);
    assertEquals(Completion.TEMP_FILES_LEFT, job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertEquals(0, bench.bits.jobs().size());
  }

  // ---- The scheduler ----

  private static List<JobState> states(BitsJob... jobs) {
    return java.util.Arrays.stream(jobs).map(BitsJob::state).toList();
  }

  @Test
  void oneBackgroundJobAtATimeFirstComeFirstServed() {
    Bench bench = new Bench(folder);
    BitsJob a = bench.resumed("a");
    BitsJob b = bench.resumed("b");
    BitsJob c = bench.resumed("c");
    assertEquals(List.of(JobState.CONNECTING, JobState.QUEUED, JobState.QUEUED), states(a, b, c));
    assertEquals(Optional.of(WaitReason.QUEUE), b.status().waitReason());
    bench.at("a").fails(Bench.PASSING);
    assertEquals(
        List.of(JobState.TRANSIENT_ERROR, JobState.CONNECTING, JobState.QUEUED), states(a, b, c));
    a.resume();
    bench.at("b").succeeds(1);
    assertEquals(
        List.of(JobState.QUEUED, JobState.TRANSFERRED, JobState.CONNECTING), states(a, b, c));
  }

  @Test
  void aMoreUrgentJobTakesThePlaceAndGivesItBack() {
    Bench bench = new Bench(folder);
    BitsJob low = bench.job(JobPriority.LOW, "low");
    low.resume();
    ScriptedTransport.Go first = bench.at("low").connects(10).moves(3);
    BitsJob later = bench.job(JobPriority.LOW, "later");
    later.resume();
    BitsJob high = bench.job(JobPriority.HIGH, "high");
    high.resume();
    assertTrue(first.stopped);
    assertEquals(List.of(JobState.QUEUED, JobState.CONNECTING), states(low, high));
    assertEquals(3, progress(low).bytesTransferred());
    bench.at("high").succeeds(1);
    assertEquals(List.of(JobState.CONNECTING, JobState.QUEUED), states(low, later));
    later.setPriority(JobPriority.NORMAL);
    assertEquals(List.of(JobState.QUEUED, JobState.CONNECTING), states(low, later));
  }

  @Test
  void foregroundJobsMoveBesideOneBackgroundJobUpToABound() {
    Bench bench = new Bench(folder);
    BitsJob background = bench.resumed("background");
    BitsJob[] foreground = new BitsJob[3];
    for (int i = 0; i < 3; i++) {
      foreground[i] = bench.job(JobPriority.FOREGROUND, "f" + i);
      foreground[i].resume();
    }
    assertEquals(JobState.CONNECTING, background.state());
    assertEquals(
        List.of(JobState.CONNECTING, JobState.CONNECTING, JobState.QUEUED), states(foreground));
    assertTrue(bench.at("f0").errand.wholeBodyAllowed());
    assertFalse(bench.at("background").errand.wholeBodyAllowed());
    bench.at("f1").succeeds(1);
    assertEquals(JobState.CONNECTING, foreground[2].state());
  }

  @Test
  void backgroundJobsOfOnePriorityTakeTurns() {
    Bench bench = new Bench(folder);
    BitsJob a = bench.resumed("a");
    bench.at("a").connects(10);
    BitsJob b = bench.resumed("b");
    bench.time.advance(Duration.ofMinutes(5));
    assertEquals(List.of(JobState.QUEUED, JobState.CONNECTING), states(a, b));
    bench.time.advance(Duration.ofMinutes(5));
    assertEquals(List.of(JobState.CONNECTING, JobState.QUEUED), states(a, b));
    assertEquals(0, errorCount(a) + errorCount(b));
  }

  @Test
  void aJobAloneKeepsItsTurn() {
    Bench bench = new Bench(folder);
    BitsJob a = bench.resumed("a");
    bench.at("a").connects(10);
    bench.time.advance(Duration.ofHours(5));
    assertEquals(JobState.TRANSFERRING, a.state());
    assertEquals(1, bench.far.count());
  }

  @Test
  void nothingMovesInAQueueThatIsNotRun() {
    Bench bench = new Bench(folder, new MemoryStore(), new LocalFiles(), false);
    BitsJob job = bench.resumed("a");
    assertEquals(JobState.QUEUED, job.state());
    assertEquals(Optional.empty(), bench.bits.runner());
    bench.time.advance(Duration.ofDays(1));
    assertEquals(JobState.QUEUED, job.state());
    assertEquals(0, bench.far.count());
    job.suspend();
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(Completion.ALL, job.cancel());
  }

  @Test
  void closingStopsWhatMovesAndLeavesNothingOfAQueueInMemory() throws IOException {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    ScriptedTransport.Go go = bench.at("a").connects(10).moves(3);
    Files.writeString(go.errand.temp(), "abc");
    bench.bits.close();
    assertTrue(go.stopped);
    assertEquals(List.of(), bench.names());
    assertThrows(io.github.bits4j.error.ClosedBitsException.class, job::state);
  }

  private static void write(Path path) {
    try {
      Files.writeString(path, "abc");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyChangeMovesTheModificationTime() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    Instant before = modified(job);
    for (Runnable change :
        List.<Runnable>of(
            () -> job.setDescription("x"),
            () -> job.addFile(Bench.url("b"), folder.resolve("b")),
            job::resume,
            () -> bench.at("a").connects(10),
            () -> bench.at("a").moves(1),
            job::suspend)) {
      bench.time.advance(Duration.ofSeconds(1));
      change.run();
      assertEquals(before.plusSeconds(1), modified(job));
      before = modified(job);
    }
  }

  private static Instant modified(BitsJob job) {
    return job.status().times().orElseThrow().modification();
  }
}
