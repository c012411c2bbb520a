package io.github.bits4j;

import java.util.Optional;

/**
 * How urgent a job is ({@code BG_JOB_PRIORITY}, {@code bits.h}); the smaller number is the more
 * urgent.
 */
public enum JobPriority {
  /** For work a person waits for: competes for the network, runs beside other foreground jobs. */
  FOREGROUND(0),
  /** Background, before the others. */
  HIGH(1),
  /** Background; the default. */
  NORMAL(2),
  /** Background, after the others. */
  LOW(3);

  private final int value;

  JobPriority(int value) {
    this.value = value;
  }

  /**
   * The constant of a number.
   *
   * @param value the header's number
   * @return the constant; empty for a number that nobody knows
   */
  public static Optional<JobPriority> of(int value) {
    for (JobPriority constant : values()) {
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
