package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Feature;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.embedded.Conditions;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.CallLog;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.Preset;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done when something goes wrong, and how it is explained. */
@BitsTest
class FailuresTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir private Path folder;
  private final byte[] content = MockFile.pattern(100_000);
  private Path target;

  @BeforeEach
  void prepare(MockNetwork network) {
    network.serve(URL, content);
    target = folder.resolve("setup.exe");
  }

  private TransferRequest download(BitsManager bits) {
    return Transfer.download(URL, target).on(bits);
  }

  private static List<Class<?>> kinds(TransferResult result) {
    return result.decisions().stream().<Class<?>>map(Object::getClass).toList();
  }

  // ---- What is never tried again ----

  @Test
  void aMissingFileIsGivenUpAtOnceAndNoJobStays(BitsManager bits, MockNetwork network)
      throws Exception {
    network.remove(URL);
    try (Transfer transfer =
        download(bits).retry(RetryPolicy.builder().fallBackToEmbedded().build()).start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(0x80190194, result.error().orElseThrow().hresult().value());
      assertEquals(List.of(Decision.GiveUp.class), kinds(result));
      assertTrue(result.decisions().get(0).reason().contains("BG_E_HTTP_ERROR_404"));
      assertTrue(result.took().compareTo(Duration.ofMinutes(1)) < 0);
    }
  }

  @Test
  void aFailedJobIsKeptWhereAskedFor(BitsManager bits, MockNetwork network) throws Exception {
    network.remove(URL);
    try (Transfer transfer = download(bits).keepingAFailedJob().start()) {
      UUID id = transfer.await(DAY).jobId().orElseThrow();
      assertEquals(JobState.ERROR, bits.job(id).state());
      bits.job(id).cancel();
    }
  }

  @Test
  void aJobThatOthersCancelledStaysCancelled(BitsManager bits, MockNetwork network)
      throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer = download(bits).start()) {
      bits.job(transfer.awaitQueued(DAY)).cancel();
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.CANCELLED, result.outcome());
      assertEquals(List.of(), result.decisions());
    }
  }

  // ---- Waiting for a good reason, and not ----

  @Test
  void aMeteredNetworkIsWaitedForAndNeverGoneAround(BitsManager bits, MockBits mock)
      throws Exception {
    mock.apply(Preset.ROAMING);
    try (Transfer transfer =
        download(bits)
            .preparing(job -> job.options().setCostPolicy(CostPolicy.NOT_ROAMING))
            .retry(RetryPolicy.builder().fallBackToEmbedded().build())
            .start()) {
      TransferResult late = transfer.await(Duration.ofDays(2));
      assertEquals(Outcome.UNFINISHED, late.outcome());
      assertEquals(WaitReason.COST, late.waiting().orElseThrow().reason());
      assertTrue(late.waiting().get().isGoodReason());
      assertEquals(List.of(Decision.Wait.class), kinds(late));
      mock.conditions().setCost(CostPolicy.Cost.UNRESTRICTED);
      transfer.await(DAY).orThrow();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BLOCKED_BY_GAME_MODE, GAME_MODE",
    "BLOCKED_BY_BATTERY_SAVER, BATTERY",
    "BLOCKED_BY_POLICY, POLICY"
  })
  void whatKeepsTheJobBackIsSaidAndBounded(
      BitsCode code, WaitReason reason, BitsManager bits, Conditions conditions) throws Exception {
    conditions.block(code);
    try (Transfer transfer =
        download(bits).deadlines(Deadlines.defaults().forGoodReason(Duration.ofDays(3))).start()) {
      TransferResult late = transfer.await(DAY);
      Waiting waiting = late.waiting().orElseThrow();
      assertEquals(reason, waiting.reason());
      assertEquals(waiting, transfer.status().waiting().orElseThrow());
      TransferResult end = transfer.await(MONTH);
      assertEquals(Outcome.STUCK, end.outcome());
      assertTrue(end.error().orElseThrow().getMessage().contains("3 d (" + reason + ")"));
      assertTrue(end.took().minusDays(3).compareTo(Duration.ofHours(1)) < 0, end::toString);
    }
  }

  @Test
  void itGoesOnWhenTheReasonHasPassed(BitsManager bits, Conditions conditions) throws Exception {
    conditions.setNetwork(false);
    try (Transfer transfer = download(bits).start()) {
      assertEquals(WaitReason.NETWORK, transfer.await(DAY).waiting().orElseThrow().reason());
      conditions.setNetwork(true);
      assertEquals(Outcome.COMPLETE, transfer.await(DAY).outcome());
    }
  }

  @Test
  void aJobThatSomebodySuspendedIsWaitedForAndSaysSo(BitsManager bits, MockNetwork network)
      throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer = download(bits).start()) {
      UUID id = transfer.awaitQueued(DAY);
      bits.job(id).suspend();
      TransferResult late = transfer.await(Duration.ofDays(3));
      assertEquals(WaitReason.SUSPENDED, late.waiting().orElseThrow().reason());
      bits.job(id).resume();
      assertEquals(Outcome.COMPLETE, transfer.await(DAY).outcome());
    }
  }

  @Test
  void aServerThatIsAwayForDaysEndsStuckAndLeavesNoJob(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("*").hangUp().always();
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(MONTH);
      assertEquals(Outcome.STUCK, result.outcome());
      assertEquals(BitsCode.NO_PROGRESS.hresult(), result.error().orElseThrow().hresult());
      assertTrue(result.took().minusDays(1).compareTo(Duration.ofMinutes(30)) < 0);
    }
  }

  @Test
  void aStuckJobIsKeptSuspendedWhereAskedFor(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("*").hangUp().always();
    try (Transfer transfer = download(bits).keepingAFailedJob().start()) {
      UUID id = transfer.await(MONTH).jobId().orElseThrow();
      assertEquals(JobState.SUSPENDED, bits.job(id).state());
      bits.job(id).cancel();
    }
  }

  // ---- Trying again ----

  @Test
  void aBusyServerIsWaitedForByBits(BitsManager bits, FaultScript script) throws Exception {
    script.onRequest("HEAD", "*").answer(503).times(3);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(kinds(result).stream().allMatch(Decision.Wait.class::equals), result::toString);
      assertFalse(result.decisions().isEmpty());
      assertTrue(result.took().compareTo(Duration.ofMinutes(30)) >= 0, result::toString);
    }
  }

  @Test
  void aServerThatSaysWhenIsLeftAloneUntilThen(
      BitsManager bits, FaultScript script, CallLog calls, MockBits mock) throws Exception {
    script.onRequest("GET", "*").answer(503, "Retry-After: 2400");
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400");
    try (Transfer transfer = download(bits).start()) {
      TransferResult late = transfer.await(Duration.ofMinutes(30));
      assertEquals(WaitReason.RETRY_DELAY, late.waiting().orElseThrow().reason());
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(kinds(result).contains(Decision.Retry.class), result.decisions()::toString);
      assertTrue(result.took().compareTo(Duration.ofMinutes(40)) >= 0, result::toString);
    }
    assertFalse(calls.of("BitsJob.suspend").isEmpty());
  }

  @Test
  void aServerThatAlwaysAsksForPatienceIsGivenUpInTheEnd(
      BitsManager bits, FaultScript script, CallLog calls) throws Exception {
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400").always();
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(Duration.ofDays(3));
      assertEquals(Outcome.STUCK, result.outcome());
      assertTrue(result.took().compareTo(DAY) >= 0, result::toString);
      Set<Class<?>> kinds = new HashSet<>(kinds(result));
      assertEquals(Set.of(Decision.Retry.class, Decision.GiveUp.class), kinds);
    }
    // Not once earlier than it was asked to.
    int most = (int) (DAY.toMinutes() / 40) + 2;
    assertTrue(calls.of("BitsJob.resume").size() <= most, calls::toString);
  }

  /** Answers come so fast that no look ever sees another state. */
  @Test
  void norDoesItMatterHowFastTheServerAsksForIt(BitsManager bits, FaultScript script, MockBits mock)
      throws Exception {
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400").always();
    BitsJob other = bits.createJob(JobSpec.download("other").file(URL, target).build());
    other.resume();
    mock.time().advance(Duration.ofMinutes(1));
    JobStatus busy = other.status();
    Optional<String> headers = other.files().get(0).responseHeaders();
    assertEquals(JobState.TRANSIENT_ERROR, busy.state());
    other.cancel();
    Obstructed fast = new Obstructed();
    fast.instead("BitsJob.status", () -> busy);
    fast.instead("BitsFile.responseHeaders", () -> headers);
    try (Transfer transfer = download(fast.over(bits)).start()) {
      assertEquals(Outcome.STUCK, transfer.await(Duration.ofDays(3)).outcome());
    }
  }

  @Test
  void whatSomebodySuspendedMeanwhileIsNotResumed(BitsManager bits, MockBits mock)
      throws Exception {
    mock.network().remove(URL);
    RetryPolicy policy =
        RetryPolicy.builder()
            .onStatus(404, Reaction.RETRY)
            .backOff(Duration.ofHours(1), Duration.ofHours(1))
            .build();
    try (Transfer transfer = download(bits).retry(policy).start()) {
      BitsJob job = bits.job(transfer.awaitQueued(DAY));
      mock.time().advance(Duration.ofMinutes(1));
      assertEquals(JobState.ERROR, job.state());
      job.suspend();
      mock.network().serve(URL, content);
      mock.time().advance(Duration.ofHours(3));
      assertEquals(JobState.SUSPENDED, job.state());
      job.resume();
      assertEquals(Outcome.COMPLETE, transfer.await(DAY).outcome());
    }
  }

  @Test
  void bytesMakeUpForFailuresBefore(BitsManager bits, FaultScript script) throws Exception {
    for (int percent : new int[] {20, 40, 60, 80}) {
      script
          .onUrl("*")
          .atPercent(percent)
          .fail(HResult.ofWin32(32), ErrorContext.LOCAL_FILE)
          .times(1);
    }
    RetryPolicy policy =
        RetryPolicy.builder()
            .attempts(2)
            .backOff(Duration.ofSeconds(1), Duration.ofSeconds(1))
            .build();
    try (Transfer transfer = download(bits).retry(policy).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(kinds(result).stream().allMatch(Decision.Retry.class::equals), result::toString);
    }
  }

  @Test
  void anotherFailureThanTheLastIsDecidedAnew(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("HEAD", "*").answer(500).times(1);
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400").times(1);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertEquals(List.of(Decision.Wait.class, Decision.Retry.class), kinds(result));
    }
  }

  @Test
  void leavingWhileTheJobIsHeldBackLetsItGoOn(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("HEAD", "*").answer(503, "Retry-After: 2400");
    Transfer transfer = download(bits).start();
    transfer.await(Duration.ofMinutes(5));
    UUID id = transfer.status().jobId().orElseThrow();
    assertEquals(JobState.SUSPENDED, bits.job(id).state());
    transfer.close();
    transfer.await(Duration.ofMinutes(1));
    assertEquals(JobState.TRANSFERRED, bits.job(id).await(DAY).state());
    bits.job(id).complete();
  }

  @Test
  void aJobThatFailedIsResumedAfterADelayThatGrows(
      BitsManager bits, FaultScript script, CallLog calls) throws Exception {
    script
        .onUrl("*")
        .fail(HResult.ofWin32(32), io.github.bits4j.error.ErrorContext.LOCAL_FILE)
        .times(3);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertEquals(
          List.of(Decision.Retry.class, Decision.Retry.class, Decision.Retry.class), kinds(result));
      Decision.Retry first = (Decision.Retry) result.decisions().get(0);
      Decision.Retry last = (Decision.Retry) result.decisions().get(2);
      assertTrue(last.delay().compareTo(first.delay()) > 0);
    }
    assertEquals(4, calls.of("BitsJob.resume").size());
    assertEquals(1, calls.of("BitsManager.createJob").size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anExpiredUrlIsReplacedByAFreshOne(
      boolean keepsBytes, MockBits mock, MockNetwork network, CallLog calls) throws Exception {
    network.remove(URL);
    network.serve("http://example.org/fresh", content);
    Obstructed backend = new Obstructed();
    if (!keepsBytes) {
      backend.instead("BitsFile.supports " + Feature.REMOTE_NAME, () -> false);
    }
    FaultScript script = mock.script();
    script.onRequest("*setup.exe*").answer(403).always();
    List<String> asked = new ArrayList<>();
    try (Transfer transfer =
        download(backend.over(mock.manager()))
            .renewingUrls(
                file -> {
                  asked.add(file.remoteName());
                  return URI.create("http://example.org/fresh");
                })
            .start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertEquals(List.of(Decision.RenewUrl.class), kinds(result));
    }
    assertEquals(List.of(URL), asked);
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(keepsBytes ? 1 : 2, calls.of("BitsManager.createJob").size());
    assertEquals(keepsBytes ? 1 : 0, calls.of("BitsFile.setRemoteName").size());
  }

  @Test
  void withoutAFreshUrlAnExpiredOneIsGivenUp(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("*").answer(403).always();
    try (Transfer transfer = download(bits).renewingUrls(file -> null).start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(0x80190193, result.error().orElseThrow().hresult().value());
      assertEquals(List.of(Decision.RenewUrl.class, Decision.GiveUp.class), kinds(result));
    }
  }

  @Test
  void whatTheSourceOfUrlsThrowsEndsTheTransfer(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("*").answer(410).always();
    try (Transfer transfer =
        download(bits)
            .renewingUrls(
                file -> {
                  throw new IllegalStateException("signed out");
                })
            .start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome());
      assertTrue(result.error().orElseThrow().getMessage().contains("signed out"));
    }
  }

  // ---- Servers and proxies without ranges ----

  @Test
  void whereRangesAreLostTheForegroundIsTried(BitsManager bits, MockBits mock, CallLog calls)
      throws Exception {
    mock.apply(Preset.PROXY_WITHOUT_RANGES);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertEquals(List.of(Decision.ToForeground.class), kinds(result));
    }
    assertEquals(JobPriority.FOREGROUND, calls.of("BitsJob.setPriority").get(0).arguments().get(0));
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsInTheForegroundIsNotSentThereAgain(
      boolean requested, BitsManager bits, FaultScript script) throws Exception {
    script
        .onUrl("*")
        .atPercent(20)
        .fail(BitsCode.INSUFFICIENT_RANGE_SUPPORT.hresult(), ErrorContext.REMOTE_FILE)
        .times(1);
    TransferRequest request =
        requested
            ? download(bits).priority(JobPriority.FOREGROUND)
            : download(bits).preparing(job -> job.setPriority(JobPriority.FOREGROUND));
    try (Transfer transfer = request.start()) {
      assertEquals(List.of(Decision.ToDynamicContent.class), kinds(transfer.await(DAY).orThrow()));
    }
  }

  @Test
  void whereTheSizeIsNotToldItIsDynamicContent(BitsManager bits, MockNetwork network)
      throws Exception {
    network.serve(URL, content).withoutLength();
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertEquals(List.of(Decision.ToDynamicContent.class), kinds(result));
    }
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  // ---- Another downloader ----

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEmbeddedEngineTakesOverOnlyWhereAskedTo(boolean asked, MockBits mock) throws Exception {
    mock.apply(Preset.DISABLED_SERVICE);
    RetryPolicy.Builder policy = RetryPolicy.builder();
    try (Transfer transfer =
        download(mock.manager())
            .retry((asked ? policy.fallBackToEmbedded() : policy).build())
            .start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(asked ? Outcome.COMPLETE : Outcome.FAILED, result.outcome());
      assertEquals(List.of(asked ? Decision.FallBack.class : Decision.GiveUp.class), kinds(result));
      assertTrue(result.decisions().get(0).reason().contains("0x80070422"));
      if (!asked) {
        assertTrue(result.error().orElseThrow() instanceof BitsUnavailableException);
      }
    }
    assertEquals(asked, Files.exists(target));
  }

  // ---- A service that goes away meanwhile ----

  @Test
  void aServiceThatIsStartedAnewIsNoFailure(BitsManager bits, FaultScript script) throws Exception {
    script.onUrl("*").atPercent(40).stopService(Duration.ofSeconds(30));
    try (Transfer transfer = download(bits).start()) {
      assertEquals(List.of(), transfer.await(DAY).orThrow().decisions());
    }
  }

  @Test
  void twoShortAbsencesAreNotALongOne(BitsManager bits, FaultScript script, MockNetwork network)
      throws Exception {
    network.bandwidth(1000);
    script.onUrl("*").atPercent(30).stopService(Duration.ofSeconds(40));
    script.onUrl("*").atPercent(70).stopService(Duration.ofSeconds(40));
    try (Transfer transfer =
        download(bits).deadlines(Deadlines.defaults().patience(Duration.ofMinutes(1))).start()) {
      assertEquals(List.of(), transfer.await(DAY).orThrow().decisions());
    }
  }

  @Test
  void aServiceThatStaysAwayIsUnavailableAtTheDeadline(
      BitsManager bits, FaultScript script, MockBits mock) throws Exception {
    script.onUrl("*").atPercent(40).stopService(DAY);
    try (Transfer transfer =
        download(bits).deadlines(Deadlines.defaults().patience(Duration.ofHours(2))).start()) {
      org.junit.jupiter.api.Assertions.assertThrows(
          BitsUnavailableException.class, () -> transfer.await(Duration.ofHours(1)));
      TransferResult result = transfer.await(Duration.ofHours(10));
      assertEquals(Outcome.FAILED, result.outcome());
      assertTrue(result.error().orElseThrow() instanceof BitsUnavailableException);
      mock.time().advance(DAY);
      bits.job(result.jobId().orElseThrow()).cancel();
    }
  }

  @Test
  void aManagerThatWasClosedLeavesTheJob(MockBits mock) throws Exception {
    BitsManager own = mock.openManager();
    mock.network().bandwidth(1000);
    Transfer transfer = download(own).start();
    UUID id = transfer.awaitQueued(DAY);
    own.close();
    assertEquals(Outcome.UNFINISHED, transfer.await(DAY).outcome());
    mock.manager().job(id).cancel();
  }

  @ParameterizedTest
  @EnumSource
  void everyPresetComesToAnEnd(Preset preset, MockBits mock) throws Exception {
    mock.apply(preset);
    try (Transfer transfer = download(mock.manager()).start()) {
      assertFalse(transfer.await(Duration.ofDays(40)).outcome() == Outcome.UNFINISHED);
    }
  }
}
