package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is tidied away, by age and number, and what is not: everything that is somebody else's. */
final class JanitorTest extends LedgerBench {
  private static final Duration DAY = Duration.ofDays(1);

  private Janitor janitor() {
    return Janitor.of(ledger, bits).olderThan(DAY.multipliedBy(3));
  }

  private static List<Leftover.Kind> kinds(CleanUp plan) {
    return plan.leftovers().stream().map(Leftover::kind).toList();
  }

  private static List<Removal.Outcome> outcomes(List<Removal> removals) {
    return removals.stream().map(Removal::outcome).toList();
  }

  /** A job that was begun and is at rest. */
  private BitsJob atRest(String name) throws InterruptedException {
    Works.serve(mock, name);
    BitsJob job = Works.begin(ledger, bits, Works.intent(folder, name)).job().orElseThrow();
    job.await(Works.LONG);
    return job;
  }

  @Test
  void nothingIsLeftOverWhereNothingIsOld() throws Exception {
    atRest("a");
    mock.time().advance(DAY.multipliedBy(3).minusSeconds(1));
    CleanUp plan = janitor().plan();
    assertEquals(List.of(), plan.leftovers());
    assertEquals(1, plan.ownJobs());
    assertEquals(59, plan.room());
  }

  @Test
  void aJobThatNobodyCameBackForIsShownFirstAndCancelledThen() throws Exception {
    BitsJob job = atRest("a");
    Path temp = job.files().get(0).temporaryFile().orElseThrow();
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    assertEquals(List.of(Leftover.Kind.STALE_JOB), kinds(plan));
    Leftover leftover = plan.leftovers().get(0);
    assertEquals(job.id(), leftover.job().orElseThrow());
    assertEquals(4, leftover.age().toDays());
    assertTrue(leftover.toString().contains("work"), leftover.toString());
    assertEquals(60, plan.room());
    // A dry run is one.
    assertEquals(JobState.TRANSFERRED, job.state());
    assertTrue(Files.exists(temp));
    assertEquals(List.of(Removal.Outcome.REMOVED), outcomes(plan.carryOut()));
    assertEquals(List.of(), bits.jobs());
    assertFalse(Files.exists(temp));
    Recovered.Ended ended = assertInstanceOf(Recovered.Ended.class, ledger.recover(bits).get(0));
    assertEquals(Stage.CANCELLED, ended.entry().stage(), "the program would wait for ever");
  }

