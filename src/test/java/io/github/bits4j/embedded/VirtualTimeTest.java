package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Time that passes when a test says so. */
@Timeout(120)
final class VirtualTimeTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  @TempDir Path folder;

  private final VirtualTime time = new VirtualTime(START);
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  private void after(int seconds, String what) {
    time.after(Duration.ofSeconds(seconds), () -> happened.add(what));
  }

  private BitsManager bits() {
    return EmbeddedBits.builder().inMemory().virtualTime(time).open();
  }

  /** A copy of a file on this machine, not resumed. */
  private BitsJob job(BitsManager bits, String name) throws Exception {
    Path source = folder.resolve("source of " + name);
    Files.write(source, new byte[100]);
    JobSpec spec =
        JobSpec.download(name).file(source.toUri().toString(), folder.resolve(name)).build();
    return bits.createJob(spec);
  }

  @Test
  void whatIsDueHappensInOrderAndNoSooner() {
    after(2, "second");
    after(1, "first");
    after(2, "third");
    after(5, "later");
    time.advance(Duration.ofMillis(1999));
    assertEquals(List.of("first"), happened);
    time.advance(Duration.ofMillis(1));
    assertEquals(List.of("first", "second", "third"), happened);
    assertEquals(Optional.of(Duration.ofSeconds(5)), time.nextDue());
    assertEquals(START.plusSeconds(2), time.now());
    assertTrue(time.advanceToNext());
    assertEquals(START.plusSeconds(5), time.now());
    assertFalse(time.advanceToNext());
    assertEquals(Optional.empty(), time.nextDue());
    assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
  }

  @Test
  void whatComesOfItIsPartOfIt() {
    time.after(
        Duration.ofSeconds(1),
        () -> {
          happened.add(time.elapsed().toString());
          after(1, "in the same advance");
          after(2, "not");
        });
    time.advance(Duration.ofSeconds(2));
    assertEquals(List.of("PT1S", "in the same advance"), happened);
  }

  @Test
  void whatIsForgottenDoesNotHappen() {
    Subscription due = time.after(Duration.ofSeconds(1), () -> happened.add("it"));
    due.close();
    due.close();
    time.advance(Duration.ofDays(1));
    assertEquals(List.of(), happened);
  }

  @Test
  void theClockOnTheWallMayBeSet() {
    Clock clock = time.clock();
    time.setClock(Duration.ofDays(-3));
    time.advance(Duration.ofHours(1));
    assertEquals(START.minus(Duration.ofDays(3)).plusSeconds(3600), clock.instant());
    assertEquals(Duration.ofHours(1), time.elapsed());
    assertEquals(clock.instant(), clock.withZone(ZoneId.of("Asia/Taipei")).instant());
    assertEquals(ZoneId.of("Z"), clock.getZone());
  }

  @Test
  void whatHappensInTimeDoesNotMoveIt() {
    time.after(
        Duration.ZERO,
        () -> {
          assertThrows(IllegalStateException.class, () -> time.advance(Duration.ZERO));
          happened.add("refused");
        });
    time.advance(Duration.ZERO);
    assertEquals(List.of("refused"), happened);
  }

  @Test
  void aQueueInAFolderIsOfAnotherTime() {
    EmbeddedBits.Builder builder =
        EmbeddedBits.builder().queue(folder.resolve("queue")).virtualTime(time);
    assertThrows(IllegalStateException.class, builder::open);
    assertFalse(Files.exists(folder.resolve("queue")));
  }

  @Test
  void nothingMovesBeforeTimeDoes() throws Exception {
    try (BitsManager bits = bits();
        BitsJob job = job(bits, "a")) {
      job.resume();
      assertEquals(JobState.CONNECTING, job.state());
      time.advance(Duration.ZERO);
      assertEquals(JobState.TRANSFERRED, job.state());
      job.complete();
    }
    assertEquals(100, Files.size(folder.resolve("a")));
    assertEquals(Optional.empty(), time.nextDue(), "a manager that is closed leaves nothing due");
  }

  @Test
  void severalMayWaitAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (BitsManager bits = bits()) {
      List<Future<JobState>> ends = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        BitsJob job = job(bits, "job " + i);
        job.resume();
        ends.add(threads.submit(() -> job.await(Duration.ofDays(1)).state()));
      }
      for (Future<JobState> end : ends) {
        assertEquals(JobState.TRANSFERRED, end.get(60, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void byHandOnlyTheTestMovesIt() throws Exception {
    time.byHand();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (BitsManager bits = bits()) {
      BitsJob job = job(bits, "a");
      job.resume();
      Future<JobStatus> status = threads.submit(() -> job.await(Duration.ofSeconds(7)));
      while (time.nextDue().filter(Duration.ofSeconds(7)::equals).isEmpty()) {
        Thread.onSpinWait();
      }
      assertFalse(status.isDone());
      assertEquals(Duration.ZERO, time.elapsed());
      time.advance(Duration.ZERO);
      assertEquals(JobState.TRANSFERRED, status.get(60, TimeUnit.SECONDS).state());
    } finally {
      threads.shutdown();
    }
  }

  // ---- Listeners ----

  private static JobListener on(Runnable transferred) {
    return new JobListener() {
      @Override
      public void jobTransferred(BitsJob job, JobStatus status) {
        transferred.run();
      }
    };
  }

  @Test
  void anExecutorThatTheTestDrainsIsNotWaitedForTwice() throws Exception {
    Deque<Runnable> later = new ArrayDeque<>();
    Executor drained = later::add;
    try (BitsManager bits = bits()) {
      for (String name : List.of("a", "b")) {
        BitsJob job = job(bits, name);
        job.listen(on(() -> happened.add(name)), drained);
        job.resume();
        time.advance(Duration.ZERO);
      }
      assertEquals(List.of(), happened);
      later.forEach(Runnable::run);
      assertEquals(List.of("a", "b"), happened);
    }
  }

  @Test
  void aListenerThatWaitsForTheTestIsNamed() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    VirtualTime impatient = new VirtualTime(START, Duration.ofSeconds(3));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    // One that does not begin soon enough would be taken for one that the test drains.
    Executor beginning =
        task -> {
          threads.execute(task);
          waitFor(heard);
        };
    Runnable listening =
        () -> {
          heard.countDown();
          waitFor(never);
        };
    try (BitsManager bits = EmbeddedBits.builder().inMemory().virtualTime(impatient).open()) {
      BitsJob job = job(bits, "a");
      job.listen(on(listening), beginning);
      job.resume();
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> impatient.advance(Duration.ZERO));
      assertTrue(e.getMessage().contains("VirtualTimeTest.waitFor"), e::getMessage);
      never.countDown();
      impatient.advance(Duration.ZERO);
    } finally {
      threads.shutdown();
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
