package io.github.bits4j.transfer;

import io.github.bits4j.JobState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How long a transfer puts up with a job that does not move, before it is {@link
 * TransferResult.Outcome#STUCK}. No state is without one, so no transfer waits for ever.
 *
 * <p>Immutable: methods that begin with {@code with} answer a changed copy.
 */
public final class Deadlines {
  private static final Deadlines DEFAULTS =
      new Deadlines(
          new EnumMap<>(
              Map.of(
                  JobState.QUEUED, Duration.ofHours(1),
                  JobState.CONNECTING, Duration.ofMinutes(15),
                  JobState.TRANSFERRING, Duration.ofMinutes(15),
                  JobState.TRANSIENT_ERROR, Duration.ofMinutes(15))),
          Duration.ofDays(1),
          Duration.ofDays(14),
          Duration.ofMinutes(1),
          Duration.ofHours(1));

  private final Map<JobState, Duration> states;
  private final Duration withoutProgress;
  private final Duration forGoodReason;
  private final Duration patience;
  private final Duration check;

  private Deadlines(
      Map<JobState, Duration> states,
      Duration withoutProgress,
      Duration forGoodReason,
      Duration patience,
      Duration check) {
    this.states = states;
    this.withoutProgress = withoutProgress;
    this.forGoodReason = forGoodReason;
    this.patience = patience;
    this.check = check;
  }

  /**
   * What holds if nothing else is said: an hour in the queue, 15 minutes in {@link
   * JobState#CONNECTING}, in {@link JobState#TRANSFERRING} without a byte, and in {@link
   * JobState#TRANSIENT_ERROR} beyond the time of the next try; a day without a byte, through
   * whatever states; 14 days for a good reason; a minute for a call that the service does not
   * answer; an hour for the check of a file.
   *
   * @return the defaults
   */
  public static Deadlines defaults() {
    return DEFAULTS;
  }

  /**
   * How long the job may stay in a state, without a good reason and without a byte.
   *
   * @param state an {@linkplain JobState#isActive() active} state
   * @param atMost how long, longer than nothing; for {@link JobState#TRANSIENT_ERROR} counted from
   *     the time of the next try on, where the backend tells it
   * @return a changed copy
   * @throws IllegalArgumentException if the state is not active, or the time not longer than
   *     nothing
   */
  public Deadlines withState(JobState state, Duration atMost) {
    if (!state.isActive()) {
      throw new IllegalArgumentException(state + " is not a state in which a job should move");
    }
    Map<JobState, Duration> changed = new EnumMap<>(states);
    changed.put(state, positive(atMost));
    return new Deadlines(changed, withoutProgress, forGoodReason, patience, check);
  }

  /**
   * How long the job may go without a byte, through whatever states; time spent for a good reason
   * does not count.
   *
   * @param atMost how long, longer than nothing
   * @return a changed copy
   * @throws IllegalArgumentException if it is not
   */
  public Deadlines withoutProgress(Duration atMost) {
    return new Deadlines(states, positive(atMost), forGoodReason, patience, check);
  }

  /**
   * How long the job may wait for a good reason at a stretch, see {@link Waiting#isGoodReason()}.
   *
   * @param atMost how long, longer than nothing
   * @return a changed copy
   * @throws IllegalArgumentException if it is not
   */
  public Deadlines forGoodReason(Duration atMost) {
    return new Deadlines(states, withoutProgress, positive(atMost), patience, check);
  }

  /**
   * How long the service may leave a call without an answer, or refuse all calls because it is not
   * there.
   *
   * @param atMost how long, longer than nothing
   * @return a changed copy
   * @throws IllegalArgumentException if it is not
   */
  public Deadlines patience(Duration atMost) {
    return new Deadlines(states, withoutProgress, forGoodReason, positive(atMost), check);
  }

  /**
   * How long a {@link Verification} of one file may take. Its thread is interrupted then, and the
   * check has failed; one that heeds no interrupt is left alone with its thread after the {@link
   * #patience}.
   *
   * @param atMost how long, longer than nothing
   * @return a changed copy
   * @throws IllegalArgumentException if it is not
   */
  public Deadlines forACheck(Duration atMost) {
    return new Deadlines(states, withoutProgress, forGoodReason, patience, positive(atMost));
  }

  Duration of(JobState state) {
    return states.getOrDefault(state, withoutProgress);
  }

  Duration withoutProgress() {
    return withoutProgress;
  }

  Duration forGoodReason() {
    return forGoodReason;
  }

  Duration patience() {
    return patience;
  }

  Duration forACheck() {
    return check;
  }

  private static Duration positive(Duration duration) {
    Objects.requireNonNull(duration, "duration");
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("not longer than nothing: " + duration);
    }
    return duration;
  }

  /** All of them. */
  @Override
  public String toString() {
    return "Deadlines["
        + states
        + ", without progress "
        + withoutProgress
        + ", for good reason "
        + forGoodReason
        + ", patience "
        + patience
        + ", for a check "
        + check
        + "]";
  }
}
