package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.stub.StubHeap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that ends, comes back, with its queue or without, or stays away. */
class RestartTest extends StubbedTest {
  private static final HResult DISCONNECTED = new HResult(0x80010108);
  private static final HResult CALL_FAILED = new HResult(0x800706BE);

  private static final List<HResult> CODES =
      List.of(
          DISCONNECTED,
          new HResult(0x800401FD),
          RPC_SERVER_UNAVAILABLE,
          new HResult(0x800706BF),
          CALL_FAILED);

  // ---- every call, every code

  /** How the service ends in a call: before it is made, or after. */
  private record End(HResult code, boolean made) {
    @Override
    public String toString() {
      return code + (made ? " after the call" : " before the call");
    }
  }

  /** A call that says that it was not made was not; of the other one nobody knows. */
  static List<End> ends() {
    List<End> ends = new ArrayList<>(CODES.stream().map(it -> new End(it, false)).toList());
    ends.add(new End(CALL_FAILED, true));
    return ends;
  }

  /** Ends the service in one call, whose number is counted from 1. */
  private static final class Ending implements StubHeap.Disturbance {
    private final StubBackedBits stub;
    private final int at;
    private final End end;
    private final AtomicInteger calls = new AtomicInteger();
    String method;

    Ending(StubBackedBits stub, int at, End end) {
      this.stub = stub;
      this.at = at;
      this.end = end;
    }

    @Override
    public int called(String name, java.util.function.IntSupplier call) {
      if (calls.incrementAndGet() != at) {
        return call.getAsInt();
      }
      method = name;
      if (end.made()) {
        stub.unheard(call);
      }
      stub.end(end.code());
      return end.code().value();
    }
  }

  static List<String> calls() {
    return List.copyOf(JobCalls.ALL.keySet());
  }

  /** What a call left: its result, and the job as the engine has it. */
  private record Outcome(Object result, List<String> files, Object properties, JobState state) {}

  private final class World implements AutoCloseable {
    final FakeBits world = new FakeBits();
    final StubBackedBits com = StubBackedBits.over(world);
    final BitsManager manager = com.open();
    final BitsJob job =
        manager.createJob(
            JobSpec.download("job")
                .file(REMOTE + "1", LOCAL.resolveSibling("1"))
                .file(REMOTE + "2", LOCAL.resolveSibling("2"))
                .build());
    private final BitsJob seen = world.job(job.id());

    World() {
      world.change(job.id(), item -> item.error = NOT_FOUND);
    }

    Outcome made(Function<BitsJob, Object> call) {
      Object result = call.apply(job);
      return new Outcome(
          result,
          seen.files().stream().map(BitsFile::remoteName).toList(),
          seen.properties(),
          seen.state());
    }

