package io.github.bits4j;

import java.util.Optional;

/** What a job does ({@code BG_JOB_TYPE}, {@code bits.h}). */
public enum JobType {
  /** Brings files here. */
  DOWNLOAD(0),
  /** Sends one file away. */
  UPLOAD(1),
  /** Sends one file away and brings the answer of the server application back. */
  UPLOAD_REPLY(2);

  private final int value;

  JobType(int value) {
    this.value = value;
  }

  /**
   * The constant of a number.
   *
   * @param value the header's number
   * @return the constant; empty for a number that nobody knows
   */
  public static Optional<JobType> of(int value) {
    for (JobType constant : values()) {
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
}
