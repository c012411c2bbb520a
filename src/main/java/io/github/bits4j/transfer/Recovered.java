package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.error.BitsException;

/** What has become of a piece of work, once its ledger and the queue were held side by side. */
sealed interface Recovered {
  /** The entry, as the ledger has it now. */
  LedgerEntry entry();

  /**
   * There is a job.
   *
   * @param job a handle that whoever asked closes
   */
  record Running(LedgerEntry entry, BitsJob job) implements Recovered {}

  /** It is done with, whether or not anybody has heard of that. */
  record Ended(LedgerEntry entry) implements Recovered {}

  /** There is no job, and nothing says that there ever was the whole of its files. */
  record Absent(LedgerEntry entry) implements Recovered {}

  /**
   * It cannot be told from here: the job is another account's or another backend's, or somebody is
   * working on the entry.
   */
  record OutOfReach(LedgerEntry entry, BitsException cause) implements Recovered {}
}
