package io.github.bits4j.embedded;

import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps jobs back while the world does not let them move, and lets them go on as soon as it does.
 * Used by the engine's thread only.
 *
 * <p>A job that is kept back is in {@code TRANSIENT_ERROR} without a time of its failure: nothing
 * has failed, so no timer runs for it.
 */
final class Holding {
  private final Conditions conditions;
  private final Steps steps;
  private final Announcements announcements;
  private World seen;

  Holding(Conditions conditions, Steps steps, Announcements announcements) {
    this.conditions = conditions;
    this.steps = steps;
    this.announcements = announcements;
    seen = conditions.now();
  }

  /** Brings all jobs into agreement with the world. */
  void look() {
    World before = seen;
    seen = conditions.now();
    List<LiveJob> changed = steps.takeChanged();
    boolean lost = seen.outages() != before.outages();
    boolean found = seen.network() && (lost || !before.network());
    // In the same world only a job that changed can be kept back in another way than before.
    for (LiveJob job : seen == before ? changed : List.copyOf(steps.jobs())) {
      steps.guarded(job, () -> look(job, lost, found));
    }
  }

  private void look(LiveJob job, boolean lost, boolean found) {
    if (lost) {
      hold(job, BitsCode.NETWORK_DISCONNECTED);
    }
    if (found) {
      happen(job, Event.NETWORK_FOUND, edit -> {});
    }
    if (job.record.state().isActive()) {
      Set<BitsCode> hindrances = seen.hindrances(job.record);
      Optional<BitsCode> held = held(job.record);
      if (held.isPresent() && !hindrances.contains(held.get())) {
        happen(
            job,
            held.get() == BitsCode.NETWORK_DISCONNECTED ? Event.NETWORK_FOUND : Event.UNBLOCKED,
            edit -> {});
      }
      hindrances.stream().findFirst().ifPresent(hindrance -> hold(job, hindrance));
    }
    attend(job, seen.loggedOn());
  }

  /** What keeps a job back; empty if nothing does. */
  private static Optional<BitsCode> held(JobRecord job) {
    boolean held = job.state() == JobState.TRANSIENT_ERROR && job.failed().isEmpty();
    return held ? job.error().flatMap(error -> BitsCode.of(error.hresult())) : Optional.empty();
  }

  private void hold(LiveJob job, BitsCode hindrance) {
    boolean network = hindrance == BitsCode.NETWORK_DISCONNECTED;
    ErrorRecord error =
        ErrorRecord.of(
            hindrance.hresult(),
            network ? ErrorContext.GENERAL_TRANSPORT : ErrorContext.GENERAL_QUEUE_MANAGER);
    happen(
        job, network ? Event.NETWORK_LOST : Event.BLOCKED, edit -> edit.error = Optional.of(error));
  }

  /** The owner came or went. */
  private void attend(LiveJob job, boolean loggedOn) {
    boolean news = job.ownerAway == loggedOn;
    job.ownerAway = !loggedOn;
    if (!loggedOn) {
      happen(job, Event.LOGGED_OFF, edit -> {});
    }
    if (news && job.record.state() == JobState.QUEUED) {
      // Why it waits is another reason now.
      announcements.modified(job);
    }
  }

  /** An event, for jobs to whom it means something. */
  private void happen(LiveJob job, Event event, Consumer<JobRecord.Edit> change) {
    JobState state = job.record.state();
    if (Steps.next(job, event, "world") != state) {
      steps.advance(job, event, "world", Store.Keep.PROCESS, change);
    }
  }
}
