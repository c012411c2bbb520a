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
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HangingTest {
  private static final HResult ERROR_TIMEOUT = new HResult(0x800705B4);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final JobSpec SPEC =
      JobSpec.download("job")
          .file(StubbedTest.REMOTE + "1", StubbedTest.LOCAL.resolveSibling("1"))
          .file(StubbedTest.REMOTE + "2", StubbedTest.LOCAL.resolveSibling("2"))
          .build();

  private final FakeBits engine = new FakeBits();
  private final Apartment apartment = new Apartment(() -> {}, () -> Identity.PROCESS, 4);
  private final StubBackedBits stub = StubBackedBits.over(engine).in(apartment);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Lets a method hang until {@link #end}. */
  private void hanging(String method) {
    stub.answering(
        method,
        (words, object) -> {
          WindowsManagerTest.join(goOn);
          return object.getAsInt();
        });
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

  private static BitsUnavailableException abandoned(Runnable call) {
    long began = System.nanoTime();
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, call::run);
    assertTrue(System.nanoTime() - began >= PATIENCE.toNanos());
    assertEquals(ERROR_TIMEOUT, e.hresult());
    return e;
  }

  @Test
  void theCallThatHangsIsNamed() {
    BitsManager bits = connected(PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    hanging("IBackgroundCopyJob::GetState");
    BitsUnavailableException e = abandoned(job::status);
    assertEquals("IBackgroundCopyJob::GetState", e.call());
    assertTrue(e.getMessage().contains("0x800705B4"), e.getMessage());
    assertTrue(e.getMessage().contains("restart the service"), e.getMessage());
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
    Apartment threads = new Apartment(() -> {}, () -> Identity.PROCESS, 4);
    StubBackedBits com = StubBackedBits.over(world).in(threads);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    String result = "was too short";
    try (BitsManager bits = com.open(Duration.ofSeconds(3))) {
      BitsJob job = bits.createJob(SPEC);
      world.change(job.id(), item -> item.error = StubbedTest.NOT_FOUND);
      List<String> where = new ArrayList<>();
      com.disturbed(
          (method, made) -> {
            if (calls.incrementAndGet() == at) {
              where.add(method);
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
    Duration tenth = Duration.ofMillis(30);
    BitsManager bits = stub.open(Duration.ofSeconds(3));
    UUID id = bits.createJob(SPEC).id();
    BitsManager hasty = connected(tenth);
    BitsJob job = found(hasty, id);
    hanging("IBackgroundCopyJob::" + method);
    Consumer<BitsJob> call =
        switch (method) {
          case "AddFileSet" ->
              it -> it.addFile(StubbedTest.REMOTE, StubbedTest.LOCAL.resolveSibling("3"));
          case "Complete" -> BitsJob::complete;
          default -> BitsJob::cancel;
        };
    long began = System.nanoTime();
    BitsException e = assertThrows(BitsUnavailableException.class, () -> call.accept(job));
    assertEquals(ERROR_TIMEOUT, e.hresult());
    assertTrue(System.nanoTime() - began >= tenth.multipliedBy(10).toNanos());
    goOn.countDown();
    hasty.close();
    end(bits);
  }

  /** On a busy machine even a service that answers may be too slow for so little patience. */
  private BitsManager connected(Duration patience) {
    while (true) {
      try {
        return stub.open(patience);
      } catch (BitsUnavailableException again) {
        // as said
      }
    }
  }

  private static BitsJob found(BitsManager bits, UUID id) {
    while (true) {
      try {
        return bits.job(id);
      } catch (BitsUnavailableException again) {
        // as said
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"IBackgroundCopyManager::CreateJob", "IBackgroundCopyJob::AddFileSet"})
  void aJobThatIsCreatedTooLateIsCancelled(String method) {
    Duration patience = Duration.ofMillis(100);
    BitsManager bits = connected(patience);
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
    BitsManager bits = connected(PATIENCE);
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
    stub.activating(() -> WindowsManagerTest.join(goOn));
    abandoned(() -> stub.open(PATIENCE));
    goOn.countDown();
    while (apartment.free() < 4) {
      Thread.onSpinWait();
    }
    stub.assertNothingLeaked();
    stub.close();
  }

  @Test
  void nothingIsRepeatedForACallerWhoHasGone() {
    BitsManager bits = connected(PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    AtomicInteger resumed = new AtomicInteger();
    stub.answering(
        "IBackgroundCopyJob::Resume",
        (words, object) -> {
          if (resumed.incrementAndGet() > 1) {
            return object.getAsInt();
          }
          WindowsManagerTest.join(goOn);
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
    BitsManager bits = connected(PATIENCE);
    BitsJob job = bits.createJob(SPEC);
    hanging("IBackgroundCopyJob::GetState");
    for (int i = 0; i < 4; i++) {
      abandoned(job::state);
    }
    BitsUnavailableException e = abandoned(job::properties);
    assertEquals("BitsJob.properties", e.call());
    assertEquals(0, apartment.free());
    // A handle is closed all the same; what hangs gives its references back when it ends.
    job.close();
    end(bits);
  }

  @Test
  void wordsAreFoundThoughTheServiceHangs() {
    BitsManager bits = connected(PATIENCE);
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