  @Test
  void aSecondJobWithTheMarkOfAnEntryIsNotTakenForItsJob() throws Exception {
    BitsJob job = atRest("a");
    bits.createJob(
        JobSpec.download("copy")
            .description(job.properties().description().orElseThrow())
            .file(Works.HOST + "a", folder.resolve("copy"))
            .build());
    mock.time().advance(DAY.multipliedBy(4));
    assertEquals(
        List.of(Removal.Outcome.REMOVED, Removal.Outcome.REMOVED),
        outcomes(janitor().plan().carryOut()));
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void aJobThatMovesIsNotStaleHoweverOldItIs() throws Exception {
    Works.serve(mock, "a");
    mock.network().bandwidth(20).serve(Works.HOST + "slow", 10_000_000);
    Works.begin(ledger, bits, Works.intent(folder, "slow"));
    mock.time().advance(DAY.multipliedBy(4));
    assertEquals(List.of(), janitor().plan().leftovers());
  }

  @Test
  void strangersJobsStayHoweverOldAndWhateverTheirNames() throws Exception {
    Works.serve(mock, "a");
    List<BitsJob> strangers = new ArrayList<>();
    strangers.add(bits.createJob(Works.spec(folder, "a")));
    UUID entry = UUID.randomUUID();
    strangers.add(
        bits.createJob(new JobMark(UUID.randomUUID(), entry).on(Works.spec(folder, "a"))));
    Ledger other = Ledger.in(folder.resolve("other")).withClock(mock.time().clock());
    strangers.add(Works.begin(other, bits, Works.intent(folder, "a")).job().orElseThrow());
    for (int i = 0; i < 57; i++) {
      strangers.add(bits.createJob(Works.spec(folder, "a")));
    }
    mock.time().advance(DAY.multipliedBy(30));
    CleanUp plan = janitor().atMost(0).roomFor(60).plan();
    assertEquals(List.of(), plan.leftovers());
    assertEquals(60, plan.jobs());
    assertEquals(0, plan.ownJobs());
    assertEquals(0, plan.room());
    plan.carryOut();
    assertEquals(strangers.size(), bits.jobs().size());
  }

  @Test
  void ofTooManyJobsTheOldestAtRestGo() throws Exception {
    BitsJob first = atRest("a");
    mock.time().advance(Duration.ofHours(1));
    BitsJob second = atRest("b");
    mock.time().advance(Duration.ofHours(1));
    mock.network().bandwidth(20).serve(Works.HOST + "slow", 10_000_000);
    BitsJob moving = Works.begin(ledger, bits, Works.intent(folder, "slow")).job().orElseThrow();
    mock.time().advance(Duration.ofHours(1));
    mock.network().bandwidth(0);
    BitsJob third = atRest("c");
    CleanUp plan = janitor().atMost(2).plan();
    assertEquals(List.of(Leftover.Kind.SURPLUS_JOB, Leftover.Kind.SURPLUS_JOB), kinds(plan));
    plan.carryOut();
    assertEquals(JobState.CANCELLED, first.state());
    assertEquals(JobState.CANCELLED, second.state());
    assertEquals(JobState.TRANSFERRED, third.state());
    assertTrue(moving.state().isActive());
    assertEquals(List.of(), janitor().atMost(2).plan().leftovers());
    CleanUp none = janitor().atMost(0).plan();
    assertEquals(1, none.leftovers().size(), "a job that moves is no leftover");
  }

  @Test
  void roomIsMadeAmongTheUsersJobsByOwnOnesAlone() throws Exception {
    BitsJob own = atRest("a");
    BitsJob ownToo = atRest("b");
    for (int i = 0; i < 57; i++) {
      bits.createJob(Works.spec(folder, "stranger"));
    }
    assertEquals(List.of(), janitor().roomFor(1).plan().leftovers());
    CleanUp plan = janitor().roomFor(2).plan();
    assertEquals(59, plan.jobs());
    assertEquals(2, plan.room());
    assertEquals(List.of(Removal.Outcome.REMOVED), outcomes(plan.carryOut()));
    assertEquals(JobState.CANCELLED, own.state());
    assertEquals(JobState.TRANSFERRED, ownToo.state());
    CleanUp notEnough = janitor().roomFor(10).plan();
    assertEquals(1, notEnough.leftovers().size());
    assertEquals(3, notEnough.room());
  }

  @Test
  void whatMovedSinceItWasLookedAtIsKept() throws Exception {
    BitsJob job = atRest("a");
    job.suspend();
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    job.setPriority(io.github.bits4j.JobPriority.LOW);
    mock.time().advance(Duration.ofSeconds(1));
    List<Removal> removals = plan.carryOut();
    assertEquals(List.of(Removal.Outcome.KEPT), outcomes(removals));
    assertTrue(removals.get(0).reason().orElseThrow().contains("meanwhile"));
    assertEquals(1, bits.jobs().size());
  }

  @Test
  void whatSomebodyIsWorkingOnIsKept() throws Exception {
    Begun begun = begun("a");
    mock.time().advance(DAY.multipliedBy(4));
    ledger = ledger.withPatience(Duration.ZERO);
    CleanUp plan = janitor().plan();
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      assertTrue(turn.isKnown());
      assertEquals(List.of(Removal.Outcome.KEPT), outcomes(plan.carryOut()));
    }
    assertEquals(List.of(Removal.Outcome.REMOVED), outcomes(plan.carryOut()));
    assertEquals(List.of(Removal.Outcome.KEPT), outcomes(plan.carryOut()), "twice is nothing");
  }

