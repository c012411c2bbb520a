package io.github.bits4j.windows;

import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.observe.Observed;
import io.github.bits4j.observe.ObservedChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The states in which the jobs of a manager were last seen, by whoever looked: a listener's watch,
 * a wait, the program. Whoever observes is told of each change once. Where nobody observes nothing
 * is kept.
 */
final class Sightings {
  /** A job that nobody looked at for so many others is seen for the first time again. */
  private static final int MOST = 1000;

  /** Guarded by itself. */
  private final Map<UUID, Sighting> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Sighting> eldest) {
          return size() > MOST;
        }
      };

  /** A state, and when the look began that saw it first. */
  private record Sighting(long began, JobState state) {}

  /** A job was made. */
  void created(UUID job) {
    JobState state = JobState.SUSPENDED;
    if (Observed.changes()) {
      synchronized (last) {
        last.put(job, new Sighting(System.nanoTime(), state));
      }
      Observed.change(bare(job, Optional.empty(), state));
    }
  }

  /** Somebody looked at the state alone. */
  void saw(UUID job, long began, JobState state) {
    if (Observed.changes()) {
      before(job, began, state)
          .ifPresent(before -> Observed.change(bare(job, Optional.of(before), state)));
    }
  }

  /** Somebody looked at everything. */
  void saw(UUID job, long began, JobStatus status) {
    if (Observed.changes()) {
      before(job, began, status.state())
          .ifPresent(
              before -> Observed.change(ObservedChange.of(job, Optional.of(before), status)));
    }
  }

  /**
   * The state before; empty if it is the same, if nobody knows one, or if a look that began later
   * has answered sooner.
   */
  private Optional<JobState> before(UUID job, long began, JobState now) {
    synchronized (last) {
      Sighting before = last.get(job);
      if (before != null && began - before.began() < 0) {
        return Optional.empty();
      }
      if (before != null && before.state() == now) {
        return Optional.empty();
      }
      if (now.isFinal()) {
        last.remove(job);
      } else {
        last.put(job, new Sighting(began, now));
      }
      return Optional.ofNullable(before).map(Sighting::state);
    }
  }

  private static ObservedChange bare(UUID job, Optional<JobState> before, JobState now) {
    return new ObservedChange(
        job, before, now, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
