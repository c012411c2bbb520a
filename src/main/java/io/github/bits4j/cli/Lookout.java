package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobTimes;
import io.github.bits4j.Runner;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Looks at jobs again and again, at some or at all of a queue, and shows them on a board. */
final class Lookout {
  private static final Duration LOOK = Duration.ofMillis(200);

  /** How long nobody looks where nothing goes on by itself. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** New jobs are looked for less often than the known ones are looked at. */
  private static final int LOOKS_A_LIST = 5;

  private final BitsManager manager;
  private final boolean all;
  private final Map<UUID, Seen> seen = new HashMap<>();
  private Set<UUID> listed = Set.of();

  /** Those that have been shown as ended; a service may go on listing them for a while. */
  private final Set<UUID> ended = new HashSet<>();

  private static final class Seen {
    private final BitsJob job;
    private JobSnapshot snapshot;

    private Seen(BitsJob job, JobSnapshot snapshot) {
      this.job = job;
      this.snapshot = snapshot;
    }
  }

  private Lookout(BitsManager manager, boolean all) {
    this.manager = manager;
    this.all = all;
  }

  /** All jobs of the caller, the new ones too. */
  static Lookout forAll(BitsManager manager) {
    return new Lookout(manager, true);
  }

  /** These jobs only. */
  static Lookout forJobs(BitsManager manager, List<BitsJob> jobs) {
    Lookout lookout = new Lookout(manager, false);
    jobs.forEach(lookout::add);
    return lookout;
  }

  /** The jobs as they are now. */
  List<JobSnapshot> sees() {
    if (all) {
      list();
    }
    return lookOnce();
  }

  /**
   * Looks until the end is asked for, or nothing goes on by itself any more.
   *
   * @param untilIdle whether the latter is an end
   * @return whether the former was it
   */
  boolean look(Board board, Interruption interruption, boolean untilIdle)
      throws InterruptedException {
    boolean resting = false;
    for (int look = 0; ; look++) {
      // Asked for once: the last look is all of it one of after the request.
      boolean last = interruption.isRequested();
      boolean complete = !all || resting || look % LOOKS_A_LIST == 0 || last;
      if (all && complete) {
        list();
      }
      List<JobSnapshot> now = lookOnce();
      board.show(now);
      if (last) {
        return true;
      }
      resting = now.stream().noneMatch(job -> job.status().state().isActive());
      if (untilIdle && complete && resting) {
        return false;
      }
      interruption.pause(resting ? REST : LOOK);
    }
  }

  private void list() {
    Set<UUID> ids = new HashSet<>();
    for (BitsJob job : manager.jobs()) {
      ids.add(job.id());
      if (seen.containsKey(job.id()) || ended.contains(job.id())) {
        job.close();
      } else {
        add(job);
      }
    }
    listed = ids;
    ended.retainAll(ids);
  }

  private void add(BitsJob job) {
    try {
      seen.put(job.id(), new Seen(job, JobSnapshot.of(manager, job)));
    } catch (BitsException e) {
      // It has gone since it was listed.
      job.close();
    }
  }

  /** The jobs, the oldest first; one that has ended is among them for the last time. */
  private List<JobSnapshot> lookOnce() {
    List<JobSnapshot> now = new ArrayList<>();
    Optional<Runner> runner = manager.runner();
    for (Iterator<Seen> known = seen.values().iterator(); known.hasNext(); ) {
      Seen each = known.next();
      if (isThere(each, runner)) {
        now.add(each.snapshot);
      } else {
        each.job.close();
        known.remove();
        if (each.snapshot.status().state().isFinal()) {
          now.add(each.snapshot);
          ended.add(each.job.id());
        }
      }
    }
    now.sort(Comparator.comparing(Lookout::creation).thenComparing(JobSnapshot::id));
    return now;
  }

  private boolean isThere(Seen each, Optional<Runner> runner) {
    try {
      JobSnapshot before = each.snapshot;
      each.snapshot = new JobSnapshot(before.id(), before.properties(), each.job.status(), runner);
      return !each.snapshot.status().state().isFinal() && (!all || listed.contains(before.id()));
    } catch (BitsException e) {
      return false;
    }
  }

  private static Instant creation(JobSnapshot job) {
    return job.status().times().map(JobTimes::creation).orElse(Instant.MAX);
  }
}
