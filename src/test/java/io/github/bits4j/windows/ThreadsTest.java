package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** All kinds of threads, many of them. */
class ThreadsTest extends StubbedTest {
  private static final String NO_VIRTUAL_THREADS =
      "virtual threads need JDK 21; .ci/run runs this on the newest JDK it finds";

  @Test
  void noCallIsMadeByItsCaller() {
    BitsJob job = job();
    Set<String> callers = ConcurrentHashMap.newKeySet();
    stub.disturbed(
        (method, made) -> {
          callers.add(Thread.currentThread().getName());
          return made.getAsInt();
        });
    job.status();
    job.files().forEach(BitsFile::progress);
    bits.jobs();
    job.resume();
    assertEquals(Set.of("bits4j-com"), callers);
    assertNotEquals("bits4j-com", Thread.currentThread().getName());
  }

  @Test
  void aCallUnderWayIsMadeToItsEndThoughItsManagerIsClosed() throws Exception {
    BitsJob job = job();
    JobStatus undisturbed = job.status();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          inside.countDown();
          WindowsManagerTest.join(goOn);
          return object.getAsInt();
        });
    CompletableFuture<JobStatus> status = CompletableFuture.supplyAsync(job::status);
    inside.await();
    bits.close();
    goOn.countDown();
    assertEquals(undisturbed, status.get(60, TimeUnit.SECONDS));
  }

  @Test
  void closingAManagerWhileAllKindsOfCallsAreMadeIsSafe() throws Exception {
    for (int round = 0; round < 20; round++) {
      BitsManager manager = stub.open();
      WindowsJob job = (WindowsJob) manager.job(engine.ids().isEmpty() ? job().id() : first());
      List<Runnable> calls =
          List.of(
              job::status,
              () -> job.files().forEach(BitsFile::remoteName),
              () -> job.setDescription("x"),
              () -> manager.jobs().forEach(BitsJob::close),
              () -> manager.job(job.id()).close(),
              () ->
                  job.with(
                      IBackgroundCopyJob.IID_IBackgroundCopyJob,
                      IllegalStateException::new,
                      IBackgroundCopyJob::GetState),
              () -> manager.job(job.id()).properties(),
              job::properties);
      CountDownLatch warm = new CountDownLatch(calls.size());
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (Runnable call : calls) {
        callers.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    call.run();
                    warm.countDown();
                    while (true) {
                      call.run();
                    }
                  } catch (ClosedBitsException closed) {
                    // as it should be
                  }
                },
                task -> new Thread(task).start()));
      }
      assertTrue(warm.await(60, TimeUnit.SECONDS));
      manager.close();
      for (CompletableFuture<Void> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private java.util.UUID first() {
    return engine.ids().get(0);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NO_VIRTUAL_THREADS)
  void virtualThreadsCall() throws Exception {
    BitsJob job = job();
    try (Closer threads = new Closer(virtualThreads())) {
      List<Future<JobState>> states = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        states.add(threads.executor().submit(job::state));
      }
      for (Future<JobState> state : states) {
        assertEquals(JobState.SUSPENDED, state.get(60, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NO_VIRTUAL_THREADS)
  void aVirtualThreadThatWaitsForTheServiceIsNotPinned() throws Exception {
    BitsJob job = job();
    int more = Runtime.getRuntime().availableProcessors() + 8;
    CountDownLatch inside = new CountDownLatch(more);
    CountDownLatch goOn = new CountDownLatch(1);
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          inside.countDown();
          WindowsManagerTest.join(goOn);
          return object.getAsInt();
        });
    try (Closer threads = new Closer(virtualThreads())) {
      List<Future<JobState>> states = new ArrayList<>();
      for (int i = 0; i < more; i++) {
        states.add(threads.executor().submit(job::state));
      }
      assertTrue(inside.await(60, TimeUnit.SECONDS), "all of them are in a call");
      assertEquals(1, threads.executor().submit(() -> 1).get(60, TimeUnit.SECONDS));
      goOn.countDown();
      for (Future<JobState> state : states) {
        assertEquals(JobState.SUSPENDED, state.get(60, TimeUnit.SECONDS));
      }
    }
  }

  /** The language level has none yet. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private record Closer(ExecutorService executor) implements AutoCloseable {
    @Override
    public void close() {
      executor.shutdownNow();
    }
  }
}
