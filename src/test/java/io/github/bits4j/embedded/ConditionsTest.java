package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.CostPolicy.Cost;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the network, its cost, the owner and policies do to jobs. In virtual time. */
final class ConditionsTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  private static void assertHeld(BitsJob job, BitsCode code, WaitReason reason) {
    JobStatus status = job.status();
    assertEquals(JobState.TRANSIENT_ERROR, status.state());
    assertEquals(code.hresult(), status.error().orElseThrow().hresult());
    assertEquals(Optional.of(reason), status.waitReason());
    assertEquals(Optional.empty(), status.nextRetryTime(), "there is none");
    ErrorContext context =
        code == BitsCode.NETWORK_DISCONNECTED
            ? ErrorContext.GENERAL_TRANSPORT
            : ErrorContext.GENERAL_QUEUE_MANAGER;
    assertEquals(Optional.of(context), status.error().orElseThrow().context());
    assertEquals(Optional.empty(), status.error().orElseThrow().remoteName());
  }

  private static void assertOffline(BitsJob job) {
    assertHeld(job, BitsCode.NETWORK_DISCONNECTED, WaitReason.NETWORK);
  }

  private static int errorCount(BitsJob job) {
    return job.status().errorCount().orElseThrow();
  }

  // ---- The network ----

  @Test
  void withoutANetworkJobsWaitForItAndGoOnByThemselves() {
    BitsJob moving = bench.resumed("moving");
    BitsJob queued = bench.resumed("queued");
    BitsJob suspended = bench.job("suspended");
    ScriptedTransport.Go go = bench.at("moving").connects(10).moves(4);
    bench.conditions.setNetwork(false);
    assertTrue(go.stopped);
    assertOffline(moving);
    assertOffline(queued);
    assertEquals(JobState.SUSPENDED, suspended.state());
    assertEquals(4, moving.status().progress().orElseThrow().bytesTransferred());
    bench.time.advance(MONTH);
    assertOffline(moving);
    assertEquals(1, bench.far.count(), "no retry delay, no no-progress timeout");
    bench.conditions.setNetwork(true);
    assertEquals(JobState.CONNECTING, moving.state());
    assertEquals(JobState.QUEUED, queued.state());
    assertEquals(Optional.of(WaitReason.QUEUE), queued.status().waitReason());
    assertEquals(0, errorCount(moving) + errorCount(queued));
    bench.at("moving").connects(10, 4).finishes(10);
    assertEquals(JobState.TRANSFERRED, moving.state());
    assertEquals(Optional.empty(), moving.status().error());
  }

  @Test
  void aJobThatConnectsWaitsToo() {
    BitsJob job = bench.resumed("a");
    bench.conditions.setNetwork(false);
    assertOffline(job);
  }

  @Test
  void aJobResumedWithoutANetworkWaitsForIt() {
    bench.conditions.setNetwork(false);
    BitsJob job = bench.resumed("a");
    assertOffline(job);
    job.resume();
    assertOffline(job);
    assertEquals(0, bench.far.count());
    bench.conditions.setNetwork(true);
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void aNetworkThatComesQueuesWhateverWaitsWhateverItsError() {
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.conditions.setNetwork(false);
    assertEquals(Bench.PASSING.hresult(), job.error().hresult(), "it keeps its error");
    assertEquals(Optional.of(WaitReason.RETRY_DELAY), job.status().waitReason());
    bench.conditions.setNetwork(true);
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(1, errorCount(job));
  }

  @Test
  void aRetryThatIsDueWithoutANetworkWaitsForIt() {
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.conditions.setNetwork(false);
    bench.time.advance(Duration.ofMinutes(10));
    assertOffline(job);
    assertEquals(1, errorCount(job));
  }

  @Test
  void aNetworkThatWasThereCameFromNowhere() {
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.conditions.setNetwork(true);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
  }

  @Test
  void anOutageIsNoticedEvenIfItIsOverBeforeAnybodyLooks() {
    BitsJob failed = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    BitsJob moving = bench.resumed("b");
    ScriptedTransport.Go go = bench.at("b").connects(10);
    bench.agenda.call(
        () -> {
          bench.conditions.setNetwork(false);
          bench.conditions.setNetwork(true);
          return null;
        });
    assertTrue(go.stopped, "its connection may be gone");
    assertEquals(JobState.CONNECTING, failed.state());
    assertEquals(JobState.QUEUED, moving.state());
  }

  @Test
  void theRunOfTheNoProgressTimeoutEndsWithTheNextFailureOnly() {
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ofMinutes(20));
    job.resume();
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofMinutes(10));
    bench.conditions.setNetwork(false);
    bench.time.advance(MONTH);
    assertOffline(job);
    bench.conditions.setNetwork(true);
    assertEquals(JobState.CONNECTING, job.state());
    bench.at("a").fails(Bench.PASSING);
    assertEquals(JobState.ERROR, job.state());
  }

  @Test
  void whatIsKeptBackIsNoErrorEvenWhereEveryErrorIsFinal() {
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ZERO);
    job.resume();
    bench.conditions.setNetwork(false);
    job.setMinimumRetryDelay(Duration.ofSeconds(5));
    bench.time.advance(Duration.ofDays(1));
    assertOffline(job);
    bench.conditions.setNetwork(true);
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void whatIsKeptBackCanBeSuspendedAndEnded() {
    BitsJob job = bench.resumed("a");
    bench.conditions.setNetwork(false);
    job.suspend();
    assertEquals(JobState.SUSPENDED, job.state());
    bench.conditions.setNetwork(true);
    assertEquals(JobState.SUSPENDED, job.state());
    bench.conditions.setNetwork(false);
    job.resume();
    assertOffline(job);
    job.cancel();
    bench.conditions.setNetwork(true);
    bench.assertNothingLeftToDo();
  }

  @Test
  void timeWithoutANetworkIsNoTimeConnected() {
    BitsJob job = bench.job("a");
    job.options().setMaximumDownloadTime(Duration.ofHours(1));
    job.resume();
    bench.time.advance(Duration.ofMinutes(59));
    bench.conditions.setNetwork(false);
    bench.time.advance(MONTH);
    bench.conditions.setNetwork(true);
    bench.time.advance(Duration.ofMinutes(1));
    assertEquals(BitsCode.MAXDOWNLOAD_TIMEOUT.hresult(), job.error().hresult());
  }

  // ---- The cost ----

  @Test
  void everyCostIsHeldAgainstThePolicyOfTheJob() {
    for (Cost cost : Cost.values()) {
      for (CostPolicy policy :
          List.of(CostPolicy.ALWAYS, CostPolicy.STANDARD, CostPolicy.UNRESTRICTED)) {
        Bench here = new Bench(folder);
        BitsJob job = here.job("a");
        job.options().setCostPolicy(policy);
        job.resume();
        here.conditions.setCost(cost);
        if (policy.costs().contains(cost)) {
          assertEquals(JobState.CONNECTING, job.state(), policy + " " + cost);
        } else {
          assertHeld(job, BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY, WaitReason.COST);
        }
        here.conditions.setCost(Cost.UNRESTRICTED);
        assertEquals(JobState.CONNECTING, job.state());
        job.cancel();
      }
    }
  }

  @Test
  void aCongestedNetworkIsForThoseThatDoNotMind() {
    BitsJob patient = bench.job("a");
    patient.options().setCostPolicy(CostPolicy.of(EnumSet.allOf(Cost.class), false));
    patient.resume();
    bench.conditions.setCongested(true);
    assertHeld(patient, BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY, WaitReason.COST);
    BitsJob robust = bench.resumed("b");
    assertEquals(JobState.CONNECTING, robust.state());
    bench.conditions.setCongested(false);
    assertEquals(JobState.QUEUED, patient.state());
  }

  @Test
  void aNewCostPolicyHoldsAtOnce() {
    bench.conditions.setCost(Cost.ROAMING);
    BitsJob job = bench.resumed("a");
    assertEquals(JobState.CONNECTING, job.state());
    job.options().setCostPolicy(CostPolicy.NOT_ROAMING);
    assertHeld(job, BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY, WaitReason.COST);
    job.options().setCostPolicy(CostPolicy.ALWAYS);
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void aPolicyThatExcludesAnUnknownCostIsTakenAtItsWord() {
    BitsJob job = bench.job("a");
    job.options().setCostPolicy(CostPolicy.of(Set.of(Cost.ROAMING), true));
    job.resume();
    assertHeld(job, BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY, WaitReason.COST);
    bench.conditions.setCost(Cost.ROAMING);
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void aJobThatIsKeptBackHoldsNobodyUp() {
    BitsJob high = bench.job(JobPriority.HIGH, "high");
    high.options().setCostPolicy(CostPolicy.UNRESTRICTED);
    high.resume();
    BitsJob low = bench.job(JobPriority.LOW, "low");
    low.resume();
    assertEquals(JobState.QUEUED, low.state());
    bench.conditions.setCost(Cost.USAGE_BASED);
    assertEquals(JobState.CONNECTING, low.state());
    bench.conditions.setCost(Cost.UNRESTRICTED);
    assertEquals(JobState.CONNECTING, high.state());
    assertEquals(JobState.QUEUED, low.state());
  }

  // ---- The owner ----

  @Test
  void withoutTheirOwnerJobsAreQueuedInTheForegroundToo() {
    BitsJob background = bench.resumed("background");
    BitsJob foreground = bench.job(JobPriority.FOREGROUND, "foreground");
    foreground.resume();
    bench.at("foreground").connects(10).moves(3);
    bench.conditions.setLoggedOn(false);
    for (BitsJob job : List.of(background, foreground)) {
      assertEquals(JobState.QUEUED, job.state());
      assertEquals(Optional.of(WaitReason.LOGON), job.status().waitReason());
      assertEquals(Optional.empty(), job.status().error(), "it is no error");
    }
    BitsJob later = bench.resumed("later");
    assertEquals(Optional.of(WaitReason.LOGON), later.status().waitReason());
    bench.time.advance(MONTH);
    assertEquals(2, bench.far.count());
    bench.conditions.setLoggedOn(true);
    assertEquals(JobState.CONNECTING, background.state());
    assertEquals(JobState.CONNECTING, foreground.state());
    assertEquals(Optional.of(WaitReason.QUEUE), later.status().waitReason());
  }

  @Test
  void aRetryThatIsDueWithoutTheOwnerWaitsForHim() {
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.PASSING);
    bench.conditions.setLoggedOn(false);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertEquals(Optional.of(WaitReason.RETRY_DELAY), job.status().waitReason());
    bench.time.advance(Duration.ofMinutes(10));
    assertEquals(JobState.QUEUED, job.state());
    assertEquals(Optional.of(WaitReason.LOGON), job.status().waitReason());
    bench.conditions.setLoggedOn(true);
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void aListenerHearsThatTheOwnerCameAndWent() {
    bench.resumed("first");
    BitsJob job = bench.resumed("a");
    List<WaitReason> heard = new ArrayList<>();
    job.listen(
        new JobListener() {
          @Override
          public void jobModified(BitsJob j, JobStatus status) {
            heard.add(status.waitReason().orElseThrow());
          }
        },
        Runnable::run);
    bench.conditions.setLoggedOn(false);
    bench.time.advance(Duration.ofSeconds(1));
    bench.conditions.setLoggedOn(true);
    assertEquals(List.of(WaitReason.LOGON, WaitReason.QUEUE), heard);
  }

  // ---- Policies, battery, games ----

  @TestFactory
  List<DynamicTest> everyBlock() {
    return List.of(
        block(BitsCode.BLOCKED_BY_POLICY, WaitReason.POLICY, false),
        block(BitsCode.BLOCKED_BY_BACKGROUND_ACCESS_POLICY, WaitReason.POLICY, false),
        block(BitsCode.BLOCKED_BY_SYSTEM_POLICY, WaitReason.POLICY, true),
        block(BitsCode.BLOCKED_BY_GAME_MODE, WaitReason.GAME_MODE, true),
        block(BitsCode.STANDBY_MODE, WaitReason.POLICY, true),
        block(BitsCode.BLOCKED_BY_BATTERY_POLICY, WaitReason.BATTERY, true),
        block(BitsCode.BLOCKED_BY_BATTERY_SAVER, WaitReason.BATTERY, true));
  }

  private DynamicTest block(BitsCode code, WaitReason reason, boolean foregroundToo) {
    return DynamicTest.dynamicTest(
        code.name(),
        () -> {
          Bench here = new Bench(folder);
          BitsJob background = here.resumed("b");
          BitsJob foreground = here.job(JobPriority.FOREGROUND, "f");
          foreground.resume();
          here.conditions.block(code);
          assertHeld(background, code, reason);
          if (foregroundToo) {
            assertHeld(foreground, code, reason);
          } else {
            assertEquals(JobState.CONNECTING, foreground.state());
          }
          here.time.advance(MONTH);
          assertHeld(background, code, reason);
          assertEquals(0, errorCount(background) + errorCount(foreground));
          here.conditions.unblock(code);
          assertEquals(JobState.CONNECTING, background.state());
          assertEquals(JobState.CONNECTING, foreground.state());
        });
  }

  @Test
  void aJobThatComesToTheForegroundIsNotBlockedByBackgroundPolicyAnyMore() {
    BitsJob job = bench.resumed("a");
    bench.conditions.block(BitsCode.BLOCKED_BY_POLICY);
    assertHeld(job, BitsCode.BLOCKED_BY_POLICY, WaitReason.POLICY);
    job.setPriority(JobPriority.FOREGROUND);
    assertEquals(JobState.CONNECTING, job.state());
    job.setPriority(JobPriority.LOW);
    assertHeld(job, BitsCode.BLOCKED_BY_POLICY, WaitReason.POLICY);
  }

  @Test
  void whenOneHindranceGoesTheNextIsTold() {
    BitsJob job = bench.resumed("a");
    bench.conditions.block(BitsCode.BLOCKED_BY_GAME_MODE);
    bench.conditions.setNetwork(false);
    assertHeld(job, BitsCode.BLOCKED_BY_GAME_MODE, WaitReason.GAME_MODE);
    bench.conditions.block(BitsCode.BLOCKED_BY_BATTERY_SAVER);
    bench.conditions.unblock(BitsCode.BLOCKED_BY_GAME_MODE);
    assertOffline(job);
    bench.conditions.setNetwork(true);
    assertHeld(job, BitsCode.BLOCKED_BY_BATTERY_SAVER, WaitReason.BATTERY);
    bench.conditions.setLoggedOn(false);
    bench.conditions.unblock(BitsCode.BLOCKED_BY_BATTERY_SAVER);
    assertEquals(Optional.of(WaitReason.LOGON), job.status().waitReason());
    assertEquals(1, bench.far.count());
    bench.conditions.setLoggedOn(true);
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(0, errorCount(job));
  }

  @Test
  void onlyWhatBlocksCanBlock() {
    for (BitsCode code : BitsCode.values()) {
      boolean blocks =
          code.name().startsWith("BLOCKED_BY_") && code != BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY
              || code == BitsCode.STANDBY_MODE;
      if (blocks) {
        bench.conditions.block(code);
        bench.conditions.unblock(code);
      } else {
        assertThrows(IllegalArgumentException.class, () -> bench.conditions.block(code));
        assertThrows(IllegalArgumentException.class, () -> bench.conditions.unblock(code));
      }
    }
    assertThrows(NullPointerException.class, () -> bench.conditions.setCost(null));
    assertThrows(NullPointerException.class, () -> bench.conditions.block(null));
  }

  // ---- Engines ----

  @Test
  void aQueueThatIsNotRunLooksAtNoConditions() {
    Bench looking = new Bench(folder, new MemoryStore(), new LocalFiles(), false);
    looking.conditions.setNetwork(false);
    BitsJob job = looking.resumed("a");
    assertEquals(JobState.QUEUED, job.state());
  }

  @Test
  void whoeverRunsTheQueueNextHasConditionsOfItsOwn() throws Exception {
    Path file = Files.createDirectory(folder.resolve("queue")).resolve("queue.db");
    Bench first = new Bench(folder, SqliteStore.open(file), new LocalFiles(), true);
    UUID held = first.resumed("a").id();
    first.at("a").connects(10);
    first.conditions.setNetwork(false);
    first.bits.close();
    first.conditions.setNetwork(true);
    Bench second = new Bench(folder, SqliteStore.open(file), new LocalFiles(), true);
    BitsJob job = second.bits.job(held);
    assertEquals(JobState.CONNECTING, job.state());
    assertEquals(BitsCode.NETWORK_DISCONNECTED.hresult(), job.error().hresult());
    second.at("a").fails(Bench.PASSING);
    second.bits.close();
    Bench third = new Bench(folder, SqliteStore.open(file), new LocalFiles(), true);
    assertEquals(JobState.TRANSIENT_ERROR, third.bits.job(held).state());
    assertEquals(0, third.far.count(), "it waits for its retry as before");
    third.bits.close();
  }

  @Test
  void otherProcessesSeeWhatTheConditionsOfTheRunnerDo() {
    Conditions ofTheRunner = new Conditions();
    Conditions ofTheGuest = new Conditions();
    ofTheRunner.setNetwork(false);
    Path queue = folder.resolve("queue");
    try (BitsManager runner = EmbeddedBits.builder().queue(queue).conditions(ofTheRunner).open();
        BitsManager guest =
            EmbeddedBits.builder().queue(queue).running(false).conditions(ofTheGuest).open()) {
      assertEquals(List.of(), runner.jobs());
      BitsJob job =
          guest.createJob(
              JobSpec.download("x").file("http://far.invalid/", folder.resolve("a")).build());
      job.options().setCostPolicy(CostPolicy.UNRESTRICTED);
      job.resume();
      assertOffline(job);
      ofTheRunner.setCost(Cost.USAGE_BASED);
      ofTheRunner.setNetwork(true);
      // A call that changes something comes after what was said before it.
      job.setDescription("x");
      assertHeld(job, BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY, WaitReason.COST);
      ofTheGuest.setNetwork(false);
      ofTheRunner.setLoggedOn(false);
      ofTheRunner.setCost(Cost.UNRESTRICTED);
      job.setDescription("y");
      assertEquals(JobState.QUEUED, job.state());
      assertEquals(Optional.of(WaitReason.LOGON), job.status().waitReason());
    }
  }

  @Test
  void severalEnginesMayHaveTheSameConditions() throws Exception {
    Conditions conditions = new Conditions();
    Path source = Files.writeString(folder.resolve("source"), "text");
    conditions.setNetwork(false);
    try (BitsManager one = EmbeddedBits.builder().inMemory().conditions(conditions).open();
        BitsManager other = EmbeddedBits.builder().inMemory().conditions(conditions).open()) {
      List<BitsJob> jobs = new ArrayList<>();
      for (BitsManager bits : List.of(one, other)) {
        BitsJob job =
            bits.createJob(
                JobSpec.download("x")
                    .file(source.toString(), folder.resolve("target" + jobs.size()))
                    .build());
        job.resume();
        assertOffline(job);
        jobs.add(job);
      }
      conditions.setNetwork(true);
      for (BitsJob job : jobs) {
        assertEquals(JobState.TRANSFERRED, job.await(Duration.ofSeconds(60)).state());
      }
    }
    conditions.setNetwork(false);
    assertFalse(conditions.now().network());
    assertTrue(conditions.toString().startsWith("Conditions[network=false,"));
  }
}
