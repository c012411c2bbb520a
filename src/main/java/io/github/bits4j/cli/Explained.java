package io.github.bits4j.cli;

import io.github.bits4j.JobError;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.Outlook;
import java.util.Locale;
import java.util.Optional;

/**
 * A fault in the words of one language.
 *
 * @param fault what happened
 * @param meaning what it means
 * @param advice what to do about it
 */
record Explained(Fault fault, String meaning, Optional<String> advice) {
  static Explained of(Fault fault, Locale language) {
    return new Explained(
        fault, fault.meaning(), Optional.of(fault.advice()).filter(advice -> !advice.isEmpty()));
  }

  static Explained of(JobError error, Locale language) {
    return of(error.fault(), language);
  }

  static Explained of(BitsException error, Locale language) {
    return of(error.fault(), language);
  }

  /** Whether trying again can help; empty where no source says. */
  Optional<Boolean> isTransient() {
    return fault.outlook() == Outlook.UNKNOWN
        ? Optional.empty()
        : Optional.of(fault.outlook() == Outlook.TRANSIENT);
  }
}
