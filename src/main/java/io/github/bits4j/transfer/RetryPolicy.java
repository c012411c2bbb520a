package io.github.bits4j.transfer;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is done about failures: a {@link Situation} goes in, a {@link Decision} with its reason
 * comes out. Immutable and pure: the same situation always gives the same decision.
 *
 * <p>Each return value has a {@link Reaction}; the policy then looks at how often it was tried and
 * what else is possible. What it never does, whatever it was told: try a cancelled transfer again,
 * go around a policy that keeps a job back (metered networks, battery, game mode), and ask another
 * downloader about an answer of the server, a certificate, a virus or a full disk.
 *
 * <p>While a job is in TRANSIENT_ERROR, BITS itself is what tries again, after the job's own retry
 * delay: the policy waits for that, unless the server says when or there is something better to do.
 */
public final class RetryPolicy {
  /** BITS takes a whole file for a part of it below this, in the foreground. */
  static final long FOREGROUND_LIMIT = 2L << 30;

  private static final Duration LONGEST = Duration.ofDays(365);

  private final int attempts;
  private final int renewals;
  private final BackOff backOff;
  private final Duration patience;
  private final boolean foreground;
  private final boolean dynamicContent;
  private final boolean fallBack;
  private final boolean failFast;
  private final Map<Integer, Reaction> reactions;

  private RetryPolicy(Builder builder) {
    attempts = builder.attempts;
    renewals = builder.renewals;
    backOff = builder.backOff;
    patience = builder.patience;
    foreground = builder.foreground;
    dynamicContent = builder.dynamicContent;
    fallBack = builder.fallBack;
    failFast = builder.failFast;
    reactions = Map.copyOf(builder.reactions);
  }

  /**
   * Five attempts with a delay that doubles from 15 seconds to at most ten minutes; three fresh
   * URLs; the foreground and dynamic content where the server cannot serve parts; a server may ask
   * for an hour; no fallback.
   *
   * @return the policy
   */
  public static RetryPolicy defaults() {
    return builder().build();
  }

  /**
   * Adds nothing to what BITS does by itself: waits as long as BITS tries again, then gives up.
   *
   * @return the policy
   */
  public static RetryPolicy none() {
    return builder().attempts(1).renewals(0).withoutForeground().withoutDynamicContent().build();
  }

  /**
   * Begins a policy at the {@linkplain #defaults() defaults}.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What this policy does about a value.
   *
   * @param fault the value
   * @param origin where it came from
   * @return the reaction
   */
  public Reaction reaction(Fault fault, Origin origin) {
    Reaction wanted = reactions.get(fault.hresult().value());
    return wanted == null ? Reactions.of(fault, origin) : wanted;
  }

  /**
   * What is done now.
   *
   * @param situation what failed, and what is known around it
   * @return the decision, with its reason
   */
  public Decision decide(Situation situation) {
    return new Choice(this, situation).decision();
  }

  boolean hasOwnReaction(Fault fault) {
    return reactions.containsKey(fault.hresult().value());
  }

  int attempts() {
    return attempts;
  }

  int renewals() {
    return renewals;
  }

  BackOff backOff() {
    return backOff;
  }

  Duration patience() {
    return patience;
  }

  boolean goesToForeground() {
    return foreground;
  }

  boolean takesDynamicContent() {
    return dynamicContent;
  }

  boolean fallsBack() {
    return fallBack;
  }

  boolean failsFast() {
    return failFast;
  }

  /** What it does, without the reactions to single values. */
  @Override
  public String toString() {
    return "RetryPolicy[attempts="
        + attempts
        + ", renewals="
        + renewals
        + ", "
        + backOff
        + ", patience="
        + patience
        + ", foreground="
        + foreground
        + ", dynamicContent="
        + dynamicContent
        + ", fallBack="
        + fallBack
        + ", failFast="
        + failFast
        + ", reactions="
        + reactions.size()
        + "]";
  }

  /** Describes a {@link RetryPolicy}; not thread-safe. */
  public static final class Builder {
    private int attempts = 5;
    private int renewals = 3;
    private BackOff backOff =
        new BackOff(Duration.ofSeconds(15), Duration.ofMinutes(10), BackOff.SPREAD);
    private Duration patience = Duration.ofHours(1);
    private boolean foreground = true;
    private boolean dynamicContent = true;
    private boolean fallBack;
    private boolean failFast;
    private final Map<Integer, Reaction> reactions = new HashMap<>();

    private Builder() {}

    /**
     * How often it is tried in a row without any progress. What BITS itself would try again in any
     * case goes on when its server says so ({@code Retry-After}), as long as the transfer's {@link
     * Deadlines} let it.
     *
     * @param most attempts in all, the first included
     * @return this
     * @throws IllegalArgumentException if there are fewer than 1
     */
    public Builder attempts(int most) {
      if (most < 1) {
        throw new IllegalArgumentException(most + " attempts");
      }
      attempts = most;
      return this;
    }

