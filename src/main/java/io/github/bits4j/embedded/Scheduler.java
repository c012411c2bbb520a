package io.github.bits4j.embedded;

import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may move: the foreground jobs, up to a bound, and beside them one background job, the most
 * urgent one, and of those the first in the line. Pure.
 *
 * <p>Jobs that wait for their retry, for what keeps them back, or for their owner hold nobody up.
 */
final class Scheduler {
  private static final Comparator<LiveJob> IN_LINE = Comparator.comparingLong(job -> job.turn);
  private static final Comparator<LiveJob> URGENT_FIRST =
      Comparator.comparingInt((LiveJob job) -> job.record.priority().value())
          .thenComparing(IN_LINE);

  private final int foregroundJobs;
  private final Duration timeSlice;

  /**
   * A scheduler.
   *
   * @param foregroundJobs how many foreground jobs move at once
   * @param timeSlice after how long a job makes room for another of its priority
   */
  Scheduler(int foregroundJobs, Duration timeSlice) {
    this.foregroundJobs = foregroundJobs;
    this.timeSlice = timeSlice;
  }

  Duration timeSlice() {
    return timeSlice;
  }

  Set<LiveJob> choose(Collection<LiveJob> jobs) {
    List<LiveJob> wanting = jobs.stream().filter(Scheduler::wantsToMove).toList();
    Set<LiveJob> chosen = new HashSet<>();
    wanting.stream()
        .filter(Scheduler::isForeground)
        .sorted(IN_LINE)
        .limit(foregroundJobs)
        .forEach(chosen::add);
    wanting.stream().filter(job -> !isForeground(job)).min(URGENT_FIRST).ifPresent(chosen::add);
    return chosen;
  }

  static boolean isMoving(JobState state) {
    return state == JobState.CONNECTING || state == JobState.TRANSFERRING;
  }

  private static boolean wantsToMove(LiveJob job) {
    JobState state = job.record.state();
    return !job.ownerAway && (state == JobState.QUEUED || isMoving(state));
  }

  static boolean isForeground(LiveJob job) {
    return job.record.priority() == JobPriority.FOREGROUND;
  }
}
