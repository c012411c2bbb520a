package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.JobError;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.transfer.Situation.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy decides, situation by situation. */
class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final long SMALL = 1 << 20;

  private final RetryPolicy policy = RetryPolicy.builder().jitter(0).build();
  private final RetryPolicy falling = RetryPolicy.builder().fallBackToEmbedded().build();

  private static Situation job(HResult hresult) {
    return Situation.of(
        new JobError(
            Fault.of(hresult), 5, Optional.empty(), Optional.empty(), Optional.empty(), ""));
  }

  private static Situation job(BitsCode code) {
    return job(code.hresult());
  }

  private static Situation status(int status) {
    return job(HResult.ofHttpStatus(status));
  }

  private static Situation connecting(int win32) {
    return Situation.of(
        new BitsUnavailableException(HResult.ofWin32(win32), "CoCreateInstance", null, null));
  }

  private static Situation everythingLeft(Situation situation) {
    return situation.withLeft(EnumSet.allOf(Remedy.class));
  }

  private static void assertDecides(
      Class<? extends Decision> expected, String words, Decision decision) {
    assertInstanceOf(expected, decision);
    assertTrue(decision.reason().contains(words), decision.reason());
  }

  // ---- The server's answer ----

  @Test
  void aMissingFileIsReportedAtOnce() {
    Decision decision = falling.decide(everythingLeft(status(404)));
    assertDecides(Decision.GiveUp.class, "BG_E_HTTP_ERROR_404 (0x80190194): ", decision);
    assertDecides(Decision.GiveUp.class, "here or elsewhere, gives the same", decision);
  }

  @Test
  void aServerThatFailsIsTriedAgainWithGrowingDelaysAndThenNotElsewhere() {
    Situation failed = everythingLeft(status(503));
    long[] seconds = {15, 30, 60, 120};
    for (int attempt = 1; attempt <= 4; attempt++) {
      Decision decision = policy.decide(failed.withAttempts(attempt));
      assertDecides(Decision.Retry.class, "attempt " + (attempt + 1) + " of 5", decision);
      assertEquals(Duration.ofSeconds(seconds[attempt - 1]), ((Decision.Retry) decision).delay());
    }
    assertDecides(
        Decision.GiveUp.class,
        "it did not pass in 5 attempts",
        falling.decide(failed.withAttempts(5)));
  }

  @Test
  void theDelayEndsAtItsLimit() {
    RetryPolicy patient =
        RetryPolicy.builder()
            .attempts(Integer.MAX_VALUE)
            .jitter(0)
            .backOff(Duration.ofSeconds(7), Duration.ofSeconds(100))
            .build();
    for (int attempts : new int[] {5, 50, 1_000_000}) {
      assertEquals(
          Duration.ofSeconds(100),
          ((Decision.Retry) patient.decide(status(500).withAttempts(attempts))).delay());
    }
  }

  @Test
  void aFifthOfTheDelayDiffersFromTransferToTransferAndIsAlwaysTheSameForOne() {
    Set<Duration> delays = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      Situation failed = status(500).withSeed(seed);
      Decision.Retry decision = (Decision.Retry) RetryPolicy.defaults().decide(failed);
      assertEquals(decision, RetryPolicy.defaults().decide(failed));
      assertTrue(decision.delay().compareTo(Duration.ofSeconds(12)) >= 0, decision.toString());
      assertTrue(decision.delay().compareTo(Duration.ofSeconds(15)) <= 0, decision.toString());
      delays.add(decision.delay());
    }
    assertTrue(delays.size() > 80, "only " + delays.size() + " different delays");
  }

  @Test
  void whatTheServerAsksForIsKept() {
    Situation busy = status(503).withHeaders("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n", NOW);
    assertEquals(
        Duration.ofSeconds(120), ((Decision.Retry) policy.decide(busy)).delay(), "not earlier");
    assertEquals(
        Duration.ofSeconds(240),
        ((Decision.Retry) policy.decide(busy.withAttempts(4).withRetryAfter(Duration.ofMinutes(4))))
            .delay(),
        "the longer of the two");
    for (long seed = 0; seed < 50; seed++) {
      Duration spread =
          ((Decision.Retry) RetryPolicy.defaults().decide(busy.withSeed(seed))).delay();
      assertTrue(spread.compareTo(Duration.ofSeconds(120)) >= 0, spread.toString());
      assertTrue(spread.compareTo(Duration.ofSeconds(144)) <= 0, spread.toString());
    }
  }

  @Test
  void whoAsksForTooLongHasRefused() {
    assertDecides(
        Decision.GiveUp.class,
        "left alone for 2 d, longer than the 1 h of the policy",
        policy.decide(status(503).withRetryAfter(Duration.ofDays(2))));
    assertInstanceOf(
        Decision.GiveUp.class,
        policy.decide(
            status(503).withState(JobState.TRANSIENT_ERROR).withRetryAfter(Duration.ofDays(2))));
  }

  @Test
  void whatWasNeverSaidBySuchAnAnswerDoesNotCount() {
    Situation failed = job(BitsCode.CONNECTION_CLOSED).withHeaders("Retry-After: 9999\r\n", NOW);
    assertEquals(Optional.empty(), failed.retryAfter());
    assertEquals(
        Optional.empty(),
        status(500).withHeaders("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n", NOW).retryAfter());
  }

  @Test
  void anExpiredUrlIsRenewedSoOften() {
    Situation expired = everythingLeft(status(403));
    assertDecides(Decision.RenewUrl.class, "fresh URL 3", policy.decide(expired.withRenewals(2)));
    assertDecides(
        Decision.GiveUp.class, "so did 3 fresh URLs", policy.decide(expired.withRenewals(3)));
    assertDecides(Decision.GiveUp.class, "nobody was named", policy.decide(status(410)));
    assertDecides(
        Decision.GiveUp.class,
        "the policy asks for no fresh URL",
        RetryPolicy.none().decide(expired));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void whoWantsToKnowWhoItIsIsNotAskedAgain(int status) {
    assertInstanceOf(Decision.GiveUp.class, falling.decide(everythingLeft(status(status))));
  }

  @Test
  void aPartThatIsNotThereBeginsAtTheFirstByte() {
    assertInstanceOf(Decision.BeginAgain.class, policy.decide(status(416)));
    assertDecides(Decision.GiveUp.class, "5 attempts", policy.decide(status(416).withAttempts(5)));
    assertDecides(
        Decision.GiveUp.class,
        "in a new job",
        policy.decide(status(416).withLeft(Set.of(Remedy.RETRY))));
  }

  // ---- Ranges ----

  @Test
  void aServerWithoutRangesIsAskedInTheForegroundThenForEverything() {
    Situation refused = job(BitsCode.INSUFFICIENT_RANGE_SUPPORT).withSize(SMALL);
    assertDecides(Decision.ToForeground.class, "below 2 GB", policy.decide(refused));
    Situation inForeground = refused.withLeft(EnumSet.complementOf(EnumSet.of(Remedy.FOREGROUND)));
    assertInstanceOf(Decision.ToDynamicContent.class, policy.decide(inForeground));
    assertDecides(
        Decision.GiveUp.class,
        "or was done already",
        policy.decide(inForeground.withLeft(Set.of(Remedy.RETRY, Remedy.NEW_JOB))));
  }

  @ParameterizedTest
  @CsvSource({"2147483647, ToForeground", "2147483648, ToDynamicContent"})
  void theForegroundTakesLessThanTwoGigabytes(long size, String decision) {
    assertEquals(
        decision,
        policy
            .decide(job(BitsCode.INSUFFICIENT_RANGE_SUPPORT).withSize(size))
            .getClass()
            .getSimpleName());
  }

  @Test
  void aSizeNobodyKnowsMayBeTooLarge() {
    assertInstanceOf(
        Decision.ToDynamicContent.class, policy.decide(job(BitsCode.INSUFFICIENT_RANGE_SUPPORT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BG_E_MISSING_FILE_SIZE", "BG_E_HTTP_ERROR_405", "BG_E_HTTP_ERROR_501"})
  void aServerThatRefusesHeadIsAskedForEverything(String name) {
    Situation refused =
        Situation.of(Fault.named(name).orElseThrow(), ReactionsTest.JOB).withSize(SMALL);
    assertInstanceOf(Decision.ToDynamicContent.class, policy.decide(refused));
    assertDecides(
        Decision.GiveUp.class,
        "takes no dynamic content",
        RetryPolicy.builder().withoutDynamicContent().build().decide(refused));
  }

  @Test
  void whoKeepsThePriorityGoesToDynamicContentAtOnce() {
    assertInstanceOf(
        Decision.ToDynamicContent.class,
        RetryPolicy.builder()
            .withoutForeground()
            .build()
            .decide(job(BitsCode.INSUFFICIENT_RANGE_SUPPORT).withSize(SMALL)));
  }

  // ---- Waiting ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BG_E_BLOCKED_BY_POLICY",
        "BG_E_BLOCKED_BY_COST_TRANSFER_POLICY",
        "BG_E_STANDBY_MODE",
        "BG_E_BLOCKED_BY_BATTERY_POLICY",
        "BG_E_BLOCKED_BY_BATTERY_SAVER",
        "BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY",
        "BG_E_BLOCKED_BY_GAME_MODE",
        "BG_E_BLOCKED_BY_SYSTEM_POLICY"
      })
  void whatKeepsAJobBackOnPurposeIsWaitedForAndNeverGoneAround(String name) {
    RetryPolicy hasty = RetryPolicy.builder().failFast().fallBackToEmbedded().build();
    Situation blocked =
        everythingLeft(Situation.of(Fault.named(name).orElseThrow(), ReactionsTest.JOB));
    assertDecides(
        Decision.Wait.class,
        "nothing goes around it",
        hasty.decide(blocked.withState(JobState.TRANSIENT_ERROR)));
    assertInstanceOf(Decision.GiveUp.class, hasty.decide(blocked.withState(JobState.ERROR)));
  }

  @Test
  void bitsItselfTriesAgainFirst() {
    Situation passing = job(BitsCode.NETWORK_DISCONNECTED).withState(JobState.TRANSIENT_ERROR);
    assertDecides(
        Decision.Wait.class,
        "BITS tries again by itself",
        policy.decide(passing.withAttempts(1000)));
    assertInstanceOf(
        Decision.Retry.class, RetryPolicy.builder().failFast().build().decide(passing));
    assertInstanceOf(Decision.Wait.class, RetryPolicy.none().decide(passing));
    assertInstanceOf(
        Decision.GiveUp.class, RetryPolicy.none().decide(job(BitsCode.NETWORK_DISCONNECTED)));
  }

  @Test
  void anErrorThatWentOnBeforeItCouldBeAskedForIsNone() {
    Situation gone = job(BitsCode.ERROR_INFORMATION_UNAVAILABLE);
    assertInstanceOf(Decision.Wait.class, policy.decide(gone.withState(JobState.TRANSIENT_ERROR)));
    assertDecides(
        Decision.Retry.class, "attempt 2 of 2", policy.decide(gone.withState(JobState.ERROR)));
  }

  @Test
  void butNotBeforeTheServerWantsIt() {
    Situation busy =
        status(503).withState(JobState.TRANSIENT_ERROR).withRetryAfter(Duration.ofMinutes(20));
    assertEquals(Duration.ofMinutes(20), ((Decision.Retry) policy.decide(busy)).delay());
    // BITS goes on after all attempts, too; it shall not come earlier either.
    Decision late = policy.decide(busy.withAttempts(50));
    assertEquals(Duration.ofMinutes(20), ((Decision.Retry) late).delay());
    assertInstanceOf(Decision.Wait.class, RetryPolicy.none().decide(busy));
  }

  /** The state of the job tells more than a number. */
  @ParameterizedTest
  @ValueSource(strings = {"ERROR_ACCESS_DENIED", "ERROR_READ_FAULT", "BG_E_REMOTE_FILE_CHANGED"})
  void whatBitsTakesForSomethingThatPassesIsWaitedFor(String name) {
    Situation passing =
        Situation.of(Fault.named(name).orElseThrow(), ReactionsTest.JOB)
            .withState(JobState.TRANSIENT_ERROR);
    assertDecides(Decision.Wait.class, "something that passes", policy.decide(passing));
    RetryPolicy strict =
        RetryPolicy.builder().onCode(passing.fault().hresult(), Reaction.GIVE_UP).build();
    assertInstanceOf(Decision.GiveUp.class, strict.decide(passing));
    RetryPolicy hasty = RetryPolicy.builder().failFast().build();
    assertTrue(!(hasty.decide(passing) instanceof Decision.Wait));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BG_E_HTTP_ERROR_404",
        "ERROR_CANCELLED",
        "ERROR_VIRUS_INFECTED",
        "ERROR_DISK_FULL",
        "ERROR_WINHTTP_SECURE_FAILURE",
        "CERT_E_EXPIRED"
      })
  void whatIsTheSameEverywhereIsNotWaitedFor(String name) {
    assertInstanceOf(
        Decision.GiveUp.class,
        policy.decide(
            Situation.of(Fault.named(name).orElseThrow(), ReactionsTest.JOB)
                .withState(JobState.TRANSIENT_ERROR)));
  }

  @Test
  void whatNoTimeCuresIsNotWaitedFor() {
    assertInstanceOf(
        Decision.GiveUp.class,
        policy.decide(job(HResult.ofWin32(1245)).withState(JobState.TRANSIENT_ERROR)));
    assertInstanceOf(
        Decision.GiveUp.class, policy.decide(status(204).withState(JobState.TRANSIENT_ERROR)));
  }

  // ---- Another engine ----

  @ParameterizedTest
  @ValueSource(ints = {1058, 1060, 1068, 1075, 1083, 2, 5, 1245})
  void aServiceThatCannotBeUsedIsReplacedWhereThatWasAskedFor(int win32) {
    Situation none = everythingLeft(connecting(win32));
    assertDecides(
        Decision.FallBack.class,
        "BITS cannot be used here: the embedded engine does it",
        falling.decide(none));
    assertDecides(
        Decision.GiveUp.class, "the policy asks for no other engine", policy.decide(none));
    assertDecides(Decision.GiveUp.class, "or does it already", falling.decide(connecting(win32)));
  }

  @Test
  void aServiceThatDoesNotAnswerIsAskedAgainBeforeItIsReplaced() {
    Situation silent = everythingLeft(connecting(1722));
    assertInstanceOf(Decision.Retry.class, falling.decide(silent));
    assertInstanceOf(Decision.FallBack.class, falling.decide(silent.withAttempts(5)));
  }

  @Test
  void aServiceThatIsLostLaterMayStillHaveTheJob() {
    Situation lost =
        everythingLeft(Situation.of(BitsException.of(HResult.ofWin32(1722), "BitsJob.resume")));
    assertInstanceOf(Decision.Retry.class, falling.decide(lost));
    assertInstanceOf(Decision.GiveUp.class, falling.decide(lost.withAttempts(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR_DISK_FULL",
        "ERROR_VIRUS_INFECTED",
        "ERROR_CANCELLED",
        "ERROR_WINHTTP_SECURE_CERT_DATE_INVALID",
        "CERT_E_UNTRUSTEDROOT",
        "BG_E_TRUST_FAILURE",
        "E_ACCESSDENIED",
        "BG_E_TOKEN_REQUIRED"
      })
  void whatAnotherEngineWouldMeetTooIsReported(String name) {
    Situation failed =
        everythingLeft(Situation.of(Fault.named(name).orElseThrow(), ReactionsTest.JOB));
    assertInstanceOf(Decision.GiveUp.class, falling.decide(failed));
  }

  // ---- Other reactions ----

  @Test
  void aReactionCanBeAnotherOne() {
    RetryPolicy other =
        RetryPolicy.builder()
            .onStatus(404, Reaction.RETRY)
            .onStatus(503, Reaction.GIVE_UP)
            .onCode(HResult.ofWin32(12007), Reaction.FALL_BACK)
            .fallBackToEmbedded()
            .build();
    assertInstanceOf(Decision.Retry.class, other.decide(status(404)));
    assertInstanceOf(
        Decision.GiveUp.class, other.decide(status(503).withState(JobState.TRANSIENT_ERROR)));
    assertInstanceOf(
        Decision.FallBack.class, other.decide(everythingLeft(job(HResult.ofWin32(12007)))));
    assertEquals(
        Reaction.GIVE_UP,
        RetryPolicy.defaults().reaction(new Fault.Http(404), ReactionsTest.JOB),
        "the others stay as they are");
  }

  static Stream<Fault> neverGoneAround() {
    return Stream.concat(
        Stream.of(
                "BG_E_BLOCKED_BY_COST_TRANSFER_POLICY",
                "ERROR_CANCELLED",
                "ERROR_DISK_FULL",
                "ERROR_VIRUS_DELETED",
                "CERT_E_EXPIRED",
                "ERROR_WINHTTP_SECURE_FAILURE")
            .map(name -> Fault.named(name).orElseThrow()),
        Stream.of(404, 403, 500, 503, 599).map(Fault.Http::new));
  }

  @ParameterizedTest
  @MethodSource("neverGoneAround")
  void someReactionsAreRefused(Fault fault) {
    RetryPolicy.Builder builder = RetryPolicy.builder();
    assertThrows(
        IllegalArgumentException.class, () -> builder.onCode(fault.hresult(), Reaction.FALL_BACK));
    assertEquals(
        RetryPolicy.defaults().reaction(fault, ReactionsTest.JOB),
        builder.build().reaction(fault, ReactionsTest.JOB));
  }

  @Test
  void badSettingsAreRefused() {
    RetryPolicy.Builder builder = RetryPolicy.builder();
    HResult cancelled = HResult.ofWin32(1223);
    HResult metered = BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY.hresult();
    Duration second = Duration.ofSeconds(1);
    for (Executable bad :
        new Executable[] {
          () -> builder.attempts(0),
          () -> builder.renewals(-1),
          () -> builder.jitter(1.1),
          () -> builder.jitter(Double.NaN),
          () -> builder.backOff(Duration.ofSeconds(2), second),
          () -> builder.backOff(second.negated(), second),
          () -> builder.longestRetryAfter(Duration.ofDays(366)),
          () -> builder.onStatus(99, Reaction.RETRY),
          () -> builder.onStatus(600, Reaction.RETRY),
          () -> builder.onCode(cancelled, Reaction.RETRY),
          () -> builder.onCode(metered, Reaction.RETRY),
          () -> builder.onCode(new HResult(0), Reaction.GIVE_UP),
          () -> status(404).withAttempts(0),
          () -> status(404).withRetryAfter(second.negated()),
          () -> status(404).withSize(-1),
        }) {
      assertThrows(IllegalArgumentException.class, bad);
    }
    assertEquals(RetryPolicy.defaults().toString(), builder.build().toString());
  }

  @Test
  void aPolicyDoesNotChangeWithItsBuilder() {
    RetryPolicy.Builder builder = RetryPolicy.builder();
    RetryPolicy before = builder.build();
    builder.onStatus(404, Reaction.RETRY).attempts(1);
    assertInstanceOf(Decision.GiveUp.class, before.decide(status(404)));
    assertInstanceOf(Decision.Retry.class, before.decide(status(500)));
  }

  @Test
  void theOriginOfACallIsKept() {
    Situation denied = Situation.of(BitsException.of(HResult.ofWin32(5), "BitsJob.resume"));
    assertEquals(Origin.CALL, denied.origin());
    assertInstanceOf(Decision.FallBack.class, falling.decide(everythingLeft(denied)));
  }
}
