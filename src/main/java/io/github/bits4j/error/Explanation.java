package io.github.bits4j.error;

import java.util.Objects;

/**
 * What a value means at one place, in one language.
 *
 * @param meaning what happened; one line of a terminal, never empty
 * @param advice what to do about it; one line of a terminal, empty where there is nothing to do
 * @param detail the longer text behind the two; may be empty
 * @param retry whether and by whom it is tried again
 */
public record Explanation(String meaning, String advice, String detail, RetryAdvice retry) {
  /**
   * Refuses null.
   *
   * @param meaning what happened, not null
   * @param advice what to do about it, not null
   * @param detail the longer text, not null
   * @param retry whether and by whom it is tried again, not null
   */
  public Explanation {
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(advice, "advice");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(retry, "retry");
  }
}
