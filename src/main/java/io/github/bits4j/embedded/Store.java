package io.github.bits4j.embedded;

import java.util.List;

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

  /** Forgets a job. */
  void remove(JobRecord job);

  /** What seals the secrets of the jobs that are kept here; for use by any thread. */
  Secrets secrets();

  /** Whether jobs are still there after this process has ended. */
  boolean durable();

  /** Lets go of everything. */
  void close();
}
