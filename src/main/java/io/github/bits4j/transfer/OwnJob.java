package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobTimes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One of a program's jobs in the queue, as it was at one moment.
 *
 * @param id its id
 * @param name its name, for people
 * @param state its state
 * @param touched when something last happened to it
 * @param entry its entry in the ledger; empty if that got lost, and only the mark tells whose it is
 */
record OwnJob(UUID id, String name, JobState state, Instant touched, Optional<LedgerEntry> entry) {
  static OwnJob of(BitsJob job, Optional<LedgerEntry> entry, Instant now) {
    JobStatus status = job.status();
    // A backend that keeps no times must not make every job look old.
    Instant touched =
        status
            .times()
            .map(JobTimes::modification)
            .or(() -> entry.map(LedgerEntry::changed))
            .orElse(now);
    String name = job.properties().displayName().orElse("");
    return new OwnJob(job.id(), name, status.state(), touched, entry);
  }

  boolean isSameAs(OwnJob later) {
    return state == later.state && touched.equals(later.touched);
  }
}
