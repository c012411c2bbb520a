package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.JobNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a mock does, and what its script does to it. */
@Timeout(120)
final class MockBitsTest {
  private static final String URL = "http://example.org/a.bin";
  private static final HResult DISK_FULL = HResult.ofWin32(112);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final MockBits mock = MockBits.start();
  private final BitsManager bits = mock.manager();

  @AfterEach
  void end() {
    mock.close();
  }

  private Path target(String name) {
    return folder.resolve(name);
  }

  private BitsJob job(String... urls) {
    JobSpec.Builder spec = JobSpec.download("job");
    for (String url : urls) {
      spec.file(url, target(url.substring(url.lastIndexOf('/') + 1)));
    }
    return bits.createJob(spec.build());
  }

  private BitsJob resumed(String... urls) {
    BitsJob job = job(urls);
    job.resume();
    return job;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertError(HResult code, ErrorContext where, BitsJob job) {
    JobError error = job.error();
    assertEquals(code, error.hresult());
    assertEquals(Optional.of(where), error.context());
  }

  // ---- Transfers ----

  @Test
  void aFileReallyArrivesAndIsRenamedByComplete() throws Exception {
    mock.network().serve(URL, 1_000_000);
    BitsJob job = resumed(URL);
    assertEquals(JobState.CONNECTING, job.state(), "nothing moves before time passes");
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertEquals(1, names().size());
    assertFalse(names().contains("a.bin"));
    assertEquals(Completion.ALL, job.complete());
    assertEquals(List.of("a.bin"), names());
    assertArrayEquals(MockFile.pattern(1_000_000), Files.readAllBytes(target("a.bin")));
    assertEquals(Duration.ZERO, mock.time().elapsed(), "and no time was needed");
  }

  @Test
  void timePassesOnlyAsMuchAsIsNeeded() throws Exception {
    mock.network().serve(URL, 1_000_000).modified(mock.time().now());
    mock.network().latency(Duration.ofSeconds(1)).bandwidth(100_000);
    BitsJob job = resumed(URL);
    mock.time().advance(Duration.ofSeconds(7));
    assertEquals(JobState.TRANSFERRING, job.state());
    assertEquals(500_000, job.files().get(0).progress().bytesTransferred());
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertEquals(Duration.ofSeconds(12), mock.time().elapsed());
    job.cancel();
    assertEquals(List.of(), names());
  }

  @Test
  void awaitEndsAtItsDeadline() throws Exception {
    mock.network().serve(URL, 100).modified(mock.time().now());
    mock.network().latency(Duration.ofSeconds(20));
    BitsJob job = resumed(URL);
    assertEquals(JobState.CONNECTING, job.await(Duration.ofSeconds(5)).state());
    assertEquals(Duration.ofSeconds(5), mock.time().elapsed());
    assertEquals(JobState.SUSPENDED, job().await(DAY).state());
    assertEquals(Duration.ofSeconds(5), mock.time().elapsed());
  }

  @Test
  void anUnknownPathIsNotFoundAndAnUnknownHostIsTriedAgain() throws Exception {
    mock.network().serve(URL, 100);
    BitsJob missing = resumed("http://example.org/missing");
    assertEquals(JobState.ERROR, missing.await(DAY).state());
    assertError(new HResult(0x80190194), ErrorContext.REMOTE_FILE, missing);
    BitsJob lost = resumed("http://nowhere.invalid/a");
    mock.time().advance(Duration.ZERO);
    assertEquals(JobState.TRANSIENT_ERROR, lost.state());
    assertError(new HResult(0x80072EE7), ErrorContext.REMOTE_FILE, lost);
  }

  @Test
  void ninetyDaysTakeNoTime() {
    mock.network().serve(URL, 100);
    BitsJob job = resumed("http://nowhere.invalid/a");
    job.setMinimumRetryDelay(Duration.ofHours(12));
    job.setNoProgressTimeout(Duration.ofDays(89));
    mock.time().advance(Duration.ofDays(89).minusSeconds(1));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    mock.time().advance(Duration.ofSeconds(1));
    assertEquals(JobState.ERROR, job.state());
    mock.time().advance(Duration.ofDays(1));
    assertEquals(JobState.CANCELLED, job.state(), "nobody touched it for 90 days");
    assertEquals(Duration.ofDays(90), mock.time().elapsed());
  }

  @Test
  void requestsAreThoseOfBits() throws Exception {
    mock.network().serve(URL, 1000);
    assertEquals(JobState.TRANSFERRED, resumed(URL).await(DAY).state());
    assertEquals(
        List.of("HEAD " + URL, "GET " + URL + " (bytes=0-999)"),
        mock.network().requests(URL).stream().map(RecordedRequest::toString).toList());
    assertEquals(
        Optional.of("identity"), mock.network().requests().get(0).header("accept-encoding"));
  }

  @Test
  void aReplacedFileIsBegunAnewAndARemovedOneMissing() throws Exception {
    MockFile file = mock.network().serve(URL, 1000);
    mock.script().onUrl(URL).atPercent(50).disconnect();
    BitsJob job = resumed(URL);
    mock.time().advance(Duration.ofSeconds(1));
    assertEquals(500, job.files().get(0).progress().bytesTransferred());
    byte[] next = {1, 2, 3};
    file.replaceWith(next);
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    job.complete();
    assertArrayEquals(next, Files.readAllBytes(target("a.bin")));
    mock.network().remove(URL);
    assertEquals(JobState.ERROR, resumed(URL).await(DAY).state());
  }

  @Test
  void whatServersLackIsWhatBitsSaysOfIt() throws Exception {
    mock.network().serve("http://example.org/noRanges", 10).withoutRanges();
    mock.network().serve("http://example.org/noLength", 10).withoutLength();
    mock.network().serve("http://example.org/noHead", 10).withoutHead();
    mock.network().serve("http://example.org/moved", 10).redirects(302, URL);
    mock.network().serve(URL, 10);
    BitsJob noRanges = resumed("http://example.org/noRanges");
    noRanges.await(DAY);
    assertError(BitsCode.INSUFFICIENT_RANGE_SUPPORT.hresult(), ErrorContext.REMOTE_FILE, noRanges);
    noRanges.setPriority(JobPriority.FOREGROUND);
    noRanges.resume();
    assertEquals(JobState.TRANSFERRED, noRanges.await(DAY).state());
    BitsJob noLength = resumed("http://example.org/noLength");
    noLength.await(DAY);
    assertError(BitsCode.MISSING_FILE_SIZE.hresult(), ErrorContext.REMOTE_FILE, noLength);
    BitsJob noHead = resumed("http://example.org/noHead");
    noHead.await(DAY);
    assertError(HResult.ofHttpStatus(403), ErrorContext.REMOTE_FILE, noHead);
    assertEquals(JobState.TRANSFERRED, resumed("http://example.org/moved").await(DAY).state());
  }

  // ---- The script ----

  @Test
  void theNthFileFailsWithThisCodeThere() throws Exception {
    mock.network().serve(URL, 100);
    mock.network().serve("http://example.org/b.bin", 100);
    FaultOrder order = mock.script().onFile(2).fail(DISK_FULL, ErrorContext.LOCAL_FILE);
    BitsJob job = resumed(URL, "http://example.org/b.bin");
    assertEquals(JobState.ERROR, job.await(DAY).state());
    assertError(DISK_FULL, ErrorContext.LOCAL_FILE, job);
    assertEquals("http://example.org/b.bin", job.error().remoteName().orElseThrow());
    assertEquals(1, order.happened());
    assertEquals(1, job.status().progress().orElseThrow().filesTransferred());
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state(), "it happens once");
    assertEquals(1, order.happened());
  }

