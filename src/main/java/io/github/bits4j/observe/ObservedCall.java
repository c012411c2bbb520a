package io.github.bits4j.observe;

import io.github.bits4j.error.Fault;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A call that has been answered, or has failed.
 *
 * @param name the public method, as exceptions of the embedded engine name it: {@code
 *     BitsJob.resume}; {@code bits4j} for what the library asks a service of its own accord
 * @param job the job it was made on or that it gave; empty for calls on the queue
 * @param took from the call to its answer
 * @param succeeded whether the backend gave an answer and no failure. What the caller makes of it
 *     may differ: {@code findJob} is a failed call on the service if there is no such job
 * @param fault why it failed; empty if it did not, and for failures without a code, as that of a
 *     call on a closed handle
 */
public record ObservedCall(
    String name, Optional<UUID> job, Duration took, boolean succeeded, Optional<Fault> fault) {
  /**
   * Refuses null.
   *
   * @param name the public method
   * @param job the job
   * @param took from the call to its answer
   * @param succeeded whether there was no failure
   * @param fault why it failed
   */
  public ObservedCall {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(fault, "fault");
  }
}
