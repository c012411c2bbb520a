package io.github.bits4j.transfer;

import io.github.bits4j.JobSpec;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a job's description ends in, so that a program finds its own jobs again: the ids of its
 * ledger and of the entry. Both are random, so nobody else's job has them.
 *
 * @param ledger the ledger
 * @param entry the entry in it
 */
record JobMark(UUID ledger, UUID entry) {
  private static final Pattern FORM =
      Pattern.compile("(?s)(.*?) ?\\[bits4j ([0-9a-f-]{36})/([0-9a-f-]{36})]");
  private static final int LENGTH = " [bits4j /]".length() + 2 * 36;

  /** How long the caller's own description may be, in UTF-16 units. */
  static final int LONGEST_TEXT = JobSpec.LONGEST_DESCRIPTION - LENGTH;

  /** The mark that a description ends in. */
  static Optional<JobMark> of(String description) {
    Matcher form = FORM.matcher(description);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new JobMark(UUID.fromString(form.group(2)), UUID.fromString(form.group(3))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same job with this mark behind its description. */
  JobSpec on(JobSpec spec) {
    String text = spec.description().map(it -> it + " ").orElse("");
    return new JobSpec(
        spec.type(),
        spec.displayName(),
        Optional.of(text + this),
        spec.priority(),
        spec.minimumRetryDelay(),
        spec.noProgressTimeout(),
        spec.files());
  }

  @Override
  public String toString() {
    return "[bits4j " + ledger + "/" + entry + "]";
  }
}
