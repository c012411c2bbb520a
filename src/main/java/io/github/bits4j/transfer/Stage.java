package io.github.bits4j.transfer;

/** How far a piece of work has come, as its ledger has it. */
enum Stage {
  /** About to become a job; there may be one already of which nobody noted the id. */
  INTENDED,
  /** There is a job, and it was told to go. */
  CREATED,
  /** All bytes are here and right, and the job is about to be completed. */
  VERIFIED,
  /** The job is about to be cancelled. */
  CANCELLING,
  /** The files have their final names. */
  COMPLETED,
  /** The job was cancelled. */
  CANCELLED;

  boolean isEnd() {
    return this == COMPLETED || this == CANCELLED;
  }
}
