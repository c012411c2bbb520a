package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Ends jobs that brought in no byte, and that nobody changed, for as long as the policy says. Used
 * by the engine's thread only.
 */
final class Inactivity {
  private static final System.Logger LOG = System.getLogger(Inactivity.class.getName());
  private static final Duration AGAIN = Duration.ofDays(1);

  private final Agenda agenda;
  private final Steps steps;
  private final Duration timeout;
  private final Consumer<JobRecord> bury;

  /**
   * Watches nobody yet.
   *
   * @param bury deletes what an ended job leaves
   */
  Inactivity(Agenda agenda, Steps steps, Duration timeout, Consumer<JobRecord> bury) {
    this.agenda = agenda;
    this.steps = steps;
    this.timeout = timeout;
    this.bury = bury;
  }

  /** Watches a job from now on, until it ends. */
  void watch(LiveJob job) {
    lookAfter(job, left(job));
  }

  private Duration left(LiveJob job) {
    return timeout.minus(agenda.elapsed().minus(job.active));
  }

  private void lookAfter(LiveJob job, Duration delay) {
    job.inactive = agenda.after(Steps.notNegative(delay), () -> steps.event(job, () -> look(job)));
  }

  /** What happened meanwhile set no timer of its own: a byte must not cost one. */
  private void look(LiveJob job) {
    Duration left = left(job);
    if (!left.isNegative() && !left.isZero()) {
      lookAfter(job, left);
      return;
    }
    try {
      steps.advance(job, Event.INACTIVE, "inactivity", Store.Keep.POWER, edit -> {});
    } catch (StoreException e) {
      // No reason to move the job, which may be suspended.
      LOG.log(System.Logger.Level.WARNING, "an inactive job could not be cancelled", e);
      lookAfter(job, AGAIN);
      return;
    }
    bury.accept(job.record);
  }
}
