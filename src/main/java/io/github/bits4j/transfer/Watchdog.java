package io.github.bits4j.transfer;

import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a job that moves from one that waits for a good reason, and from one that is stuck, by
 * looks at it. Pure: it is told the time.
 *
 * <p>Whatever the job does, without new bytes it is stuck after the time for good reasons and the
 * time without progress together.
 */
final class Watchdog {
  private static final Set<WaitReason> GOOD =
      EnumSet.of(
          WaitReason.NETWORK,
          WaitReason.LOGON,
          WaitReason.POLICY,
          WaitReason.COST,
          WaitReason.BATTERY,
          WaitReason.GAME_MODE,
          WaitReason.SUSPENDED);

  private final Deadlines deadlines;
  private JobState state;
  private Optional<WaitReason> reason = Optional.empty();
  private int errors;
  private long bytes;
  private long most = -1;

  /** When it last changed, and was looked at. */
  private Duration since;

  private Duration looked;

  /** Time without new bytes: for good reasons, and else. */
  private Duration excused = Duration.ZERO;

  private Duration idle = Duration.ZERO;

  Watchdog(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /**
   * What was seen.
   *
   * @param waiting why it does not move, if it does not
   * @param left how much longer it is put up with if nothing changes
   * @param stuck what is wrong with it, if it is stuck
   */
  record Verdict(Optional<Waiting> waiting, Duration left, Optional<String> stuck) {}

  static boolean isGood(WaitReason reason) {
    return GOOD.contains(reason);
  }

  Verdict look(JobStatus status, Duration elapsed, Instant now) {
    note(status, elapsed);
    boolean good = reason.filter(GOOD::contains).isPresent();
    Duration left = good ? deadlines.forGoodReason().minus(excused) : left(status, elapsed, now);
    Instant began = now.minus(elapsed.minus(since));
    return new Verdict(
        reason.map(why -> new Waiting(why, began, status.nextRetryTime(), good, now.plus(left))),
        left,
        left.isNegative() || left.isZero() ? Optional.of(complaint(good)) : Optional.empty());
  }

  /** The time before the state's deadline, or the one for going without bytes. */
  private Duration left(JobStatus status, Duration elapsed, Instant now) {
    Duration untilTry =
        status
            .nextRetryTime()
            .filter(time -> state == JobState.TRANSIENT_ERROR && time.isAfter(now))
            .map(time -> Duration.between(now, time))
            .orElse(elapsed.minus(since).negated());
    Duration inState = untilTry.plus(deadlines.of(state));
    Duration inAll = deadlines.withoutProgress().minus(idle);
    return inState.compareTo(inAll) < 0 ? inState : inAll;
  }

  private void note(JobStatus status, Duration elapsed) {
    long nowBytes = status.progress().map(JobProgress::bytesTransferred).orElse(0L);
    int nowErrors = status.errorCount().orElse(0);
    if (looked != null) {
      Duration passed = elapsed.minus(looked);
      // The time that has passed belongs to what was seen before.
      if (reason.filter(GOOD::contains).isPresent()) {
        excused = excused.plus(passed);
      } else {
        idle = idle.plus(passed);
      }
    }
    if (since == null
        || status.state() != state
        || !status.waitReason().equals(reason)
        || nowErrors != errors
        || nowBytes != bytes) {
      since = elapsed;
    }
    if (nowBytes > most) {
      excused = Duration.ZERO;
      idle = Duration.ZERO;
      most = nowBytes;
    }
    state = status.state();
    reason = status.waitReason();
    errors = nowErrors;
    bytes = nowBytes;
    looked = elapsed;
  }

  private String complaint(boolean good) {
    if (good) {
      return "it has waited for " + Choice.words(excused) + " (" + reason.get() + ")";
    }
    Duration here = looked.minus(since);
    return here.compareTo(deadlines.of(state)) < 0
        ? "it has not brought a byte for " + Choice.words(idle)
        : "it has been " + state + " for " + Choice.words(here) + " without moving";
  }
}
