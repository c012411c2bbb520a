package io.github.bits4j.error;

import java.io.Serializable;
import java.util.Objects;

/**
 * Whether and by whom something is tried again. What to change first is the advice of the {@link
 * Explanation}.
 *
 * @param outlook whether trying again can help
 * @param retrier who tries again
 * @param basis what the two rest on
 */
public record RetryAdvice(Outlook outlook, Retrier retrier, Basis basis) implements Serializable {
  static final RetryAdvice NONE = new RetryAdvice(Outlook.UNKNOWN, Retrier.CALLER, Basis.NONE);

  /**
   * Refuses null.
   *
   * @param outlook whether trying again can help, not null
   * @param retrier who tries again, not null
   * @param basis what the two rest on, not null
   */
  public RetryAdvice {
    Objects.requireNonNull(outlook, "outlook");
    Objects.requireNonNull(retrier, "retrier");
    Objects.requireNonNull(basis, "basis");
  }

  /** Who tries again. */
  public enum Retrier {
    /** BITS by itself, after the job's retry delay or when what it waits for has come. */
    BITS,
    /** The caller, after having done what the advice says. */
    CALLER,
    /** Nobody: there is nothing to try again, or it must not be tried. */
    NOBODY
  }

  /** What the classification rests on. */
  public enum Basis {
    /** Microsoft's documentation says so. */
    DOCUMENTED,
    /** It follows from the meaning, or from what was seen in the field. */
    INFERRED,
    /** No source says. */
    NONE
  }
}
