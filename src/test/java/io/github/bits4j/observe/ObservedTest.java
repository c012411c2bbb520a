package io.github.bits4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Logged;
import io.github.bits4j.Observations;
import io.github.bits4j.Subscription;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.testing.MockBits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of what, when, and what a slow or faulty observer does to others. */
@Timeout(60)
@SuppressWarnings("try") // what is installed does its work by being there
class ObservedTest {
  private static final String LOGGER = "io.github.bits4j.observe";
  private static final String URL = "http://example.org/a";
  private static final List<String> WHOLE_LIFE =
      List.of(
          "null -> SUSPENDED",
          "SUSPENDED -> QUEUED",
          "QUEUED -> CONNECTING",
          "CONNECTING -> TRANSFERRING",
          "TRANSFERRING -> TRANSFERRED",
          "TRANSFERRED -> ACKNOWLEDGED");

  @TempDir private Path folder;

  private UUID wholeLife() throws InterruptedException {
    try (MockBits mock = MockBits.start()) {
      mock.network().serve(URL, 1000);
      BitsJob job =
          mock.manager().createJob(JobSpec.download("a").file(URL, folder.resolve("a")).build());
      job.resume();
      job.await(Duration.ofDays(1));
      job.complete();
      return job.id();
    }
  }

  // ---- what is told

  @Test
  void everyChangeOfADownloadIsToldOnceAndInOrder() throws Exception {
    Observations seen = new Observations();
    UUID id = wholeLife();
    seen.close();
    assertEquals(WHOLE_LIFE, seen.steps());
    assertEquals(List.of(id), seen.changes.stream().map(ObservedChange::job).distinct().toList());
    ObservedChange last = seen.changes.get(4);
    assertEquals(1000, last.progress().orElseThrow().bytesTransferred());
    assertEquals(1000, last.progress().orElseThrow().bytesTotal().orElseThrow());
  }

  @Test
  void theLogHasOneLineForEach() throws Exception {
    try (Logged logged = new Logged(LOGGER, Level.ALL)) {
      UUID id = wholeLife();
      Told.everything();
      assertEquals(
          List.of(
              "job " + id + ": created, SUSPENDED, waits: SUSPENDED, 0 bytes",
              "job " + id + ": SUSPENDED -> QUEUED, waits: QUEUE, 0 bytes",
              "job " + id + ": QUEUED -> CONNECTING, 0 bytes",
              "job " + id + ": CONNECTING -> TRANSFERRING, 0 of 1000 bytes",
              "job " + id + ": TRANSFERRING -> TRANSFERRED, 1000 of 1000 bytes",
              "job " + id + ": TRANSFERRED -> ACKNOWLEDGED, 1000 of 1000 bytes"),
          logged.messages());
      assertEquals(
          List.of(Level.FINE),
          logged.records.stream().map(LogRecord::getLevel).distinct().toList());
    }
  }

  @Test
  void aFailureHasItsCodeInTheLine() throws Exception {
    UUID id;
    try (Logged logged = new Logged(LOGGER, Level.ALL)) {
      try (MockBits mock = MockBits.start()) {
        mock.network().serve("http://example.org/", 1);
        BitsJob job =
            mock.manager().createJob(JobSpec.download("a").file(URL, folder.resolve("a")).build());
        id = job.id();
        job.resume();
        job.await(Duration.ofDays(1));
        job.cancel();
      }
      Told.everything();
      assertEquals(
          "job " + id + ": CONNECTING -> ERROR, BG_E_HTTP_ERROR_404 (0x80190194), 0 bytes",
          logged.messages().get(3));
    }
  }

  @Test
  void aTransferIsToldWhenItHasEnded() {
    UUID id = UUID.randomUUID();
    Observations seen = new Observations();
    Observed.transfer().ended(Optional.of(id), 42, Optional.empty());
    Observed.transfer()
        .ended(
            Optional.of(id), 7, Optional.of(BitsException.of(BitsCode.EMPTY.hresult(), "a call")));
    Observed.transfer().ended(Optional.empty(), 0, Optional.of(new IllegalStateException()));
    seen.close();
    assertEquals(
        List.of(
            "42 true Optional.empty",
            "7 false Optional[BG_E_EMPTY (0x80200003)]",
            "0 false Optional.empty"),
        seen.transfers.stream()
            .map(it -> it.bytes() + " " + it.succeeded() + " " + it.fault())
            .toList());
  }

