package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.transfer.Watchdog.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A job that moves, one that waits for a good reason, and one that is stuck. */
class WatchdogTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Deadlines deadlines =
      Deadlines.defaults()
          .withState(JobState.QUEUED, MINUTE.multipliedBy(60))
          .withState(JobState.CONNECTING, MINUTE.multipliedBy(15))
          .withState(JobState.TRANSFERRING, MINUTE.multipliedBy(10))
          .withState(JobState.TRANSIENT_ERROR, MINUTE.multipliedBy(5))
          .withoutProgress(MINUTE.multipliedBy(100))
          .forGoodReason(MINUTE.multipliedBy(1000));
  private final Watchdog watchdog = new Watchdog(deadlines);
  private Duration elapsed = Duration.ofDays(3);
  private Instant now = START;

  private Verdict look(int minutesLater, JobStatus status) {
    elapsed = elapsed.plus(MINUTE.multipliedBy(minutesLater));
    now = now.plus(MINUTE.multipliedBy(minutesLater));
    return watchdog.look(status, elapsed, now);
  }

  private static JobStatus status(JobState state, long bytes, WaitReason reason, Instant next) {
    return new JobStatus(
        state,
        Optional.of(new JobProgress(OptionalLong.of(100), bytes, 1, 0)),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.ofNullable(reason),
        Optional.ofNullable(next));
  }

  private static JobStatus status(JobState state, long bytes) {
    return status(state, bytes, WaitReason.of(state, Optional.empty()).orElse(null), null);
  }

  private static void assertStuck(Verdict verdict, String because) {
    assertTrue(verdict.stuck().orElse("not stuck").contains(because), verdict::toString);
  }

  private static void assertNotStuck(Verdict verdict) {
    assertEquals(Optional.empty(), verdict.stuck());
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING", "TRANSFERRING", "TRANSIENT_ERROR"})
  void everyActiveStateHasItsDeadline(JobState state) {
    int limit = (int) deadlines.of(state).toMinutes();
    assertEquals(deadlines.of(state), look(0, status(state, 0)).left());
    Verdict before = look(limit - 1, status(state, 0));
    assertNotStuck(before);
    assertEquals(MINUTE, before.left());
    assertStuck(look(1, status(state, 0)), "it has been " + state + " for");
  }

  @Test
  void aByteIsALifeSign() {
    look(0, status(JobState.TRANSFERRING, 0));
    for (int i = 1; i <= 50; i++) {
      assertNotStuck(look(9, status(JobState.TRANSFERRING, i)));
    }
    assertStuck(look(10, status(JobState.TRANSFERRING, 50)), "TRANSFERRING");
  }

  @Test
  void goingRoundWithoutABytesEndsToo() {
    look(0, status(JobState.CONNECTING, 10));
    int rounds = 0;
    Verdict verdict;
    do {
      look(4, status(JobState.TRANSIENT_ERROR, 10, WaitReason.RETRY_DELAY, null));
      verdict = look(4, status(JobState.CONNECTING, 10));
      rounds++;
    } while (verdict.stuck().isEmpty() && rounds < 1000);
    assertStuck(verdict, "it has not brought a byte for 1 h 44 min");
    assertEquals(13, rounds);
  }

  @Test
  void bytesThatWereHereBeforeAreNoProgress() {
    look(0, status(JobState.TRANSFERRING, 50));
    Verdict verdict = null;
    for (int i = 0; i < 34; i++) {
      verdict = look(3, status(JobState.TRANSFERRING, i % 50));
    }
    assertStuck(verdict, "not brought a byte");
  }

  @Test
  void theDeadlineOfATransientErrorBeginsWithTheNextTry() {
    Instant next = START.plus(MINUTE.multipliedBy(30));
    JobStatus waits = status(JobState.TRANSIENT_ERROR, 0, WaitReason.RETRY_DELAY, next);
    Verdict first = look(0, waits);
    assertEquals(MINUTE.multipliedBy(35), first.left());
    assertEquals(next, first.waiting().orElseThrow().nextRetryTime().orElseThrow());
    assertFalse(first.waiting().orElseThrow().isGoodReason());
    assertEquals(START.plus(MINUTE.multipliedBy(35)), first.waiting().get().givenUpAt());
    assertEquals(MINUTE.multipliedBy(6), look(29, waits).left());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"RETRY_DELAY", "QUEUE"})
  void aGoodReasonIsWaitedForLonger(WaitReason reason) {
    JobState state = reason == WaitReason.SUSPENDED ? JobState.SUSPENDED : JobState.TRANSIENT_ERROR;
    JobStatus waits = status(state, 5, reason, null);
    look(0, waits);
    Verdict verdict = look(999, waits);
    assertNotStuck(verdict);
    assertEquals(reason, verdict.waiting().orElseThrow().reason());
    assertTrue(verdict.waiting().get().isGoodReason());
    assertEquals(START, verdict.waiting().get().since());
    assertStuck(look(1, waits), reason.name());
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY_DELAY", "QUEUE"})
  void theOthersAreNone(WaitReason reason) {
    assertFalse(Watchdog.isGood(reason));
  }

  @Test
  void timeForAGoodReasonDoesNotCountAsTimeWithoutProgress() {
    look(0, status(JobState.CONNECTING, 5));
    look(4, status(JobState.TRANSIENT_ERROR, 5, WaitReason.NETWORK, null));
    look(900, status(JobState.CONNECTING, 5));
    Verdict verdict = look(10, status(JobState.CONNECTING, 5));
    assertNotStuck(verdict);
    assertEquals(MINUTE.multipliedBy(5), verdict.left());
    assertEquals(Optional.empty(), verdict.waiting());
  }

  @Test
  void goingBetweenGoodReasonsAndOthersEndsToo() {
    Verdict verdict = look(0, status(JobState.CONNECTING, 5));
    int rounds = 0;
    while (verdict.stuck().isEmpty() && rounds++ < 1000) {
      look(1, status(JobState.TRANSIENT_ERROR, 5, WaitReason.NETWORK, null));
      verdict = look(9, status(JobState.QUEUED, 5, WaitReason.QUEUE, null));
    }
    assertEquals(100, rounds);
    assertStuck(verdict, "not brought a byte");
  }

  @Test
  void deadlinesAreLongerThanNothingAndForStatesThatShouldMove() {
    assertThrows(
        IllegalArgumentException.class, () -> deadlines.withState(JobState.QUEUED, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> deadlines.withState(JobState.ERROR, MINUTE));
    assertThrows(IllegalArgumentException.class, () -> deadlines.patience(MINUTE.negated()));
  }
}
