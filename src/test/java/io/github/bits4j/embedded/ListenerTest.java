package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Logged;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.ClosedBitsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what, when and where; and waiting. */
@Timeout(120)
final class ListenerTest {
  @TempDir Path folder;

  /** Writes down what it hears. */
  private static final class Diary implements JobListener {
    final List<String> entries = new ArrayList<>();
    BitsJob heardOf;

    @Override
    public void jobTransferred(BitsJob job, JobStatus status) {
      heardOf = job;
      entries.add("transferred " + status.state());
    }

    @Override
    public void jobError(BitsJob job, JobStatus status) {
      entries.add("error " + status.error().orElseThrow().hresult());
    }

    @Override
    public void jobModified(BitsJob job, JobStatus status) {
      entries.add("modified " + status.state());
    }
  }

  @Test
  void hearsOfChangesAtMostTwiceASecondAndOfTheEndAtOnce() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    Diary diary = new Diary();
    job.listen(diary, Runnable::run);
    job.setDescription("x");
    job.setDescription("y");
    job.resume();
    bench.at("a").connects(10);
    assertEquals(List.of("modified SUSPENDED"), diary.entries);
    bench.time.advance(Duration.ofMillis(500));
    assertEquals(List.of("modified SUSPENDED", "modified TRANSFERRING"), diary.entries);
    bench.at("a").moves(5);
    bench.at("a").finishes(10);
    assertEquals("transferred TRANSFERRED", diary.entries.get(2));
    assertSame(job, diary.heardOf);
    bench.time.advance(Duration.ofHours(1));
    assertEquals(3, diary.entries.size(), diary.entries::toString);
    bench.assertNothingLeftToDoFor(Duration.ofDays(89));
  }

  @Test
  void hearsOfErrorsButNotOfTransientOnes() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    Diary diary = new Diary();
    job.listen(diary, Runnable::run);
    job.resume();
    bench.time.advance(Duration.ofSeconds(1));
    bench.at("a").fails(Bench.PASSING);
    assertFalse(diary.entries.toString().contains("error"), diary.entries::toString);
    assertTrue(diary.entries.contains("modified TRANSIENT_ERROR"), diary.entries::toString);
    job.resume();
    bench.at("a").fails(Bench.LASTING);
    assertEquals("error 0x80190194", diary.entries.get(diary.entries.size() - 1));
  }

  @Test
  void aListenerThatComesLateHearsOfTheEndAllTheSame() {
    Bench bench = new Bench(folder);
    BitsJob done = bench.resumed("a");
    bench.at("a").succeeds(1);
    BitsJob failed = bench.resumed("b");
    bench.at("b").fails(Bench.LASTING);
    Diary diary = new Diary();
    done.listen(diary, Runnable::run);
    failed.listen(diary, Runnable::run);
    assertEquals(List.of("transferred TRANSFERRED", "error 0x80190194"), diary.entries);
  }

  @Test
  void aListenerThatThrowsDisturbsNobody() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.listen(
        new JobListener() {
          @Override
          public void jobModified(BitsJob j, JobStatus status) {
            throw new IllegalStateException("thrown by a test");
          }
        },
        Runnable::run);
    Diary diary = new Diary();
    job.listen(diary, Runnable::run);
    try (Logged logged = new Logged(Subscriber.class)) {
      job.resume();
      bench.at("a").succeeds(1);
      assertEquals("thrown by a test", logged.records.get(0).getThrown().getMessage());
    }
    assertTrue(diary.entries.contains("transferred TRANSFERRED"));
    assertEquals(JobState.TRANSFERRED, job.state());
  }

  @Test
  void aSlowListenerHasOneModificationWaitingAtMost() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    Diary diary = new Diary();
    Deque<Runnable> later = new ArrayDeque<>();
    job.listen(diary, later::add);
    for (int i = 0; i < 10; i++) {
      job.setDescription("d" + i);
      bench.time.advance(Duration.ofSeconds(1));
    }
    assertEquals(1, later.size());
    later.remove().run();
    assertEquals(List.of("modified SUSPENDED"), diary.entries);
  }

  @Test
  void aClosedSubscriptionOrHandleHearsNothing() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    BitsJob second = bench.bits.job(job.id());
    Diary diary = new Diary();
    Subscription subscription = job.listen(diary, Runnable::run);
    second.listen(diary, Runnable::run);
    subscription.close();
    subscription.close();
    second.close();
    job.resume();
    bench.at("a").succeeds(1);
    assertEquals(List.of(), diary.entries);
  }

  @Test
  void aListenerMayCompleteTheJob() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob j, JobStatus status) {
            j.complete();
          }
        },
        Runnable::run);
    job.resume();
    bench.at("a").succeeds(1);
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertEquals(List.of("a"), bench.names());
  }

  @Test
  void listenersNeverRunOnTheEnginesThread() throws Exception {
    try (BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      BitsJob job = bits.createJob(JobSpec.download("x").build());
      CompletableFuture<String> heard = new CompletableFuture<>();
      CountDownLatch blocked = new CountDownLatch(1);
      job.listen(
          new JobListener() {
            @Override
            public void jobModified(BitsJob j, JobStatus status) {
              heard.complete(Thread.currentThread().getName());
              try {
                blocked.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          },
          Runnable::run);
      job.setDescription("x");
      assertFalse(heard.get(60, TimeUnit.SECONDS).contains("engine"));
      // The listener is blocked; the engine is not.
      job.setDescription("y");
      assertEquals("y", job.properties().description().orElseThrow());
      blocked.countDown();
    }
  }

  // ---- Waiting ----

  private static CompletableFuture<JobStatus> waiting(BitsJob job, Duration atMost) {
    CompletableFuture<JobStatus> status = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                status.complete(job.await(atMost));
              } catch (InterruptedException | RuntimeException e) {
                status.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING && !status.isDone()) {
      Thread.onSpinWait();
    }
    return status;
  }

  @Test
  void awaitWaitsThroughTransientErrors() throws Exception {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    CompletableFuture<JobStatus> status = waiting(job, Duration.ofDays(1));
    bench.at("a").fails(Bench.PASSING);
    assertFalse(status.isDone());
    bench.time.advance(Duration.ofSeconds(600));
    bench.at("a").succeeds(1);
    assertEquals(JobState.TRANSFERRED, status.get(60, TimeUnit.SECONDS).state());
  }

  @Test
  void awaitEndsAtItsDeadlineWithWhatThereIs() throws Exception {
    Bench bench = new Bench(folder);
    BitsJob job = bench.resumed("a");
    CompletableFuture<JobStatus> status = waiting(job, Duration.ofSeconds(10));
    bench.time.advance(Duration.ofSeconds(10));
    assertEquals(JobState.CONNECTING, status.get(60, TimeUnit.SECONDS).state());
    assertEquals(JobState.SUSPENDED, bench.job("b").await(Duration.ofDays(1)).state());
  }

  @Test
  void closingTheManagerWakesWhoeverWaits() {
    Bench bench = new Bench(folder);
    CompletableFuture<JobStatus> status = waiting(bench.resumed("a"), Duration.ofDays(1));
    bench.bits.close();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> status.get(60, TimeUnit.SECONDS));
    assertTrue(e.getCause() instanceof ClosedBitsException, e::toString);
  }
}