  @Test
  void aConnectionBreaksAtFortyPercentAndTheRestComesAfterTheRetryDelay() throws Exception {
    mock.network().serve(URL, 1000);
    mock.script().onUrl("*.bin").atPercent(40).disconnect();
    BitsJob job = resumed(URL);
    mock.time().advance(Duration.ZERO);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertEquals(400, job.files().get(0).progress().bytesTransferred());
    assertError(new HResult(0x80072EFE), ErrorContext.REMOTE_FILE, job);
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertEquals(Duration.ofSeconds(600), mock.time().elapsed());
    assertEquals(
        "GET " + URL + " (bytes=400-999)",
        mock.network().requests().get(mock.network().requests().size() - 1).toString());
    job.complete();
    assertArrayEquals(MockFile.pattern(1000), Files.readAllBytes(target("a.bin")));
  }

  @Test
  void everyPointOfATransferCanFail() throws Exception {
    mock.network().serve(URL, 1000);
    HResult code = new HResult(0x80072F78);
    mock.script().onUrl(URL).failForNow(code, ErrorContext.REMOTE_FILE);
    mock.script().onUrl(URL).whenConnected().failForNow(code, ErrorContext.REMOTE_FILE);
    mock.script().onUrl(URL).atPercent(99).failForNow(code, ErrorContext.REMOTE_FILE).times(2);
    mock.script().onUrl(URL).atEnd().failForNow(code, ErrorContext.LOCAL_FILE);
    BitsJob job = resumed(URL);
    JobStatus end = job.await(DAY);
    assertEquals(JobState.TRANSFERRED, end.state());
    assertEquals(4, end.errorCount().orElseThrow());
    assertEquals(
        List.of(1L, 1L, 1L, 1L),
        mock.script().orders().stream().map(FaultOrder::happened).toList(),
        "99 % is passed once: what is here is not fetched again");
  }