    /**
     * How many fresh URLs are asked for in a row without any progress.
     *
     * @param most renewals; 0 for none
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder renewals(int most) {
      if (most < 0) {
        throw new IllegalArgumentException(most + " renewals");
      }
      renewals = most;
      return this;
    }

    /**
     * How long is waited between attempts of this policy. A fifth of each delay differs from
     * transfer to transfer.
     *
     * @param first the delay after the first attempt; it doubles with each
     * @param longest what it does not go beyond
     * @return this
     * @throws IllegalArgumentException if they are negative, in the wrong order, or above a year
     */
    public Builder backOff(Duration first, Duration longest) {
      requireTime(first);
      requireTime(longest);
      if (first.compareTo(longest) > 0) {
        throw new IllegalArgumentException("a first delay of " + first + " above " + longest);
      }
      backOff = new BackOff(first, longest, backOff.spread());
      return this;
    }

    /**
     * How much of each delay differs from transfer to transfer.
     *
     * @param part 0 for nothing to 1 for all of it
     * @return this
     * @throws IllegalArgumentException if it is no such part
     */
    public Builder jitter(double part) {
      if (!(part >= 0 && part <= 1)) {
        throw new IllegalArgumentException("a jitter of " + part);
      }
      backOff = new BackOff(backOff.first(), backOff.longest(), part);
      return this;
    }

    /**
     * How long a server may ask to be left alone ({@code Retry-After}). One that asks for more has
     * refused: nothing goes to it earlier.
     *
     * @param longest the longest time
     * @return this
     * @throws IllegalArgumentException if it is negative or above a year
     */
    public Builder longestRetryAfter(Duration longest) {
      requireTime(longest);
      patience = longest;
      return this;
    }

    /**
     * Keeps the priority where a server cannot serve parts.
     *
     * @return this
     */
    public Builder withoutForeground() {
      foreground = false;
      return this;
    }

    /**
     * Takes no dynamic content where a server tells no size or cannot serve parts.
     *
     * @return this
     */
    public Builder withoutDynamicContent() {
      dynamicContent = false;
      return this;
    }

    /**
     * Asks the embedded engine to do the work where BITS is disabled, absent, or does not work for
     * this account; never about anything that the server, the network's cost or the disk has
     * against the transfer.
     *
     * <p>A transfer with a {@linkplain TransferRequest#recordedIn ledger} is not taken over while
     * the service leaves the call unanswered that creates or completes its job: either may still
     * happen, and the work is not done twice. It fails with {@code BitsUnavailableException}.
     *
     * @return this
     */
    public Builder fallBackToEmbedded() {
      fallBack = true;
      return this;
    }

    /**
     * Takes the job's first error for the end of an attempt, also where BITS would try again by
     * itself.
     *
     * @return this
     */
    public Builder failFast() {
      failFast = true;
      return this;
    }

    /**
     * Another reaction to a return value, wherever it comes from.
     *
     * @param code the value
     * @param reaction what is done
     * @return this
     * @throws IllegalArgumentException if the value is no failure, or one with which that is never
     *     done, see {@link RetryPolicy}
     */
    public Builder onCode(HResult code, Reaction reaction) {
      Objects.requireNonNull(reaction, "reaction");
      Fault fault = Fault.of(code);
      if (!code.failed()) {
        throw new IllegalArgumentException(fault + " is no failure");
      }
      if (Reactions.isCancelled(fault) && reaction != Reaction.GIVE_UP) {
        throw new IllegalArgumentException(fault + " is a cancellation, which stays one");
      }
      if (Reactions.keepsWaiting(fault)
          && reaction != Reaction.WAIT
          && reaction != Reaction.GIVE_UP) {
        throw new IllegalArgumentException(
            fault + " is a policy of the machine, which can be waited for or given up");
      }
      if (reaction == Reaction.FALL_BACK && !Reactions.mayFallBack(fault)) {
        throw new IllegalArgumentException(
            fault + " is the same for every downloader, or not to be gone around");
      }
      reactions.put(code.value(), reaction);
      return this;
    }

    /**
     * Another reaction to an HTTP status.
     *
     * @param status the status, 100 to 599
     * @param reaction what is done; not {@link Reaction#FALL_BACK}
     * @return this
     * @throws IllegalArgumentException if it is no status, or that is never done
     */
    public Builder onStatus(int status, Reaction reaction) {
      return onCode(HResult.ofHttpStatus(status), reaction);
    }

    /**
     * The policy.
     *
     * @return a policy that does not change with this builder
     */
    public RetryPolicy build() {
      return new RetryPolicy(this);
    }

    private static void requireTime(Duration time) {
      if (time.isNegative() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a time of " + time);
      }
    }
  }
}
