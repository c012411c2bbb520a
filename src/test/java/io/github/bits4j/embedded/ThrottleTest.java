package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Logged;
import io.github.bits4j.error.BitsCode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast bytes come in the background: in virtual time, and once over HTTP. */
final class ThrottleTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path folder;
  private final AtomicInteger gone = new AtomicInteger();

  /** 1,000 bytes a second. */
  private Bench bench() {
    return new Bench(
        folder,
        new MemoryStore(),
        Bench.START,
        (agenda, conditions) ->
            new Terms(
                new Scheduler(2, Limits.TIME_SLICE),
                Policies.DEFAULT,
                conditions,
                new Throttle(agenda, Runnable::run, 1000)));
  }

  private void assertWaits(Bench bench, Duration time) {
    int before = gone.get();
    bench.time.advance(time.minus(MOMENT));
    assertEquals(before, gone.get(), "too early");
    bench.time.advance(MOMENT);
    assertEquals(before + 1, gone.get(), "too late");
  }

  @Test
  void whatCameIsPaidForBeforeMoreMayCome() {
    Bench bench = bench();
    bench.resumed("a");
    ScriptedTransport.Go go = bench.at("a").connects(100_000);
    for (int i = 0; i < 10; i++) {
      go.came(5_000, gone::incrementAndGet);
      assertWaits(bench, Duration.ofSeconds(5));
    }
  }

  @Test
  void whatWasNotUsedIsSoonForgotten() {
    Bench bench = bench();
    bench.resumed("a");
    ScriptedTransport.Go go = bench.at("a").connects(100_000);
    bench.time.advance(Duration.ofHours(1));
    go.came(100, gone::incrementAndGet);
    assertEquals(1, gone.get(), "a tenth of a second's worth is left");
    go.came(2_000, gone::incrementAndGet);
    assertWaits(bench, Duration.ofSeconds(2));
  }

  @Test
  void theForegroundIsNotLimited() {
    Bench bench = bench();
    bench.job(JobPriority.FOREGROUND, "a").resume();
    bench.at("a").connects(1L << 40).came(1L << 40, gone::incrementAndGet);
    assertEquals(1, gone.get());
  }

  @Test
  void theBackgroundGivesWayToTheForeground() {
    Bench bench = bench();
    bench.resumed("a");
    ScriptedTransport.Go go = bench.at("a").connects(100_000);
    BitsJob urgent = bench.job(JobPriority.FOREGROUND, "urgent");
    urgent.resume();
    go.came(1_000, gone::incrementAndGet);
    assertWaits(bench, Duration.ofSeconds(10));
    go.came(1_000, gone::incrementAndGet);
    bench.time.advance(Duration.ofSeconds(5));
    bench.at("urgent").succeeds(1);
    // Half of it is paid for. The rest would take half a second now; a whole one is the next look.
    assertWaits(bench, Duration.ofSeconds(1));
  }

  @Test
  void aJobThatComesToTheForegroundDoesNotWaitOutItsPrice() {
    Bench bench = bench();
    BitsJob job = bench.resumed("a");
    bench.at("a").connects(1_000_000).came(1_000_000, gone::incrementAndGet);
    bench.time.advance(Duration.ofSeconds(10));
    job.setPriority(JobPriority.FOREGROUND);
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(1, gone.get());
  }

  @Test
  void nobodyWaitsForWhatWasStopped() {
    Bench bench = bench();
    BitsJob job = bench.resumed("a");
    bench.at("a").connects(1_000_000).came(1_000_000, gone::incrementAndGet);
    job.cancel();
    bench.time.advance(Duration.ofSeconds(1));
    bench.assertNothingLeftToDo();
  }

  @Test
  void theNextJobPaysForTheLastOne() {
    Bench bench = bench();
    BitsJob first = bench.resumed("a");
    bench.resumed("b");
    bench.at("a").connects(10_000).came(10_000, () -> {});
    first.suspend();
    bench.at("b").connects(10_000).came(1_000, gone::incrementAndGet);
    assertWaits(bench, Duration.ofSeconds(11));
  }

  @Test
  void aTransferWithoutAThreadGoesOnWhenThereIsOne() {
    VirtualTime time = new VirtualTime(Bench.START);
    VirtualAgenda agenda = new VirtualAgenda(time);
    AtomicInteger refusals = new AtomicInteger(1);
    Throttle throttle =
        new Throttle(
            agenda,
            work -> {
              if (refusals.getAndDecrement() > 0) {
                throw new InternalError("unable to create native thread");
              }
              work.run();
            },
            1000);
    throttle.pay(5_000, () -> false, gone::incrementAndGet);
    try (Logged logged = new Logged(Throttle.class)) {
      time.advance(Duration.ofSeconds(5));
      assertEquals(0, gone.get());
      assertEquals(1, logged.records.size());
      time.advance(Duration.ofSeconds(1));
      assertEquals(1, gone.get());
    }
  }

  // ---- The body of an answer ----

  /** What is asked of a body. */
  private static final class Demand implements Flow.Subscription {
    private long asked;
    private boolean cancelled;

    @Override
    public void request(long n) {
      asked += n;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void aBodyIsAskedForNoFasterAndItsServerIsNotBlamed() throws Exception {
    VirtualTime time = new VirtualTime(Bench.START);
    VirtualAgenda agenda = new VirtualAgenda(time);
    Throttle throttle = new Throttle(agenda, Runnable::run, 1000);
    AtomicInteger stalls = new AtomicInteger();
    Patience patience = new Patience(agenda, Duration.ofSeconds(30), stalls::incrementAndGet);
    TempFile temp = TempFile.open(new LocalFiles(), folder.resolve("temp"), true, Optional.empty());
    Demand demand = new Demand();
    Intake intake =
        new Intake(
            temp, 200_000, BitsCode.INVALID_SERVER_RESPONSE, new Throttled(throttle), patience);
    intake.onSubscribe(demand);
    assertEquals(1, demand.asked);
    intake.onNext(List.of(ByteBuffer.allocate(50_000), ByteBuffer.allocate(50_000)));
    time.advance(Duration.ofSeconds(100).minus(MOMENT));
    assertEquals(1, demand.asked, "the first bytes are not paid for");
    assertEquals(0, stalls.get(), "nobody asked the server");
    time.advance(MOMENT);
    assertEquals(2, demand.asked);
    time.advance(Duration.ofSeconds(60));
    assertEquals(1, stalls.get(), "now somebody did");
    temp.close();
    assertEquals(100_000, Files.size(folder.resolve("temp")));
  }

  /** A report that nobody reads. */
  private record Throttled(Throttle throttle) implements Transport.Report {
    @Override
    public void whenMoreMayCome(long bytes, Runnable next) {
      throttle.pay(bytes, () -> false, next);
    }

    @Override
    public void connected(RemoteVersion version, long position) {}

    @Override
    public void answered(String headers) {}

    @Override
    public void renamed(String remoteName) {}

    @Override
    public void moved(long position) {}

    @Override
    public void done() {}

    @Override
    public void failed(Failure failure) {}
  }

  @Test
  void overHttpAFileComesWholeAndNotTooFast() throws Exception {
    byte[] content = new byte[256 * 1024];
    new Random(7).nextBytes(content);
    try (Origin origin = new Origin();
        BitsManager bits = EmbeddedBits.builder().inMemory().backgroundRate(512 * 1024).open()) {
      Path target = folder.resolve("target");
      BitsJob job =
          bits.createJob(JobSpec.download("x").file(origin.serve("/f", content), target).build());
      long start = System.nanoTime();
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(Duration.ofSeconds(60)).state());
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      assertTrue(millis >= 200, millis + " ms for what takes 500 ms at that rate");
      job.complete();
      assertArrayEquals(content, Files.readAllBytes(target));
    }
  }
}