  @Test
  void rangesAreIgnoredOnlyAsOftenAsToldTo() throws Exception {
    mock.network().serve(URL, 1000);
    mock.script().onRequest("GET", URL).ignoreRanges();
    BitsJob job = resumed(URL);
    assertEquals(JobState.ERROR, job.await(DAY).state());
    assertError(BitsCode.INSUFFICIENT_RANGE_SUPPORT.hresult(), ErrorContext.REMOTE_FILE, job);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
  }

  @Test
  void serversAnswerHangUpOrKeepSilent() throws Exception {
    mock.network().serve(URL, 1000);
    mock.script().onRequest(URL).answer(503, "Retry-After: 120");
    mock.script().onRequest(URL).hangUp();
    mock.script().onRequest(URL).keepSilent();
    List<HResult> errors = new ArrayList<>();
    BitsJob job = resumed(URL);
    for (int i = 0; i < 3; i++) {
      mock.time().advance(Duration.ofSeconds(i < 2 ? 0 : 30));
      assertEquals(JobState.TRANSIENT_ERROR, job.state());
      errors.add(job.error().hresult());
      job.resume();
    }
    assertEquals(
        List.of(HResult.ofHttpStatus(503), new HResult(0x80072EFE), new HResult(0x80072EE2)),
        errors);
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
  }

  @Test
  void callsAreRefusedAndChangeNothing() {
    HResult code = BitsCode.TOO_MANY_FILES_IN_JOB.hresult();
    mock.script().onCall("BitsJob.addFile*").refuse(code).always();
    mock.script().onCall("BitsJob.resume").refuse(BitsCode.TOO_LARGE);
    BitsJob job = job();
    BitsException refused =
        assertThrows(BitsException.class, () -> job.addFile(URL, target("a.bin")));
    assertEquals(code, refused.hresult());
    assertEquals("BitsJob.addFile", refused.call());
    assertEquals(List.of(), job.files());
    assertEquals(code, assertThrows(BitsException.class, () -> job(URL)).hresult());
    assertEquals(1, bits.jobs().size());
    assertThrows(BitsException.class, job::resume);
    assertEquals(
        new Fault.Bits(BitsCode.EMPTY), assertThrows(BitsException.class, job::resume).fault());
    assertThrows(IllegalArgumentException.class, () -> mock.script().onCall("BitsJob.addfile"));
  }

  @Test
  void theNetworkIsLostForAnHourInTheMiddleOfAFile() throws Exception {
    mock.network().serve(URL, 1000);
    mock.script().onUrl(URL).atPercent(25).loseNetwork(Duration.ofHours(1));
    BitsJob job = resumed(URL);
    mock.time().advance(Duration.ofMinutes(59));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertEquals(Optional.of(WaitReason.NETWORK), job.status().waitReason());
    assertEquals(250, job.files().get(0).progress().bytesTransferred());
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertEquals(Duration.ofHours(1), mock.time().elapsed());
    job.complete();
    assertArrayEquals(MockFile.pattern(1000), Files.readAllBytes(target("a.bin")));
  }

  @Test
  void lossesOfTheNetworkMayOverlap() {
    mock.network().serve(URL, 1000);
    mock.script().after(Duration.ofMinutes(1)).loseNetwork(Duration.ofMinutes(10));
    mock.script().after(Duration.ofMinutes(5)).loseNetwork(Duration.ofMinutes(10));
    mock.time().advance(Duration.ofMinutes(2));
    BitsJob job = resumed(URL);
    mock.time().advance(Duration.ofMinutes(12));
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    mock.time().advance(Duration.ofMinutes(1));
    assertEquals(JobState.TRANSFERRED, job.state());
  }

  // ---- The service ----

