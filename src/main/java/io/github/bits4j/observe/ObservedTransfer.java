package io.github.bits4j.observe;

import io.github.bits4j.error.Fault;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A transfer that has ended, whatever became of it.
 *
 * @param job the last job that moved it; empty if there never was one
 * @param took from its start to its end; where time is virtual, in real time
 * @param bytes how many bytes its files brought, as far as it is known
 * @param succeeded whether the caller has what was wanted
 * @param fault why not; empty if it succeeded, and for failures without a code
 */
public record ObservedTransfer(
    Optional<UUID> job, Duration took, long bytes, boolean succeeded, Optional<Fault> fault) {
  /**
   * Refuses null.
   *
   * @param job the last job
   * @param took from its start to its end
   * @param bytes how many bytes
   * @param succeeded whether the caller has what was wanted
   * @param fault why not
   */
  public ObservedTransfer {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(fault, "fault");
  }
}
