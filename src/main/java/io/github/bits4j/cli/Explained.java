package io.github.bits4j.cli;

import io.github.bits4j.JobError;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Explanation;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.Origin;
import io.github.bits4j.error.Outlook;
import java.util.Locale;
import java.util.Optional;

/**
 * A fault in the words of one language, and for the place where it happened.
 *
 * @param fault what happened
 * @param explanation what it means there
 */
record Explained(Fault fault, Explanation explanation) {
  static Explained of(Fault fault, Origin origin, Locale language) {
    return new Explained(fault, fault.explain(origin, language));
  }

  static Explained of(JobError error, Locale language) {
    return of(error.fault(), Origin.job(error.contextValue()), language);
  }

  static Explained of(BitsException error, Locale language) {
    return of(error.fault(), error.origin(), language);
  }

  String meaning() {
    return explanation.meaning();
  }

  Optional<String> advice() {
    return unlessEmpty(explanation.advice());
  }

  /** The longer text. */
  Optional<String> detail() {
    return unlessEmpty(explanation.detail());
  }

  private static Optional<String> unlessEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Whether trying again can help; empty where no source says. */
  Optional<Boolean> isTransient() {
    Outlook outlook = explanation.retry().outlook();
    return outlook == Outlook.UNKNOWN
        ? Optional.empty()
        : Optional.of(outlook == Outlook.TRANSIENT);
  }
}