  @Test
  void handlesAndListenersOutliveARestartOfTheService() throws Exception {
    mock.network().serve(URL, 1000);
    mock.script().onUrl(URL).atPercent(60).stopService(Duration.ZERO);
    BitsJob job = job(URL);
    List<String> heard = new ArrayList<>();
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob done, JobStatus status) {
            heard.add(done == job ? "transferred" : "of another handle");
          }
        },
        Runnable::run);
    BitsFile file = job.files().get(0);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state(), "it waits on");
    mock.time().advance(Duration.ZERO);
    assertEquals(List.of("transferred"), heard);
    assertEquals(1000, file.progress().bytesTransferred());
    assertEquals(
        "GET " + URL + " (bytes=600-999)",
        mock.network().requests().get(mock.network().requests().size() - 1).toString(),
        "what was here is not fetched again");
    mock.restartService();
    assertEquals(JobState.TRANSFERRED, job.state());
    assertEquals(Completion.ALL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    mock.restartService();
    assertThrows(JobNotFoundException.class, job::state, "it ended before");
  }

  @Test
  void aServiceThatIsAwayIsSaidAndGoesOnAfterwards() throws Exception {
    mock.network().serve(URL, 1000);
    mock.script().after(Duration.ofMinutes(1)).stopService(Duration.ofHours(1));
    BitsJob job = resumed("http://nowhere.invalid/a");
    BitsUnavailableException away =
        assertThrows(BitsUnavailableException.class, () -> job.await(DAY));
    assertEquals(new HResult(0x80070422), away.hresult());
    assertThrows(BitsUnavailableException.class, bits::jobs);
    assertThrows(BitsUnavailableException.class, job::state);
    mock.time().advance(Duration.ofHours(1));
    assertEquals(1, bits.jobs().size());
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
  }

  @Test
  void aProgramThatIsStartedAnewFindsItsJob() throws Exception {
    mock.network().serve(URL, 1000);
    BitsJob job = resumed(URL);
    UUID id = job.id();
    List<String> heard = new ArrayList<>();
    Subscription subscription =
        job.listen(
            new JobListener() {
              @Override
              public void jobTransferred(BitsJob done, JobStatus status) {
                heard.add("transferred");
              }
            },
            Runnable::run);
    bits.close();
    assertThrows(ClosedBitsException.class, bits::jobs);
    assertThrows(ClosedBitsException.class, job::state);
    assertEquals(id, job.id());
    mock.time().advance(DAY);
    assertEquals(List.of(), heard);
    subscription.close();
    try (BitsManager next = mock.openManager()) {
      assertEquals(JobState.TRANSFERRED, next.job(id).state(), "the service went on");
      assertEquals(Completion.ALL, next.findJob(id).orElseThrow().complete());
    }
    assertEquals(List.of(), mock.unfinishedJobs());
  }

  @Test
  void theEndDeletesWhatIsLeft() throws Exception {
    mock.network().serve(URL, 1000);
    assertEquals(JobState.TRANSFERRED, resumed(URL).await(DAY).state());
    assertEquals(1, names().size());
    assertEquals(1, mock.unfinishedJobs().size());
    mock.close();
    assertEquals(List.of(), names());
    mock.close();
  }

  // ---- Listeners ----

  @Test
  void listenersHaveReturnedWhenTimeHasPassedWhateverTheyRunOn() throws Exception {
    mock.network().serve(URL, 1000);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 20; i++) {
        BitsJob job = job(URL);
        List<Completion> ends = new ArrayList<>();
        job.listen(
            new JobListener() {
              @Override
              public void jobTransferred(BitsJob done, JobStatus status) {
                ends.add(done.complete());
              }
            },
            pool);
        job.resume();
        mock.time().advance(Duration.ofSeconds(1));
        assertEquals(List.of(Completion.ALL), ends);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aListenerMayWaitForAnotherJobButNotMoveTime() {
    mock.network().serve(URL, 1000);
    mock.network().serve("http://example.org/b.bin", 1000);
    mock.network().latency(Duration.ofSeconds(3));
    BitsJob job = job(URL);
    List<Object> heard = new ArrayList<>();
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob done, JobStatus status) {
            try {
              heard.add(resumed("http://example.org/b.bin").await(DAY).state());
              mock.time().advance(DAY);
            } catch (InterruptedException | IllegalStateException e) {
              heard.add(e.getClass().getSimpleName());
            }
          }
        },
        Runnable::run);
    job.resume();
    mock.time().advance(Duration.ofMinutes(1));
    assertEquals(List.of(JobState.TRANSFERRED, "IllegalStateException"), heard);
  }

  @Test
  void timeThatPassesByItselfBringsListenersToTheirEnd() throws Exception {
    try (MockBits flying =
        MockBits.builder().presets(Preset.HOTEL_WIFI).timePassesByItself().start()) {
      flying.network().serve(URL, 3_000_000);
      JobSpec spec = JobSpec.download("job").file(URL, target("a.bin")).build();
      BitsJob job = flying.manager().createJob(spec);
      java.util.concurrent.CompletableFuture<JobState> end =
          new java.util.concurrent.CompletableFuture<>();
      job.listen(
          new JobListener() {
            @Override
            public void jobTransferred(BitsJob done, JobStatus status) {
              end.complete(status.state());
            }
          },
          Runnable::run);
      job.resume();
      assertEquals(JobState.TRANSFERRED, end.get(60, java.util.concurrent.TimeUnit.SECONDS));
      job.complete();
    }
    assertEquals(3_000_000, Files.size(target("a.bin")));
  }

  @Test
  void theSameHappensInTheSameOrderEveryTime() throws Exception {
    List<String> first = manyAtOnce(target("first"));
    assertTrue(first.size() > 100, first::toString);
    for (int i = 0; i < 3; i++) {
      assertEquals(first, manyAtOnce(target("again" + i)));
    }
  }

  private static List<String> manyAtOnce(Path folder) throws Exception {
    Files.createDirectory(folder);
    List<String> happened = java.util.Collections.synchronizedList(new ArrayList<>());
    try (MockBits mock = MockBits.builder().presets(Preset.HOTEL_WIFI).start()) {
      for (int i = 0; i < 12; i++) {
        String url = "http://example.org/" + i;
        mock.network().serve(url, 100_000L * (i + 1));
        JobSpec spec =
            JobSpec.download("job " + i)
                .priority(i % 3 == 0 ? JobPriority.LOW : JobPriority.FOREGROUND)
                .file(url, folder.resolve("" + i))
                .build();
        BitsJob job = mock.manager().createJob(spec);
        String name = "job " + i;
        job.listen(
            new JobListener() {
              @Override
              public void jobModified(BitsJob of, JobStatus status) {
                happened.add(mock.time().elapsed() + " " + name + " " + status.state());
              }
            },
            Runnable::run);
        job.resume();
      }
      mock.time().advance(Duration.ofHours(2));
      mock.network().requests().forEach(request -> happened.add(request.toString()));
      assertTrue(
          mock.manager().jobs().stream().allMatch(job -> job.state() == JobState.TRANSFERRED));
    }
    return happened;
  }

  // ---- Calls ----

  @Test
  void callsAreRememberedInOrderWithArgumentsAndOutcome() throws Exception {
    mock.network().serve(URL, 1000);
    BitsJob job = job();
    job.addFile(URL, target("a.bin"));
    job.http().setSecurity(job.http().security());
    assertThrows(
        BitsException.class,
        () -> job.setDisplayName("x".repeat(JobSpec.LONGEST_DISPLAY_NAME + 1)));
    job.credentials()
        .remove(AuthenticationTarget.PROXY, io.github.bits4j.AuthenticationScheme.BASIC);
    job.resume();
    job.await(DAY);
    job.complete();
    assertEquals(
        List.of(
            "BitsManager.createJob",
            "BitsJob.addFile",
            "BitsJob.http",
            "BitsJob.http",
            "HttpOptions.security",
            "HttpOptions.setSecurity",
            "BitsJob.setDisplayName",
            "BitsJob.credentials",
            "JobCredentials.remove",
            "BitsJob.resume",
            "BitsJob.await",
            "BitsJob.complete"),
        mock.calls().names());
    RecordedCall added = mock.calls().of("BitsJob.addFile").get(0);
    assertEquals(List.of(URL, target("a.bin")), added.arguments());
    assertEquals(Optional.of(job.id()), added.job());
    assertTrue(added.hasReturned());
    RecordedCall refused = mock.calls().of("BitsJob.setDisplayName").get(0);
    assertTrue(refused.failure().orElseThrow() instanceof BitsException);
    assertFalse(refused.hasReturned());
    RecordedCall completed = mock.calls().of("*.complete").get(0);
    assertEquals(Optional.of(Completion.ALL), completed.result());
    assertTrue(mock.calls().toString().endsWith("\nBitsJob.complete() returned ALL"));
    assertThrows(IllegalArgumentException.class, () -> mock.calls().of("BitsJob.finish"));
    mock.calls().clear();
    assertEquals(List.of(), mock.calls().all());
  }
}
