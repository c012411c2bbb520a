package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.Logged;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits that a group policy sets, above all the end of jobs that nobody touches. */
final class PoliciesTest {
  private static final Duration NINETY_DAYS = Duration.ofDays(90);
  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path folder;

  private static void assertRefused(BitsCode code, Runnable call) {
    assertEquals(code.hresult(), assertThrows(BitsException.class, call::run).hresult());
  }

  // ---- How many ----

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    assertEquals(new Policies(60, 200, 500, NINETY_DAYS, NINETY_DAYS), Policies.DEFAULT);
  }

  @Test
  void everyNumberCanBeSet() {
    Bench bench =
        new Bench(
            folder, Policies.DEFAULT.withJobsPerUser(2).withFilesPerJob(3).withRangesPerFile(1));
    BitsJob job = bench.job("a", "b");
    bench.job();
    assertRefused(BitsCode.TOO_MANY_JOBS_PER_USER, () -> bench.job());
    List<FileRange> two = List.of(FileRange.of(0, 1), FileRange.of(2, 1));
    assertRefused(
        BitsCode.TOO_MANY_RANGES_IN_FILE,
        () -> job.addFile(Bench.url("c"), folder.resolve("c"), two));
    job.addFile(Bench.url("c"), folder.resolve("c"), two.subList(0, 1));
    assertRefused(
        BitsCode.TOO_MANY_FILES_IN_JOB, () -> job.addFile(Bench.url("d"), folder.resolve("d")));
    job.cancel();
    assertRefused(BitsCode.TOO_MANY_FILES_IN_JOB, () -> bench.job("a", "b", "c", "d"));
    bench.job("a", "b", "c");
  }

  @Test
  void theDownloadTimeOfPolicyHoldsForJobsWithoutOneOfTheirOwn() {
    Bench bench = new Bench(folder, Policies.DEFAULT.withMaximumDownloadTime(Duration.ofHours(2)));
    BitsJob job = bench.resumed("a");
    assertEquals(Duration.ofHours(2), job.options().maximumDownloadTime());
    BitsJob own = bench.job(JobPriority.FOREGROUND, "b");
    own.options().setMaximumDownloadTime(Duration.ofHours(3));
    own.resume();
    bench.time.advance(Duration.ofHours(2));
    assertEquals(BitsCode.MAXDOWNLOAD_TIMEOUT.hresult(), job.error().hresult());
    assertEquals(JobState.CONNECTING, own.state());
    bench.time.advance(Duration.ofHours(1));
    assertEquals(BitsCode.MAXDOWNLOAD_TIMEOUT.hresult(), own.error().hresult());
  }

  @Test
  void theBuilderTakesThemAndRefusesNonsense() {
    Path target = folder.resolve("a");
    try (BitsManager bits =
        EmbeddedBits.builder()
            .inMemory()
            .policies(Policies.DEFAULT.withJobsPerUser(1))
            .foregroundJobs(1)
            .timeSlice(Duration.ofSeconds(1))
            .backgroundRate(1)
            .open()) {
      bits.createJob(io.github.bits4j.JobSpec.download("x").file("http://a/", target).build());
      assertRefused(
          BitsCode.TOO_MANY_JOBS_PER_USER,
          () -> bits.createJob(io.github.bits4j.JobSpec.download("y").build()));
    }
    Stream.<Runnable>of(
            () -> Policies.DEFAULT.withJobsPerUser(0),
            () -> Policies.DEFAULT.withFilesPerJob(0),
            () -> Policies.DEFAULT.withRangesPerFile(0),
            () -> Policies.DEFAULT.withInactivityTimeout(Duration.ZERO),
            () -> Policies.DEFAULT.withMaximumDownloadTime(Duration.ofSeconds(-1)),
            () -> EmbeddedBits.builder().foregroundJobs(0),
            () -> EmbeddedBits.builder().timeSlice(Duration.ZERO),
            () -> EmbeddedBits.builder().backgroundRate(0))
        .forEach(call -> assertThrows(IllegalArgumentException.class, call::run));
    assertThrows(NullPointerException.class, () -> EmbeddedBits.builder().policies(null));
    assertThrows(NullPointerException.class, () -> EmbeddedBits.builder().conditions(null));
  }

  // ---- Inactivity ----

  private static void assertEnded(Bench bench, BitsJob job) {
    assertEquals(JobState.CANCELLED, job.state());
    assertFalse(bench.bits.findJob(job.id()).isPresent());
  }

  @Test
  void jobsThatNobodyTouchesAreCancelledWhateverTheirState() {
    Bench bench = new Bench(folder);
    BitsJob suspended = bench.job("suspended");
    BitsJob failed = bench.job(JobPriority.FOREGROUND, "failed");
    failed.resume();
    bench.at("failed").fails(Bench.LASTING);
    BitsJob whole = bench.job(JobPriority.FOREGROUND, "whole");
    whole.resume();
    bench.at("whole").succeeds(3);
    BitsJob offline = bench.resumed("offline");
    bench.conditions.block(BitsCode.BLOCKED_BY_POLICY);
    assertEquals(1, bench.names().size(), "the temporary file");
    BitsJob[] all = {suspended, failed, whole, offline};
    bench.time.advance(NINETY_DAYS.minus(MOMENT));
    assertEquals(
        List.of(JobState.SUSPENDED, JobState.ERROR, JobState.TRANSFERRED, JobState.TRANSIENT_ERROR),
        Stream.of(all).map(BitsJob::state).toList());
    bench.time.advance(MOMENT);
    for (BitsJob job : all) {
      assertEnded(bench, job);
    }
    assertEquals(List.of(), bench.names());
    bench.assertNothingLeftToDo();
  }

  @Test
  void aJobThatOnlyTriesIsInactiveHoweverLongItMayTry() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    job.setNoProgressTimeout(Duration.ofDays(400));
    job.setMinimumRetryDelay(Duration.ofDays(1));
    job.resume();
    for (int day = 0; day < 90; day++) {
      bench.at("a").fails(Bench.PASSING);
      assertEquals(JobState.TRANSIENT_ERROR, job.state(), "day " + day);
      bench.time.advance(Duration.ofDays(1));
    }
    assertEnded(bench, job);
  }

  @Test
  void whateverIsDoneToAJobKeepsItAlive() {
    for (Runnable deed : deeds()) {
      bench = new Bench(folder);
      job = bench.resumed("a");
      bench.at("a").fails(Bench.LASTING);
      bench.time.advance(NINETY_DAYS.minus(MOMENT));
      deed.run();
      bench.time.advance(NINETY_DAYS.minus(MOMENT));
      assertFalse(job.state().isFinal());
      bench.time.advance(MOMENT);
      assertEnded(bench, job);
    }
  }

  private Bench bench;
  private BitsJob job;

  private List<Runnable> deeds() {
    return List.of(
        () -> job.setDescription("x"),
        () -> job.options().setMinimumNotificationInterval(Duration.ZERO),
        () -> job.addFile(Bench.url("b"), folder.resolve("b")),
        () -> job.suspend(),
        () -> job.takeOwnership(),
        () -> {
          job.resume();
          bench.at("a").fails(Bench.LASTING);
        });
  }

  @Test
  void lookingKeepsNoJobAlive() {
    Bench bench = new Bench(folder);
    BitsJob job = bench.job("a");
    for (int day = 0; day < 90; day++) {
      assertEquals(JobState.SUSPENDED, job.status().state());
      bench.bits.jobs().get(0).files();
      bench.time.advance(Duration.ofDays(1));
    }
    assertEnded(bench, job);
  }

  @Test
  void bytesKeepAJobAlive() {
    Bench bench =
        new Bench(folder, Policies.DEFAULT.withMaximumDownloadTime(NINETY_DAYS.plus(NINETY_DAYS)));
    BitsJob job = bench.resumed("a");
    bench.at("a").connects(10);
    bench.time.advance(NINETY_DAYS.minus(MOMENT));
    ScriptedTransport.Go go = bench.at("a").moves(1);
    bench.time.advance(NINETY_DAYS.minus(MOMENT));
    assertEquals(JobState.TRANSFERRING, job.state());
    bench.time.advance(MOMENT);
    assertEnded(bench, job);
    assertTrue(go.stopped);
  }

  @Test
  void theTimeoutCanBeSet() {
    Bench bench = new Bench(folder, Policies.DEFAULT.withInactivityTimeout(Duration.ofHours(1)));
    BitsJob job = bench.resumed("a");
    bench.at("a").succeeds(3);
    bench.time.advance(Duration.ofHours(1));
    assertEnded(bench, job);
    assertEquals(List.of(), bench.names());
  }

  @Test
  void aQueueThatIsNotRunEndsNothing() {
    Bench bench = new Bench(folder, new MemoryStore(), new LocalFiles(), false);
    BitsJob job = bench.job("a");
    bench.time.advance(NINETY_DAYS.multipliedBy(2));
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void aJobThatCannotBeCancelledIsLeftAsItIsForADay() {
    FailingMemory store = new FailingMemory();
    Bench bench = new Bench(folder, store, new LocalFiles(), true);
    BitsJob job = bench.job("a");
    store.failing = true;
    try (Logged logged = new Logged(Inactivity.class)) {
      bench.time.advance(NINETY_DAYS);
      assertEquals(JobState.SUSPENDED, job.state());
      assertEquals(1, logged.records.size());
    }
    store.failing = false;
    bench.time.advance(Duration.ofDays(1));
    assertEnded(bench, job);
  }

  private static final class FailingMemory implements Store {
    private final MemoryStore memory = new MemoryStore();
    private boolean failing;

    @Override
    public List<JobRecord> load() {
      return List.of();
    }

    @Override
    public void save(JobRecord before, JobRecord after, Keep keep) {
      if (failing) {
        throw new StoreException(Failure.ACCESS_DENIED, "not now", null);
      }
    }

    @Override
    public void remove(JobRecord job) {}

    @Override
    public Secrets secrets() {
      return memory.secrets();
    }

    @Override
    public boolean durable() {
      return false;
    }

    @Override
    public void close() {}
  }

  // ---- Inactivity across processes ----

  private Path file;

  private Bench process(Instant start) throws Exception {
    return new Bench(folder, SqliteStore.open(file), new LocalFiles(), true, start);
  }

  @Test
  void theTimeGoesOnWhenNobodyRunsTheQueue() throws Exception {
    file = Files.createDirectory(folder.resolve("queue")).resolve("queue.db");
    Bench first = process(Bench.START);
    UUID early = first.job("early").id();
    first.time.advance(Duration.ofDays(1));
    UUID late = first.job("late").id();
    first.bits.close();
    Bench second = process(Bench.START.plus(NINETY_DAYS));
    second.time.advance(Duration.ZERO);
    assertEquals(Optional.empty(), second.bits.findJob(early));
    BitsJob job = second.bits.job(late);
    second.time.advance(Duration.ofDays(1).minus(MOMENT));
    assertEquals(JobState.SUSPENDED, job.state());
    second.time.advance(MOMENT);
    assertEnded(second, job);
    second.bits.close();
  }

  @Test
  void triesBeforeTheEndOfAProcessDoNotCountAfterIt() throws Exception {
    file = Files.createDirectory(folder.resolve("queue")).resolve("queue.db");
    Bench first = process(Bench.START);
    BitsJob job = first.job("a");
    UUID id = job.id();
    job.setNoProgressTimeout(Duration.ofDays(400));
    job.setMinimumRetryDelay(Duration.ofDays(60));
    job.resume();
    first.at("a").fails(Bench.PASSING);
    first.time.advance(Duration.ofDays(60));
    first.at("a").fails(Bench.PASSING);
    first.bits.close();
    Bench second = process(Bench.START.plus(Duration.ofDays(60)));
    BitsJob again = second.bits.job(id);
    second.time.advance(Duration.ofDays(30).minus(MOMENT));
    assertEquals(JobState.TRANSIENT_ERROR, again.state());
    second.time.advance(MOMENT);
    assertEnded(second, again);
    second.bits.close();
  }

  @Test
  void aJobThatMovedWhenItsProcessEndedWasAlive() throws Exception {
    file = Files.createDirectory(folder.resolve("queue")).resolve("queue.db");
    Bench first = process(Bench.START);
    BitsJob job = first.job("a");
    UUID id = job.id();
    job.options().setMaximumDownloadTime(Duration.ofDays(400));
    job.resume();
    first.at("a").connects(10);
    first.time.advance(Duration.ofDays(80));
    Files.write(first.at("a").moves(4).errand.temp(), new byte[4]);
    first.bits.close();
    Bench second = process(Bench.START.plus(Duration.ofDays(80)));
    BitsJob again = second.bits.job(id);
    second.time.advance(NINETY_DAYS.minus(MOMENT));
    assertEquals(JobState.CONNECTING, again.state());
    second.time.advance(MOMENT);
    assertEnded(second, again);
    second.bits.close();
  }

  @Test
  void aClockThatWasSetBackEndsNothing() throws Exception {
    file = Files.createDirectory(folder.resolve("queue")).resolve("queue.db");
    Bench first = process(Bench.START);
    UUID id = first.job("a").id();
    first.time.setClock(Duration.ofDays(400));
    first.time.advance(Duration.ofDays(1));
    assertTrue(first.bits.findJob(id).isPresent(), "a clock that is set changes nothing");
    first.bits.close();
    Bench second = process(Bench.START.minus(Duration.ofDays(4000)));
    second.time.advance(NINETY_DAYS.minus(MOMENT));
    assertTrue(second.bits.findJob(id).isPresent());
    second.time.advance(MOMENT);
    assertFalse(second.bits.findJob(id).isPresent());
    second.bits.close();
  }
}
