package io.github.bits4j;

import java.util.Optional;

/** Where a job stands ({@code BG_JOB_STATE}, {@code bits.h}). */
public enum JobState {
  /** Waits for its turn, or for its owner to log on. */
  QUEUED(0),
  /** Talks to the server for the first time. */
  CONNECTING(1),
  /** Moves data. */
  TRANSFERRING(2),
  /** Rests, until it is resumed, completed or cancelled. */
  SUSPENDED(3),
  /** Failed; nothing happens until somebody changes something and resumes it. */
  ERROR(4),
  /** Failed in a way that may pass; will be tried again. */
  TRANSIENT_ERROR(5),
  /** All data is here, {@link BitsJob#complete()} is due. */
  TRANSFERRED(6),
  /** Was completed; has left the queue. */
  ACKNOWLEDGED(7),
  /** Was cancelled; has left the queue. */
  CANCELLED(8);

  private final int value;

  JobState(int value) {
    this.value = value;
  }

  /**
   * The constant of a number.
   *
   * @param value the header's number
   * @return the constant; empty for a number that nobody knows
   */
  public static Optional<JobState> of(int value) {
    for (JobState constant : values()) {
      if (constant.value == value) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  /**
   * The number of this constant, which is not its ordinal.
   *
   * @return the header's number
   */
  public int value() {
    return value;
  }

  /**
   * Whether the job has left the queue for good.
   *
   * @return true for {@link #ACKNOWLEDGED} and {@link #CANCELLED}
   */
  public boolean isFinal() {
    return this == ACKNOWLEDGED || this == CANCELLED;
  }

  /**
   * Whether the job goes on by itself.
   *
   * @return true while it is queued, moves, or waits for its retry
   */
  public boolean isActive() {
    return this == QUEUED || this == CONNECTING || this == TRANSFERRING || this == TRANSIENT_ERROR;
  }
}
