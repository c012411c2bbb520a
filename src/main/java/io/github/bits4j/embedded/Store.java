package io.github.bits4j.embedded;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the queue is kept. Used by the engine's thread only.
 *
 * <p>Every method may throw {@link StoreException}; then nothing has changed.
 */
interface Store {
  /** How much a change must outlive. */
  enum Keep {
    /** The end of this process, however it comes; the machine's, most probably. */
    PROCESS,
    /** The machine's power. */
    POWER
  }

  /** Every job, in the order of creation, those with a final state too. */
  List<JobRecord> load();

  /**
   * Puts a new moment of a job in the place of an older one.
   *
   * @param before what was saved last; null for a job that is new here
   */
  void save(JobRecord before, JobRecord after, Keep keep);

  /** Takes a job out of the queue; its record can still be had for a while. */
  void remove(JobRecord job);

  /** A job that has ended, not too long ago: its last moment. */
  default Optional<JobRecord> ended(UUID id) {
    return Optional.empty();
  }

  /** The highest place in the order of creation that was ever given away. */
  default long lastSequence() {
    return 0;
  }

  /** The start of the machine in which everything here was last known to be good, if told. */
  default Optional<String> boot() {
    return Optional.empty();
  }

  /** Everything here is good in this start of the machine; and everything saved is kept. */
  default void boot(String id) {}

  /** Whatever is saved until the next word is saved on behalf of this call, in one with it. */
  default void onBehalfOf(Optional<UUID> call) {}

  /** Whether something was saved on behalf of a call, not too long ago. */
  default boolean answered(UUID call) {
    return false;
  }

  /** What seals the secrets of the jobs that are kept here; for use by any thread. */
  Secrets secrets();

  /** Whether jobs are still there after this process has ended. */
  boolean durable();

  /** Lets go of everything. */
  void close();
}
