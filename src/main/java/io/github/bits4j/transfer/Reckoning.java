package io.github.bits4j.transfer;

import io.github.bits4j.transfer.Situation.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How often it was tried since it last went on, and what was decided each time. */
final class Reckoning {
  /** Above this the oldest are forgotten: a job may fail for weeks. */
  private static final int MOST_DECISIONS = 200;

  private final RetryPolicy policy;
  private final long seed;
  private final List<Decision> decisions = new ArrayList<>();
  private int attempts;
  private int renewals;
  private long mostBytes = -1;

  /**
   * Nothing has failed yet.
   *
   * @param seed tells transfers apart
   */
  Reckoning(RetryPolicy policy, long seed) {
    this.policy = policy;
    this.seed = seed;
  }

  /** Bytes that were never here before are progress, and make up for failures. */
  void bytes(long transferred) {
    if (transferred > mostBytes) {
      if (mostBytes >= 0) {
        attempts = 0;
        renewals = 0;
      }
      mostBytes = transferred;
    }
  }

  /** What is done about a failure. */
  synchronized Decision decide(Situation failure, Set<Remedy> left) {
    attempts++;
    Decision decision =
        policy.decide(
            failure.withAttempts(attempts).withRenewals(renewals).withLeft(left).withSeed(seed));
    if (decision instanceof Decision.RenewUrl) {
      renewals++;
    }
    note(decision);
    return decision;
  }

  /** Keeps a decision that was made elsewhere. */
  synchronized void note(Decision decision) {
    if (!decisions.isEmpty() && decisions.get(decisions.size() - 1).equals(decision)) {
      return;
    }
    if (decisions.size() == MOST_DECISIONS) {
      decisions.remove(0);
    }
    decisions.add(decision);
  }

  synchronized List<Decision> decisions() {
    return List.copyOf(decisions);
  }
}
