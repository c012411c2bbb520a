package io.github.bits4j.transfer;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of a leftover when it was to be removed.
 *
 * @param leftover the leftover
 * @param outcome what became of it
 * @param reason why it is still there, or what of it is; empty if nothing is
 */
public record Removal(Leftover leftover, Outcome outcome, Optional<String> reason) {
  /** What can become of it. */
  public enum Outcome {
    /** It is gone. */
    REMOVED,
    /** It is no leftover any more: something has happened to it since it was looked at. */
    KEPT,
    /** It could not be removed. */
    FAILED
  }

  /**
   * Refuses null.
   *
   * @param leftover the leftover
   * @param outcome what became of it
   * @param reason why it is still there
   */
  public Removal {
    Objects.requireNonNull(leftover, "leftover");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(reason, "reason");
  }

  static Removal removed(Leftover leftover) {
    return new Removal(leftover, Outcome.REMOVED, Optional.empty());
  }

  static Removal kept(Leftover leftover, String why) {
    return new Removal(leftover, Outcome.KEPT, Optional.of(why));
  }

  static Removal failed(Leftover leftover, String why) {
    return new Removal(leftover, Outcome.FAILED, Optional.of(why));
  }
}
