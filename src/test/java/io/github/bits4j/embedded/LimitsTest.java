package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a job may be connected, how often it is told about, and what it may not want here. */
final class LimitsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  private BitsJob limited() {
    BitsJob job = bench.job("a");
    job.options().setMaximumDownloadTime(HOUR);
    job.resume();
    return job;
  }

  private void assertOutOfTime(BitsJob job) {
    assertEquals(JobState.ERROR, job.state());
    assertEquals(0x80200054, job.error().hresult().value());
    assertEquals(ErrorContext.GENERAL_QUEUE_MANAGER, job.error().context().orElseThrow());
    assertEquals(1, job.status().errorCount().orElseThrow());
  }

  @Test
  void theTimeInConnectingAndTransferringIsLimited() {
    BitsJob job = limited();
    bench.time.advance(Duration.ofMinutes(30));
    bench.at("a").connects(100).moves(5);
    bench.time.advance(Duration.ofMinutes(30).minusMillis(1));
    assertEquals(JobState.TRANSFERRING, job.state());
    ScriptedTransport.Go go = bench.at("a");
    bench.time.advance(Duration.ofMillis(1));
    assertOutOfTime(job);
    assertTrue(go.stopped);
    bench.assertNothingLeftToDoFor(Duration.ofDays(89));
  }

  @Test
  void waitingIsNotCountedAndResumingBeginsAnew() {
    BitsJob job = limited();
    bench.time.advance(Duration.ofMinutes(40));
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofMinutes(10));
    assertEquals(JobState.CONNECTING, job.state(), "the retry was due");
    bench.time.advance(Duration.ofMinutes(20).minusMillis(1));
    assertEquals(JobState.CONNECTING, job.state());
    job.resume();
    bench.time.advance(Duration.ofMinutes(59));
    assertEquals(JobState.CONNECTING, job.state(), "resuming did not begin anew");
    job.suspend();
    bench.time.advance(Duration.ofDays(1));
    job.resume();
    bench.time.advance(Duration.ofMinutes(59));
    assertEquals(JobState.CONNECTING, job.state());
    bench.time.advance(Duration.ofMinutes(1));
    assertEquals(0x80200054, job.error().hresult().value());
  }

  @Test
  void aNewLimitHoldsAtOnce() {
    BitsJob job = limited();
    bench.time.advance(Duration.ofMinutes(10));
    job.options().setMaximumDownloadTime(Duration.ofMinutes(10));
    bench.time.advance(Duration.ZERO);
    assertOutOfTime(job);
    assertEquals(
        Duration.ofDays(90), bench.job("b").options().maximumDownloadTime(), "BITS's default");
    assertThrows(
        BitsException.class,
        () -> job.options().setMaximumDownloadTime(Duration.ofSeconds(1L << 32)));
  }

  @Test
  void theTimeUsedSurvivesTheProcess() throws Exception {
    Path file = Files.createDirectory(folder.resolve("queue")).resolve("queue.db");
    Bench first = new Bench(folder, SqliteStore.open(file), new LocalFiles(), true);
    BitsJob job = first.job("a");
    UUID id = job.id();
    job.options().setMaximumDownloadTime(HOUR);
    job.resume();
    first.time.advance(Duration.ofMinutes(40));
    first.bits.close();
    Bench second = new Bench(folder, SqliteStore.open(file), new LocalFiles(), true);
    BitsJob again = second.bits.job(id);
    second.time.advance(Duration.ofMinutes(20).minusMillis(1));
    assertEquals(JobState.CONNECTING, again.state());
    second.time.advance(Duration.ofMillis(1));
    assertOutOfTime(again);
    second.bits.close();
  }

  @Test
  void listenersAreToldAsOftenAsIsWanted() {
    BitsJob job = bench.job("a");
    assertEquals(Duration.ofMillis(500), job.options().minimumNotificationInterval());
    job.options().setMinimumNotificationInterval(Duration.ofSeconds(10));
    AtomicInteger told = new AtomicInteger();
    job.listen(
        new JobListener() {
          @Override
          public void jobModified(BitsJob j, JobStatus status) {
            told.incrementAndGet();
          }
        },
        Runnable::run);
    job.resume();
    bench.at("a").connects(100);
    for (int i = 1; i <= 20; i++) {
      bench.time.advance(Duration.ofSeconds(1));
      bench.at("a").moves(i);
    }
    assertEquals(3, told.get(), "at once, after 10 seconds, after 20");
    assertThrows(
        BitsException.class,
        () -> job.options().setMinimumNotificationInterval(Duration.ofMillis(-1)));
    assertThrows(
        BitsException.class,
        () -> job.options().setMinimumNotificationInterval(Duration.ofMillis(1L << 32)));
  }

  @Test
  void rangesMayTouch() {
    BitsJob job = bench.job();
    job.addFile(
        Bench.url("r"), folder.resolve("r"), List.of(FileRange.of(10, 5), FileRange.of(0, 10)));
    job.resume();
    assertEquals(List.of(FileRange.of(10, 5), FileRange.of(0, 10)), bench.at("r").errand.ranges());
    bench.at("r").connects(1000);
    assertEquals(15, job.files().get(0).progress().bytesTotal().orElseThrow());
  }

  @Test
  void whatHasNoEffectHereCannotBeSet() {
    BitsJob job = bench.job("a");
    for (Runnable call :
        List.<Runnable>of(
            () -> job.options().setNotificationClass(Optional.of(new UUID(1, 2))),
            () ->
                job.options().setStoredCredentials(io.github.bits4j.AuthenticationTarget.PROXY))) {
      assertThrows(FeatureNotSupportedException.class, call::run);
    }
    BitsException refusal =
        assertThrows(
            BitsException.class,
            () -> job.options().setStoredCredentials(io.github.bits4j.AuthenticationTarget.SERVER));
    assertEquals(0x80200066, refusal.hresult().value());
    job.options().setNotificationClass(Optional.empty());
    job.options().setCostPolicy(CostPolicy.UNRESTRICTED);
    assertEquals(CostPolicy.UNRESTRICTED, job.options().costPolicy());
    assertEquals(Set.of(), job.options().peerCaching());
    job.options().setPeerCaching(Set.of(PeerCaching.CLIENT, PeerCaching.DISABLE_BRANCH_CACHE));
    assertEquals(
        Set.of(PeerCaching.CLIENT, PeerCaching.DISABLE_BRANCH_CACHE), job.options().peerCaching());
  }

  @Test
  void thePeerCacheIsDead() {
    var cache = bench.bits.peerCache();
    assertTrue(cache.maximumSizePercent().isEmpty());
    assertTrue(cache.records().isEmpty() && cache.peers().isEmpty() && cache.uses().isEmpty());
    assertEquals(
        List.of(false, false, false, false, false, false),
        List.of(
            cache.setMaximumSizePercent(80),
            cache.setMaximumAge(Duration.ofDays(120)),
            cache.setUses(Set.of()),
            cache.clear(),
            cache.deleteUrl("http://a/"),
            cache.discoverPeers()));
    assertThrows(BitsException.class, () -> cache.setMaximumSizePercent(81));
    assertThrows(BitsException.class, () -> cache.setMaximumAge(Duration.ofHours(23)));
    bench.bits.close();
    assertThrows(ClosedBitsException.class, cache::records);
  }
}