  private Begun begun(String name) throws InterruptedException {
    Works.serve(mock, name);
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, name));
    begun.job().orElseThrow().await(Works.LONG);
    return begun;
  }

  @Test
  void aJobWhoseEntryGotLostIsKnownByTheMarkOfItsLedger() throws Exception {
    Begun begun = begun("a");
    Files.delete(ledger.folder().resolve(begun.entry().stem() + ".entry"));
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    assertEquals(List.of(Leftover.Kind.STALE_JOB), kinds(plan));
    plan.carryOut();
    assertEquals(JobState.CANCELLED, begun.job().orElseThrow().state());
  }

  /** A job that went, as System Restore has it, and its temporary file did not. */
  private Path orphan(Begun begun) throws Exception {
    BitsJob job = begun.job().orElseThrow();
    try (Turn turn = Works.turn(ledger, begun.entry())) {
      turn.noteTemps(job);
    }
    Path temp = job.files().get(0).temporaryFile().orElseThrow();
    Path aside = folder.resolve("aside");
    Files.move(temp, aside);
    job.cancel();
    Files.move(aside, temp);
    return temp;
  }

  @Test
  void aTemporaryFileThatWasReplacedSinceItWasShownStays() throws Exception {
    Path temp = orphan(begun("a"));
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    Path other = Files.writeString(folder.resolve("other"), "not ours");
    Files.move(other, temp, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Removal.Outcome.KEPT, outcomes(plan.carryOut()).get(0));
    assertEquals("not ours", Files.readString(temp));
  }

  @Test
  void theTemporaryFileOfALostJobIsDeletedAndThenItsEntry() throws Exception {
    Path temp = orphan(begun("a"));
    Path stranger = Files.writeString(folder.resolve("BITABCD.tmp"), "not ours");
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    assertEquals(List.of(Leftover.Kind.ORPHANED_FILE, Leftover.Kind.OLD_ENTRY), kinds(plan));
    assertEquals(temp, plan.leftovers().get(0).file().orElseThrow());
    assertTrue(Files.exists(temp));
    assertEquals(
        List.of(Removal.Outcome.REMOVED, Removal.Outcome.REMOVED), outcomes(plan.carryOut()));
    assertFalse(Files.exists(temp));
    assertTrue(Files.exists(stranger));
    assertEquals(List.of(), ledger.entries());
  }

  @Test
  void aFileThatGotTheNameOfAnOldTemporaryOneIsSomebodyElses() throws Exception {
    Path temp = orphan(begun("a"));
    Files.move(temp, folder.resolve("taken"));
    Files.writeString(temp, "another job's");
    mock.time().advance(DAY.multipliedBy(4));
    assertEquals(List.of(Leftover.Kind.OLD_ENTRY), kinds(janitor().plan()));
    CleanUp plan = janitor().plan();
    plan.carryOut();
    assertEquals("another job's", Files.readString(temp));
  }

  @Test
  void aTemporaryFileInUseIsNoOrphanWhoeverNotedIt() throws Exception {
    Works.serve(mock, "a");
    BitsJob stranger = bits.createJob(Works.spec(folder, "a"));
    stranger.resume();
    stranger.await(Works.LONG);
    Path temp = stranger.files().get(0).temporaryFile().orElseThrow();
    LedgerEntry entry = LedgerEntry.of(Works.intent(folder, "a"), mock.time().now());
    FileNote wrong = FileNote.NONE.at(temp, FileStamp.identity(temp));
    ledger.files().write(entry.noting(List.of(wrong)));
    mock.time().advance(DAY.multipliedBy(4));
    assertEquals(List.of(Leftover.Kind.OLD_ENTRY), kinds(janitor().plan()));
    assertTrue(Files.exists(temp));
  }

  @Test
  void aFinalFileIsNeverDeleted() throws Exception {
    byte[] bytes = Works.serve(mock, "a");
    Begun begun = Works.begin(ledger, bits, Works.intent(folder, "a"));
    Works.complete(ledger, begun);
    ledger.told(begun.entry());
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    assertEquals(List.of(Leftover.Kind.OLD_ENTRY), kinds(plan));
    plan.carryOut();
    assertEquals(bytes.length, Files.size(folder.resolve("a")));
    assertEquals(List.of(), ledger.entries());
  }

  @Test
  void aJobThatOnlyOthersCanSeeKeepsItsFilesAndItsEntry() throws Exception {
    Begun begun = begun("a");
    Path temp = orphan(begun);
    mock.time().advance(DAY.multipliedBy(4));
    mock.script()
        .onCall("BitsManager.findJob")
        .refuse(new io.github.bits4j.error.HResult(0x80070005));
    assertEquals(List.of(), janitor().plan().leftovers());
    assertTrue(Files.exists(temp));
  }

  @Test
  void anotherBackendsWorkIsLeftAlone() throws Exception {
    LedgerEntry entry =
        LedgerEntry.of(Works.intent(folder, "a"), mock.time().now())
            .withJob(UUID.randomUUID(), "windows", mock.time().now());
    ledger.files().write(entry);
    mock.time().advance(DAY.multipliedBy(4));
    assertEquals(List.of(), janitor().plan().leftovers());
  }

  @Test
  void rubbishInTheLedgerIsDeletedWhenItIsOld() throws Exception {
    ledger.id();
    FileTime old = FileTime.from(mock.time().now().minus(DAY.multipliedBy(5)));
    FileTime young = FileTime.from(mock.time().now());
    Path draft = Files.writeString(ledger.folder().resolve("x.entry.new"), "half");
    Path damaged = Files.writeString(ledger.folder().resolve("x.entry.damaged-1"), "?");
    Path recent = Files.writeString(ledger.folder().resolve("y.entry.new"), "being written");
    Path foreign = Files.writeString(ledger.folder().resolve("readme.txt"), "of the user");
    Files.setLastModifiedTime(draft, old);
    Files.setLastModifiedTime(damaged, old);
    Files.setLastModifiedTime(foreign, old);
    Files.setLastModifiedTime(recent, young);
    CleanUp plan = janitor().plan();
    assertEquals(List.of(Leftover.Kind.RUBBISH, Leftover.Kind.RUBBISH), kinds(plan));
    plan.carryOut();
    assertFalse(Files.exists(draft));
    assertFalse(Files.exists(damaged));
    assertTrue(Files.exists(recent));
    assertTrue(Files.exists(foreign));
  }

  @Test
  void aClockThatWasSetBackMakesNothingOld() throws Exception {
    atRest("a");
    mock.time().setClock(DAY.multipliedBy(-400));
    assertEquals(List.of(), janitor().plan().leftovers());
  }

  @Test
  void oneThatCannotBeRemovedDoesNotKeepTheOthers() throws Exception {
    atRest("a");
    atRest("b");
    mock.time().advance(DAY.multipliedBy(4));
    CleanUp plan = janitor().plan();
    mock.script().onCall("BitsJob.cancel").refuse(BitsCode.DESTINATION_LOCKED.hresult());
    List<Removal> removals = plan.carryOut();
    assertEquals(List.of(Removal.Outcome.FAILED, Removal.Outcome.REMOVED), outcomes(removals));
    assertTrue(
        removals.get(0).reason().orElseThrow().contains("BG_E_DESTINATION_LOCKED"),
        removals.get(0).reason().get());
    assertEquals(1, bits.jobs().size());
    assertEquals(
        Stage.CANCELLED,
        assertInstanceOf(Recovered.Ended.class, ledger.recover(bits).get(0)).entry().stage());
  }

  @Test
  void askingForNonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> janitor().olderThan(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> janitor().atMost(-1));
    assertThrows(IllegalArgumentException.class, () -> janitor().roomFor(61));
  }
}
