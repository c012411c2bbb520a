package io.github.bits4j;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that {@link BitsProvider#diagnose()} looked at.
 *
 * @param id a stable name for programs, for instance {@code service-state}
 * @param status how it stands
 * @param title what was looked at, a few words
 * @param detail what was found
 * @param fix what to do about it; empty where nothing has to be done
 */
public record Finding(String id, Status status, String title, String detail, Optional<String> fix) {
  /** How a finding stands. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Works, but not for everybody or not for long. */
    WARNING,
    /** Has to be mended before the backend can be used. */
    PROBLEM,
    /** Could not be found out. */
    UNKNOWN
  }

  /**
   * Refuses null.
   *
   * @param id a stable name for programs
   * @param status how it stands
   * @param title what was looked at
   * @param detail what was found
   * @param fix what to do about it, or empty
   */
  public Finding {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(fix, "fix");
  }

  /**
   * A finding without anything to do.
   *
   * @param id a stable name for programs
   * @param status how it stands
   * @param title what was looked at
   * @param detail what was found
   * @return the finding
   */
  public static Finding of(String id, Status status, String title, String detail) {
    return new Finding(id, status, title, detail, Optional.empty());
  }

  /**
   * This finding with something to do about it.
   *
   * @param fix what to do
   * @return a new finding
   */
  public Finding fixedBy(String fix) {
    return new Finding(id, status, title, detail, Optional.of(fix));
  }
}
