package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that takes a call and does not answer. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HangingTest {
  private static final HResult ERROR_TIMEOUT = new HResult(0x800705B4);
  private static final JobSpec SPEC =
      JobSpec.download("job")
          .file(StubbedTest.REMOTE + "1", StubbedTest.LOCAL.resolveSibling("1"))
          .file(StubbedTest.REMOTE + "2", StubbedTest.LOCAL.resolveSibling("2"))
          .build();

  private final FakeBits engine = new FakeBits();
  private final StandingClock clock = new StandingClock();
  private final Apartment apartment = clock.apartment(4);
  private final StubBackedBits stub = StubBackedBits.over(engine).in(apartment);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Lets a method hang until {@link #end}. */
  private void hanging(String method) {
    stub.answering(
        method,
        (words, object) -> {
          hang();
          return object.getAsInt();
        });
  }

  /** Until {@link #end}, and longer than anybody waits. */
  private void hang() {
    clock.pass();
    WindowsManagerTest.join(goOn);
  }

  /** Lets everything go on, and waits until nothing is under way any more. */
  private void end(BitsManager bits) {
    goOn.countDown();
    while (apartment.free() < 4) {
      Thread.onSpinWait();
    }
    bits.close();
    stub.assertNothingLeaked();
    assertEquals(0, engine.openHandles(), "handles of the engine");
    stub.close();
  }

  private BitsUnavailableException abandoned(Runnable call) {
    Deadline deadline = new Deadline(StandingClock.PATIENCE, clock);
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, call::run);
    assertTrue(deadline.isOver());
    assertEquals(ERROR_TIMEOUT, e.hresult());
    return e;
  }

  @Test
  void theCallThatHangsIsNamed() {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    hanging("IBackgroundCopyJob::GetState");
    BitsUnavailableException e = abandoned(job::status);
    assertEquals("IBackgroundCopyJob::GetState", e.call());
    assertTrue(e.getMessage().contains("0x800705B4"), e.getMessage());
    assertTrue(e.getMessage().contains("restart the service"), e.getMessage());
    assertTrue(e.getMessage().contains("has not answered for 0.05s"), e.getMessage());
    end(bits);
  }

  /**
   * Every call of a job hangs once in each of the COM calls that it makes, all at the same time.
   */
  @Test
  void noCallOfAJobOutlastsItsDeadline() throws Exception {
    List<CompletableFuture<String>> all = new ArrayList<>();
    for (var call : JobCalls.ALL.entrySet()) {
      if (List.of("addFiles", "complete", "cancel").contains(call.getKey())) {
        continue; // These wait ten times as long: below.
      }
      all.add(
          CompletableFuture.supplyAsync(
              () -> hangingAt(call.getValue(), 1), task -> new Thread(task).start()));
      all.add(
          CompletableFuture.supplyAsync(
              () -> hangingAt(call.getValue(), 3), task -> new Thread(task).start()));
    }
    AtomicInteger hung = new AtomicInteger();
    for (CompletableFuture<String> one : all) {
      if (one.get().equals("hung")) {
        hung.incrementAndGet();
      }
    }
    assertTrue(hung.get() >= JobCalls.ALL.size() - 3, () -> "only " + hung);
    stub.close();
  }

  private static String hangingAt(Function<BitsJob, Object> call, int at) {
    FakeBits world = new FakeBits();
    StandingClock clock = new StandingClock();
    Apartment threads = clock.apartment(4);
    StubBackedBits com = StubBackedBits.over(world).in(threads);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    String result = "was too short";
    try (BitsManager bits = com.open(StandingClock.PATIENCE)) {
      BitsJob job = bits.createJob(SPEC);
      world.change(job.id(), item -> item.error = StubbedTest.NOT_FOUND);
      List<String> where = new ArrayList<>();
      com.disturbed(
          (method, made) -> {
            if (calls.incrementAndGet() == at) {
              where.add(method);
              clock.pass();
              WindowsManagerTest.join(end);
            }
            return made.getAsInt();
          });
      try {
        call.apply(job);
      } catch (BitsUnavailableException e) {
        assertEquals(ERROR_TIMEOUT, e.hresult());
        assertEquals(where.get(0).replaceAll("(IEnumBackgroundCopy)\\w+", "$1*"), e.call());
        result = "hung";
      }
      end.countDown();
      while (threads.free() < 4) {
        Thread.onSpinWait();
      }
    }
    com.assertNothingLeaked();
    assertEquals(0, world.openHandles(), "handles of the engine");
    com.close();
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"AddFileSet", "Complete", "Cancel"})
  void whereFilesAreMovedACallerWaitsLonger(String method) {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    hanging("IBackgroundCopyJob::" + method);
    Consumer<BitsJob> call =
        switch (method) {
          case "AddFileSet" ->
              it -> it.addFile(StubbedTest.REMOTE, StubbedTest.LOCAL.resolveSibling("3"));
          case "Complete" -> BitsJob::complete;
          default -> BitsJob::cancel;
        };
    BitsException e = abandoned(() -> call.accept(job));
    assertTrue(e.getMessage().contains("has not answered for 0.5s"), e.getMessage());
    end(bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IBackgroundCopyManager::CreateJob", "IBackgroundCopyJob::AddFileSet"})
  void aJobThatIsCreatedTooLateIsCancelled(String method) {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    hanging(method);
    assertEquals(
        method, assertThrows(BitsUnavailableException.class, () -> bits.createJob(SPEC)).call());
    goOn.countDown();
    while (apartment.free() < 4) {
      Thread.onSpinWait();
    }
    assertEquals(List.of(), engine.ids());
    end(bits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IBackgroundCopyManager::GetJob",
        "IBackgroundCopyManager::EnumJobs",
        "IEnumBackgroundCopyJobs::Next",
        "IBackgroundCopyJob::GetId"
      })
  void handlesThatComeTooLateAreClosed(String method) {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    UUID id = bits.createJob(SPEC).id();
    hanging(method);
    if (method.endsWith("GetJob")) {
      assertEquals(method, abandoned(() -> bits.job(id)).call());
    } else {
      assertEquals(
          method.replace("EnumBackgroundCopyJobs::Next", "Enumerator*::Next"),
          abandoned(bits::jobs).call());
    }
    goOn.countDown();
    while (apartment.free() < 4) {
      Thread.onSpinWait();
    }
    // One handle is left, which createJob gave.
    assertEquals(1, engine.openHandles());
    end(bits);
  }

  @Test
  void aConnectionThatComesTooLateIsGivenBack() {
    stub.activating(this::hang);
    abandoned(() -> stub.open(StandingClock.PATIENCE));
    goOn.countDown();
    while (apartment.free() < 4) {
      Thread.onSpinWait();
    }
    stub.assertNothingLeaked();
    stub.close();
  }

  @Test
  void nothingIsRepeatedForACallerWhoHasGone() {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    AtomicInteger resumed = new AtomicInteger();
    stub.answering(
        "IBackgroundCopyJob::Resume",
        (words, object) -> {
          if (resumed.incrementAndGet() > 1) {
            return object.getAsInt();
          }
          hang();
          stub.end(StubbedTest.RPC_SERVER_UNAVAILABLE);
          return StubbedTest.RPC_SERVER_UNAVAILABLE.value();
        });
    assertEquals("IBackgroundCopyJob::Resume", abandoned(job::resume).call());
    goOn.countDown();
    while (apartment.free() < 4) {
      Thread.onSpinWait();
    }
    assertEquals(1, resumed.get());
    assertEquals(JobState.SUSPENDED, job.state());
    end(bits);
  }

  @Test
  void threadsThatHangAreBoundedAndComeBack() {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    hanging("IBackgroundCopyJob::GetState");
    for (int i = 0; i < 4; i++) {
      abandoned(job::state);
    }
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, job::properties);
    assertEquals(ERROR_TIMEOUT, e.hresult());
    assertEquals("BitsJob.properties", e.call());
    assertEquals(0, apartment.free());
    // A handle is closed all the same; what hangs gives its references back when it ends.
    job.close();
    end(bits);
  }

  @Test
  void wordsAreFoundThoughTheServiceHangs() {
    BitsManager bits = stub.open(StandingClock.PATIENCE);
    hanging("IBackgroundCopyManager::GetErrorDescription");
    assertTrue(bits.describe(new HResult(0x80200001), Locale.US).contains("job"));
    end(bits);
  }

  @Test
  void noPatienceIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> stub.open(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> stub.open(Duration.ofSeconds(-1)));
    stub.open(Duration.ofSeconds(Long.MAX_VALUE)).close();
    stub.assertNothingLeaked();
    stub.close();
  }
}