    @Override
    public void close() {
      com.disturbed(null);
      manager.close();
      seen.close();
      try {
        com.assertNothingLeaked();
        assertEquals(0, world.openHandles(), "handles of the engine");
      } finally {
        com.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aRestartInAnyCallIsNotNoticed(String name) {
    Function<BitsJob, Object> call = JobCalls.ALL.get(name);
    Outcome undisturbed;
    AtomicInteger count = new AtomicInteger();
    try (World world = new World()) {
      world.com.disturbed(
          (method, made) -> {
            count.incrementAndGet();
            return made.getAsInt();
          });
      undisturbed = world.made(call);
    }
    assertTrue(count.get() > 0);
    for (End end : ends()) {
      for (int at = 1; at <= count.get(); at++) {
        try (World world = new World()) {
          Ending ending = new Ending(world.com, at, end);
          world.com.disturbed(ending);
          Outcome disturbed = world.made(call);
          String where = end + " " + ending.method;
          assertNotNull(ending.method, where);
          assertEquals(undisturbed.result(), disturbed.result(), where);
          assertEquals(undisturbed.files(), disturbed.files(), where);
          assertEquals(undisturbed.properties(), disturbed.properties(), where);
          assertEquals(undisturbed.state(), disturbed.state(), where);
          assertEquals(2, world.com.attempts(), where);
        }
      }
    }
  }

  /** What the engine was told how often. */
  @ParameterizedTest
  @ValueSource(strings = {"resume", "suspend", "complete", "cancel", "addFiles"})
  void whatChangesAJobIsDoneOnce(String name) {
    String method =
        "IBackgroundCopyJob::"
            + (name.equals("addFiles")
                ? "AddFileSet"
                : Character.toUpperCase(name.charAt(0)) + name.substring(1));
    for (End end : ends()) {
      try (World world = new World()) {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        if (name.equals("suspend")) {
          world.job.resume();
        }
        world.com.answering(
            method,
            (words, object) -> {
              if (calls.incrementAndGet() > 1) {
                made.incrementAndGet();
                return object.getAsInt();
              }
              if (end.made()) {
                made.incrementAndGet();
                object.getAsInt();
              }
              world.com.end(end.code());
              return end.code().value();
            });
        JobCalls.ALL.get(name).apply(world.job);
        assertEquals(1, made.get(), end.toString());
      }
    }
  }

  // ---- endings whose answer was lost

  @ParameterizedTest
  @EnumSource(names = {"TRANSFERRED", "SUSPENDED"})
  void aCompletionThatNobodyHeardOfIsToldWithCaution(JobState before) {
    BitsJob job = job();
    engine.change(job.id(), item -> item.state = before);
    breakingOff("IBackgroundCopyJob::Complete", true);
    assertEquals(
        before == JobState.TRANSFERRED ? Completion.ALL : Completion.PARTIAL, job.complete());
  }

  @Test
  void aCancellationThatNobodyHeardOfIsToldWithCaution() {
    BitsJob job = job();
    breakingOff("IBackgroundCopyJob::Cancel", true);
    assertEquals(Completion.TEMP_FILES_LEFT, job.cancel());
    assertEquals(List.of(), engine.ids());
  }

  @Test
  void aServiceWithoutMemoryHasCompletedNothing() {
    BitsJob job = job();
    stub.wine();
    breakingOff("IBackgroundCopyJob::Complete", true);
    assertThrows(JobNotFoundException.class, job::complete);
  }

  /** Ends the service in the first call of a method. */
  private void breakingOff(String method, boolean made) {
    AtomicInteger calls = new AtomicInteger();
    stub.answering(
        method,
        (words, object) -> {
          if (calls.incrementAndGet() > 1) {
            return object.getAsInt();
          }
          if (made) {
            stub.unheard(object);
          }
          stub.end(CALL_FAILED);
          return CALL_FAILED.value();
        });
  }

  // ---- new jobs

  private static final JobSpec SPEC =
      JobSpec.download("new")
          .description("described")
          .priority(JobPriority.HIGH)
          .file(REMOTE, LOCAL)
          .file(REMOTE + "2", LOCAL.resolveSibling("b"))
          .build();

  @ParameterizedTest
  @MethodSource("ends")
  void aRestartWhileAJobIsCreatedLeavesOneJobOrSaysSo(End end) {
    List<String> doubts = new ArrayList<>();
    int calls = 4; // CreateJob, SetDescription, SetPriority, AddFileSet
    for (int at = 1; at <= calls; at++) {
      FakeBits world = new FakeBits();
      StubBackedBits com = StubBackedBits.over(world);
      BitsManager manager = com.open();
      Ending ending = new Ending(com, at, end);
      com.disturbed(ending);
      try (BitsJob job = manager.createJob(SPEC)) {
        com.disturbed(null);
        assertEquals(List.of(job.id()), world.ids());
        assertEquals(2, job.files().size());
        assertEquals(Optional.of("described"), job.properties().description());
        assertEquals(Optional.of(JobPriority.HIGH), job.properties().priority());
      } catch (BitsException e) {
        doubts.add(ending.method);
        assertEquals(CALL_FAILED, e.hresult());
        assertTrue(e.getMessage().contains("a job named 'new' may have been left"));
        assertEquals(end.made() ? 1 : 0, world.ids().size());
      }
      manager.close();
      com.assertNothingLeaked();
      com.close();
    }
    assertEquals(
        end.code().equals(CALL_FAILED) ? List.of("IBackgroundCopyManager::CreateJob") : List.of(),
        doubts);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aRestartWhileJobsAreListedIsNotNoticed(End end) {
    for (int i = 0; i < 40; i++) {
      bits.createJob(JobSpec.download("job " + i).build()).close();
    }
    for (int at = 1; at <= 43; at += 7) {
      stub.disturbed(new Ending(stub, at, end));
      List<BitsJob> jobs = bits.jobs();
      stub.disturbed(null);
      assertEquals(engine.ids(), jobs.stream().map(BitsJob::id).toList());
      jobs.forEach(BitsJob::close);
    }
  }

  // ---- a queue that is lost

  @Test
  void aJobThatTheServiceLostIsNotFoundAndTheManagerGoesOn() {
    BitsJob job = job();
    BitsFile file = job.files().get(0);
    FakeBits empty = new FakeBits();
    stub.end(RPC_SERVER_UNAVAILABLE);
    stub.engine(empty);
    for (Runnable call :
        List.<Runnable>of(job::state, job::status, job::resume, job::complete, file::progress)) {
      JobNotFoundException e = assertThrows(JobNotFoundException.class, call::run);
      assertTrue(
          e.getMessage()
              .contains("the BITS service was restarted and no longer knows job " + job.id()),
          e.getMessage());
    }
    assertEquals(List.of(), bits.jobs());
    BitsJob fresh = bits.createJob(SPEC);
    assertEquals(List.of(fresh.id()), empty.ids());
    assertEquals(JobState.SUSPENDED, fresh.state());
    assertEquals(2, stub.attempts());
    fresh.cancel();
  }

  @Test
  void aCancelledJobThatIsLostIsNoError() {
    BitsJob job = job();
    stub.end(RPC_SERVER_UNAVAILABLE);
    stub.engine(new FakeBits());
    // The call was surely not made: it is the caller who has to know that the job is gone.
    assertThrows(JobNotFoundException.class, job::cancel);
  }

  @Test
  void aFileThatIsGoneIsNotFound() {
    BitsJob job = job();
    BitsFile file = job.files().get(0);
    stub.end(DISCONNECTED);
    engine.change(job.id(), item -> item.files.clear());
    BitsException e = assertThrows(BitsException.class, file::progress);
    assertEquals(BitsCode.NOT_FOUND.hresult(), e.hresult());
    assertTrue(e.getMessage().contains("no longer has the file " + LOCAL), e.getMessage());
  }

  @Test
  void aFileIsFoundByItsNameWhereverItIs() {
    BitsJob job = bits.createJob(SPEC);
    List<BitsFile> files = job.files();
    stub.end(DISCONNECTED);
    engine.change(job.id(), item -> Collections.reverse(item.files));
    assertEquals(REMOTE, files.get(0).remoteName());
    assertEquals(REMOTE + "2", files.get(1).remoteName());
  }

  @Test
  void filesOfOneNameAreTakenByTheirPlace() {
    BitsJob job = bits.createJob(JobSpec.download("twins").build());
    for (int i = 0; i < 3; i++) {
      job.addFiles(List.of(new FileSpec(REMOTE + i, LOCAL)));
    }
    List<BitsFile> files = job.files();
    stub.end(DISCONNECTED);
    for (int i = 0; i < 3; i++) {
      assertEquals(REMOTE + i, files.get(i).remoteName());
    }
  }

  // ---- a service that stays away

  @Test
  void aServiceThatStaysAwayIsSaidSoon() {
    BitsJob job = job();
    stub.end(RPC_SERVER_UNAVAILABLE);
    HResult disabled = new HResult(0x80070422);
    stub.refusing(RPC_SERVER_UNAVAILABLE, RPC_SERVER_UNAVAILABLE, disabled, disabled);
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, job::state);
    assertEquals(RPC_SERVER_UNAVAILABLE, e.hresult());
    assertEquals("CoCreateInstance", e.call());
    assertEquals(3, stub.attempts());
    assertEquals(disabled, assertThrows(BitsUnavailableException.class, bits::jobs).hresult());
    assertEquals(disabled, assertThrows(BitsUnavailableException.class, job::resume).hresult());
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void aServiceThatEndsAgainAndAgainIsGivenUp() {
    BitsJob job = job();
    for (HResult code : CODES) {
      int before = stub.attempts();
      stub.answering(
          "IBackgroundCopyJob::GetState",
          (words, object) -> {
            stub.end(code);
            return code.value();
          });
      BitsUnavailableException e = assertThrows(BitsUnavailableException.class, job::state);
      assertEquals(code, e.hresult());
      assertEquals("IBackgroundCopyJob::GetState", e.call());
      stub.working("IBackgroundCopyJob::GetState");
      assertEquals(JobState.SUSPENDED, job.state());
      assertEquals(before + 2, stub.attempts());
    }
  }

  @Test
  void wordsAreFoundWithoutAService() {
    stub.end(RPC_SERVER_UNAVAILABLE);
    stub.refusing(new HResult(0x80070422), new HResult(0x80070422));
    assertFalse(bits.describe(E_FAIL, Locale.GERMANY).isBlank());
  }

  // ---- many at once

  @Test
  void manyThreadsShareOneConnection() throws Exception {
    List<BitsJob> jobs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      jobs.add(job());
    }
    for (int round = 1; round <= 10; round++) {
      stub.end(DISCONNECTED);
      CountDownLatch go = new CountDownLatch(1);
      List<CompletableFuture<JobState>> states = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        BitsJob job = jobs.get(i % jobs.size());
        states.add(
            CompletableFuture.supplyAsync(
                () -> {
                  WindowsManagerTest.join(go);
                  return job.state();
                },
                task -> new Thread(task).start()));
      }
      go.countDown();
      for (CompletableFuture<JobState> state : states) {
        assertEquals(JobState.SUSPENDED, state.get(60, TimeUnit.SECONDS));
      }
      assertEquals(1 + round, stub.attempts());
    }
  }

  @Test
  void aConnectionThatFailsFailsForAllWhoWait() throws Exception {
    BitsJob job = job();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stub.end(DISCONNECTED);
    stub.activating(
        () -> {
          inside.countDown();
          WindowsManagerTest.join(goOn);
        });
    stub.refusing(new HResult(0x80070422));
    List<CompletableFuture<Throwable>> failures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      failures.add(
          CompletableFuture.supplyAsync(
              () -> assertThrows(BitsException.class, job::state),
              task -> new Thread(task).start()));
    }
    inside.await();
    Link link = ((WindowsManager) bits).link();
    while (link.waiting() < 3) {
      Thread.onSpinWait();
    }
    stub.activating(() -> {});
    goOn.countDown();
    for (CompletableFuture<Throwable> failure : failures) {
      assertInstanceOf(BitsUnavailableException.class, failure.get(60, TimeUnit.SECONDS));
    }
    assertEquals(2, stub.attempts());
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void aConnectionThatHangsIsReplaced() throws Exception {
    StandingClock clock = new StandingClock();
    Apartment apartment = clock.apartment(64);
    CountDownLatch goOn = new CountDownLatch(1);
    try (BitsManager hasty = stub.in(apartment).open(StandingClock.PATIENCE)) {
      BitsJob job = hasty.createJob(SPEC);
      stub.end(DISCONNECTED);
      stub.activating(
          () -> {
            clock.pass();
            WindowsManagerTest.join(goOn);
          });
      BitsUnavailableException e = assertThrows(BitsUnavailableException.class, job::state);
      assertEquals(new HResult(0x800705B4), e.hresult());
      stub.activating(() -> {});
      assertEquals(JobState.SUSPENDED, job.state());
      goOn.countDown(); // what the first one brings now is given back
      assertEquals(JobState.SUSPENDED, job.state());
    }
    while (apartment.free() < 64) {
      Thread.onSpinWait();
    }
  }

  @Test
  void closingDuringARestartIsSafe() throws Exception {
    for (int round = 0; round < 30; round++) {
      BitsManager manager = stub.open();
      BitsJob job = manager.createJob(SPEC);
      List<BitsFile> files = job.files();
      CountDownLatch go = new CountDownLatch(1);
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int which = i;
        callers.add(
            CompletableFuture.runAsync(
                () -> {
                  WindowsManagerTest.join(go);
                  while (true) {
                    try {
                      switch (which % 3) {
                        case 0 -> job.status();
                        case 1 -> files.forEach(BitsFile::progress);
                        default -> manager.jobs().forEach(BitsJob::close);
                      }
                    } catch (ClosedBitsException closed) {
                      return;
                    } catch (BitsUnavailableException twiceInOneCall) {
                      // A slow call can meet two of the restarts.
                    }
                  }
                },
                task -> new Thread(task).start()));
      }
      go.countDown();
      for (int restart = 0; restart < 3; restart++) {
        stub.end(CODES.get((round + restart) % 4));
        job.state();
      }
      manager.close();
      for (CompletableFuture<Void> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
    }
  }

  // ---- what hangs on a job

  @Test
  void aListenerHearsOn() throws Exception {
    BitsJob job = job();
    CountDownLatch heard = new CountDownLatch(1);
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            heard.countDown();
          }
        },
        Runnable::run);
    stub.end(RPC_SERVER_UNAVAILABLE);
    engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
    assertTrue(heard.await(60, TimeUnit.SECONDS));
  }

  @Test
  void awaitWaitsOn() throws Exception {
    BitsJob job = job();
    job.resume();
    AtomicInteger looks = new AtomicInteger();
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          if (looks.incrementAndGet() == 2) {
            stub.end(DISCONNECTED);
            engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
            return DISCONNECTED.value();
          }
          return object.getAsInt();
        });
    assertEquals(JobState.TRANSFERRED, job.await(Duration.ofSeconds(60)).state());
  }

  @Test
  void anotherInterfaceIsAskedForOnceAConnection() {
    WindowsJob job = (WindowsJob) job();
    var own = IBackgroundCopyJob.IID_IBackgroundCopyJob;
    assertTrue(job.has(own));
    IBackgroundCopyJob first = job.with(own, IllegalStateException::new, it -> seen(it));
    assertEquals(first, job.with(own, IllegalStateException::new, it -> seen(it)));
    stub.end(DISCONNECTED);
    IBackgroundCopyJob second = job.with(own, IllegalStateException::new, it -> seen(it));
    assertTrue(first != second);
    assertTrue(((WindowsManager) bits).has(IBackgroundCopyManager.IID_IBackgroundCopyManager));
    assertTrue(
        ((WindowsFile) job.files().get(0))
            .has(io.github.bits4j.windows.com.IBackgroundCopyFile.IID_IBackgroundCopyFile));
  }

  private static IBackgroundCopyJob seen(IBackgroundCopyJob job) {
    job.GetState();
    return job;
  }

  @Test
  void aMissingInterfaceIsNoSignOfARestartNorTheOtherWayRound() {
    WindowsJob job = (WindowsJob) job();
    var later = IBackgroundCopyJob2.IID_IBackgroundCopyJob2;
    assertFalse(job.has(later));
    FeatureNotSupportedException absent = new FeatureNotSupportedException("x", "y");
    assertEquals(
        absent,
        assertThrows(
            FeatureNotSupportedException.class, () -> job.with(later, () -> absent, it -> 1)));
    assertEquals(1, stub.attempts());
    // A disconnected object lacks every interface.
    stub.end(RPC_SERVER_UNAVAILABLE);
    assertTrue(job.has(IBackgroundCopyJob.IID_IBackgroundCopyJob));
    assertEquals(2, stub.attempts());
    var queue = IBackgroundCopyManager.IID_IBackgroundCopyManager;
    stub.end(RPC_SERVER_UNAVAILABLE);
    assertTrue(((WindowsManager) bits).has(queue));
    assertFalse(((WindowsManager) bits).has(later));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aCallThatMustNotBeMadeTwiceIsNot(End end) {
    WindowsJob job = (WindowsJob) job();
    AtomicInteger made = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    stub.answering(
        "IBackgroundCopyJob::SetPriority",
        (words, object) -> {
          if (calls.incrementAndGet() > 1 || end.made()) {
            made.incrementAndGet();
            object.getAsInt();
          }
          if (calls.get() == 1) {
            stub.end(end.code());
            return end.code().value();
          }
          return 0;
        });
    Runnable once =
        () ->
            job.once(
                IBackgroundCopyJob.IID_IBackgroundCopyJob,
                IllegalStateException::new,
                it -> {
                  it.SetPriority(1);
                  return true;
                });
    if (end.code().equals(CALL_FAILED)) {
      BitsException e = assertThrows(BitsException.class, once::run);
      assertEquals(CALL_FAILED, e.hresult());
      assertTrue(e.getMessage().contains("may have taken effect"), e.getMessage());
      assertEquals(1, calls.get());
    } else {
      once.run();
      assertEquals(1, made.get());
    }
  }

  @Test
  void whatAJobNeedsIsDoneForEachOfItsConnections() {
    WindowsJob job = (WindowsJob) job();
    List<IBackgroundCopyJob> seen = new ArrayList<>();
    Runnable end = job.onConnected(it -> seen.add(seen(it)));
    job.state();
    assertEquals(1, seen.size());
    stub.end(DISCONNECTED);
    job.state();
    job.state();
    assertEquals(2, seen.size());
    end.run();
    stub.end(DISCONNECTED);
    job.state();
    assertEquals(2, seen.size());
    assertEquals(seen.size(), Arrays.stream(seen.toArray()).distinct().count());
  }

  @Test
  void whatCannotBeRenewedDoesNotStopACall() {
    Logger logger = Logger.getLogger(Remote.class.getName());
    logger.setUseParentHandlers(false);
    WindowsJob job = (WindowsJob) job();
    AtomicInteger runs = new AtomicInteger();
    job.onConnected(
        it -> {
          if (runs.incrementAndGet() > 1) {
            throw BitsException.of(E_FAIL, "SetNotifyInterface");
          }
        });
    stub.end(DISCONNECTED);
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(2, runs.get());
    logger.setUseParentHandlers(true);
    BitsException refused = BitsException.of(E_FAIL, "SetNotifyInterface");
    assertEquals(
        refused,
        assertThrows(
            BitsException.class,
            () ->
                job.onConnected(
                    it -> {
                      throw refused;
                    })));
  }

  @Test
  void aServiceThatEndsWhileAJobIsRenewedIsFoundAgain() {
    WindowsJob job = (WindowsJob) job();
    AtomicInteger runs = new AtomicInteger();
    job.onConnected(
        it -> {
          if (runs.incrementAndGet() == 2) {
            stub.end(DISCONNECTED);
          }
          seen(it);
        });
    stub.end(DISCONNECTED);
    // The call has met one end itself: the second one is its last. The next call finds the job.
    assertThrows(BitsUnavailableException.class, job::state);
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(3, runs.get());
    assertEquals(3, stub.attempts());
  }
}