  // ---- who is told

  @Test
  void everybodyIsToldUntilTheyLeave() {
    Observations first = new Observations();
    Observations second = new Observations();
    change();
    first.close();
    change();
    second.close();
    change();
    assertEquals(1, first.changes.size());
    assertEquals(2, second.changes.size());
  }

  private static void change() {
    Observed.change(
        new ObservedChange(
            UUID.randomUUID(),
            Optional.empty(),
            JobState.SUSPENDED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void whoWasNotThereIsNotToldAfterwards() {
    CountDownLatch goOn = new CountDownLatch(1);
    Subscription slow = BitsObservation.install(slow(goOn, new ArrayList<>()));
    change();
    change();
    Observations late = new Observations();
    goOn.countDown();
    late.close();
    slow.close();
    assertEquals(List.of(), late.changes);
  }

  /** A hook that gets on only when somebody waits for it in {@code close()}. */
  @Test
  void theManagerThatIsClosedHasEverythingTold() {
    Thread closing = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger told = new AtomicInteger();
    Subscription metrics =
        BitsObservation.install(
            new BitsMetrics() {
              @Override
              public void stateChanged(ObservedChange change) {
                while (!over.get() && !isSettling(closing)) {
                  Thread.onSpinWait();
                }
                told.incrementAndGet();
              }
            });
    long settling = Teller.longestSettlingMillis;
    Teller.longestSettlingMillis = 30_000;
    try (BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      bits.createJob(JobSpec.download("x").build());
    } finally {
      Teller.longestSettlingMillis = settling;
    }
    int atTheEnd = told.get();
    over.set(true);
    metrics.close();
    assertEquals(1, atTheEnd);
  }

  private static boolean isSettling(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(Teller.class.getName()));
  }

  @Test
  void whoLeftIsToldNothingMoreHoweverLate() {
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> told = new CopyOnWriteArrayList<>();
    Subscription slow = BitsObservation.install(slow(goOn, told));
    change();
    change();
    slow.close(); // in vain, after a second
    goOn.countDown();
    try (Observations next = new Observations()) {
      change();
    }
    assertTrue(told.size() <= 1, told::toString);
  }

  @Test
  void anErrorThatIsOverIsNoneOfTheChange() {
    JobError before =
        new JobError(
            Fault.of(BitsCode.NOT_FOUND.hresult()),
            5,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "");
    for (JobState state : List.of(JobState.QUEUED, JobState.ERROR)) {
      JobStatus status =
          new JobStatus(
              state,
              Optional.empty(),
              Optional.empty(),
              OptionalInt.empty(),
              Optional.of(before),
              Optional.empty(),
              Optional.empty());
      assertEquals(
          state == JobState.ERROR,
          ObservedChange.of(UUID.randomUUID(), Optional.empty(), status).fault().isPresent());
    }
  }

  @Test
  void whileNobodyObservesNothingIsGathered() {
    assertFalse(Observed.calls());
    assertFalse(Observed.changes(), "no level that is read by default");
    try (Logged logged = new Logged(LOGGER, Level.FINE)) {
      assertTrue(Observed.changes());
      assertFalse(Observed.calls());
    }
    try (Observations any = new Observations()) {
      assertTrue(Observed.calls());
      assertTrue(Observed.changes());
    }
    assertFalse(Observed.changes());
  }

  // ---- observers that are slow, or mistaken

  @Test
  void aHookThatThrowsStopsNobodyAndIsWarnedOfOnce() throws Exception {
    BitsMetrics mistaken =
        new BitsMetrics() {
          @Override
          public void called(ObservedCall call) {
            throw new IllegalStateException("a hook's own mistake");
          }

          @Override
          public void stateChanged(ObservedChange change) {
            throw new AssertionError("another one");
          }
        };
    try (Logged logged = new Logged(LOGGER, Level.INFO)) {
      Observations seen = new Observations();
      try (Subscription first = BitsObservation.install(mistaken)) {
        wholeLife();
      }
      seen.close();
      assertEquals(WHOLE_LIFE, seen.steps());
      assertTrue(seen.names().contains("BitsJob.complete"), seen.names()::toString);
      assertEquals(1, logged.records.size(), logged.messages()::toString);
      assertEquals(Level.WARNING, logged.records.get(0).getLevel());
      assertTrue(logged.messages().get(0).endsWith(" has thrown"), logged.messages()::toString);
      assertNotNull(logged.records.get(0).getThrown());
    }
  }

  private static BitsMetrics slow(CountDownLatch goOn, List<String> threads) {
    return new BitsMetrics() {
      @Override
      public void stateChanged(ObservedChange change) {
        Thread here = Thread.currentThread();
        threads.add(here.getName() + " " + here.isDaemon());
        await(goOn);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSlowHookHoldsUpNoTransfer() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> threads = new ArrayList<>();
    Subscription slow = BitsObservation.install(slow(goOn, threads));
    downloadForReal();
    goOn.countDown();
    Told.everything();
    slow.close();
    assertEquals(List.of("bits4j-observe true"), threads.stream().distinct().toList());
  }

  @Test
  void aSlowLogHoldsUpNoTransferAndRunsOnNoThreadOfTheEngine() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    Logger logger = Logger.getLogger(LOGGER);
    Handler slow =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            threads.add(Thread.currentThread());
            ObservedTest.await(goOn);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    try (Logged logged = new Logged(LOGGER, Level.ALL)) {
      logger.addHandler(slow);
      downloadForReal();
      goOn.countDown();
      Told.everything();
      assertEquals(6, logged.records.size(), logged.messages()::toString);
      threads.forEach(it -> assertNotSame(Thread.currentThread(), it));
    } finally {
      logger.removeHandler(slow);
    }
  }

  /** In real time, by the engine's own threads; its manager is not closed before the end. */
  private void downloadForReal() throws Exception {
    Path source = Files.write(folder.resolve("source"), new byte[100_000]);
    BitsManager bits = EmbeddedBits.builder().inMemory().open();
    BitsJob job =
        bits.createJob(
            JobSpec.download("x").file(source.toUri().toString(), folder.resolve("b")).build());
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(Duration.ofSeconds(50)).state());
    job.complete();
    assertEquals(100_000, Files.size(folder.resolve("b")));
  }

  @Test
  void aManagerIsClosedThoughAnObserverHangs() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Subscription hanging = BitsObservation.install(slow(goOn, new ArrayList<>()));
    try (BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      bits.createJob(JobSpec.download("x").build());
    }
    goOn.countDown();
    hanging.close();
  }

  @Test
  void whatFindsNoRoomIsCounted() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Told.everything();
    try (Logged logged = new Logged(LOGGER, Level.WARNING)) {
      Subscription slow = BitsObservation.install(slow(goOn, told));
      for (int i = 0; i < 12_000; i++) {
        change();
      }
      goOn.countDown();
      while (told.size() + lost(logged) < 12_000) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      change();
      Told.everything();
      slow.close();
      long lost = lost(logged);
      assertTrue(lost > 1_900 && lost <= 2_000, logged.messages()::toString);
      assertEquals(12_001, told.size() + lost);
    }
  }

  private static long lost(Logged logged) {
    return logged.messages().stream()
        .collect(Collectors.summingLong(it -> Long.parseLong(it.split(" ")[0])));
  }

  @Test
  void aHookMayMakeCallsItself() {
    try (BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      List<Integer> counted = new ArrayList<>();
      Subscription metrics =
          BitsObservation.install(
              new BitsMetrics() {
                @Override
                public void stateChanged(ObservedChange change) {
                  counted.add(bits.jobs().size());
                }
              });
      bits.createJob(JobSpec.download("x").build());
      Told.everything();
      metrics.close();
      assertEquals(List.of(1), counted);
    }
  }

  @Test
  void nothingIsInstalledInTheNameOfNull() {
    assertThrows(NullPointerException.class, () -> BitsObservation.install(null));
  }
}
