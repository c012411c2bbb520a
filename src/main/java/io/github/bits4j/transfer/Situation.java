package io.github.bits4j.transfer;

import io.github.bits4j.JobError;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A failure, and what a {@link RetryPolicy} has to know around it.
 *
 * @param fault what failed
 * @param origin where that came from
 * @param triedByBits whether the job is {@link JobState#TRANSIENT_ERROR}: BITS tries again by
 *     itself
 * @param attempts how many attempts have failed, this one included, since there were last more
 *     bytes than ever before; at least 1
 * @param renewals how many URLs have been renewed in that time
 * @param retryAfter how long the server asks to be left alone, where that is known
 * @param size the size of the largest file that is not here yet, in bytes, where that is known
 * @param left what could still be done about it; without {@link Remedy#RETRY} the same cannot be
 *     done twice
 * @param seed tells transfers apart, so that not all of them come back in the same moment
 */
public record Situation(
    Fault fault,
    Origin origin,
    boolean triedByBits,
    int attempts,
    int renewals,
    Optional<Duration> retryAfter,
    OptionalLong size,
    Set<Remedy> left,
    long seed) {

  /** What whoever carries out decisions is able to do, as things stand. */
  public enum Remedy {
    /** Do the same again. */
    RETRY,
    /** Cancel the job and make a new one like it. */
    NEW_JOB,
    /** Ask somebody for a fresh URL. */
    NEW_URL,
    /** Raise the job to the foreground, where it is not yet; for downloads. */
    FOREGROUND,
    /**
     * Take dynamic content, where it is not taken yet; for downloads of whole files from a server.
     */
    DYNAMIC_CONTENT,
    /** Hand the work to the embedded engine, where that does not do it yet. */
    EMBEDDED_ENGINE
  }

  /**
   * Refuses null, and numbers that cannot be.
   *
   * @param fault what failed
   * @param origin where that came from
   * @param triedByBits whether BITS tries again by itself
   * @param attempts how many attempts have failed, at least 1
   * @param renewals how many URLs have been renewed, at least 0
   * @param retryAfter how long the server asks to be left alone, not negative
   * @param size the size in bytes, not negative
   * @param left what could still be done about it
   * @param seed tells transfers apart
   * @throws IllegalArgumentException if a number or the time is less than that
   */
  public Situation {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(origin, "origin");
    if (attempts < 1 || renewals < 0) {
      throw new IllegalArgumentException(attempts + " attempts, " + renewals + " renewals");
    }
    if (retryAfter.filter(Duration::isNegative).isPresent() || size.orElse(0) < 0) {
      throw new IllegalArgumentException("neither a time nor a size can be negative");
    }
    left = Set.copyOf(left);
  }

  /**
   * A first failure, about which everything could be tried but a fresh URL and the embedded engine.
   *
   * @param fault what failed
   * @param origin where that came from
   * @return the situation
   */
  public static Situation of(Fault fault, Origin origin) {
    return new Situation(
        fault,
        origin,
        false,
        1,
        0,
        Optional.empty(),
        OptionalLong.empty(),
        EnumSet.complementOf(EnumSet.of(Remedy.NEW_URL, Remedy.EMBEDDED_ENGINE)),
        0);
  }

  /**
   * The first failure of a job.
   *
   * @param error what the job says of it
   * @return the situation
   */
  public static Situation of(JobError error) {
    return of(error.fault(), Origin.job(error.contextValue()));
  }

  /**
   * The first failure of a call.
   *
   * @param failure what it threw
   * @return the situation
   */
  public static Situation of(BitsException failure) {
    return of(failure.fault(), failure.origin());
  }

  /**
   * The same with another state of the job.
   *
   * @param state the state
   * @return a new situation
   */
  public Situation withState(JobState state) {
    return new Situation(
        fault,
        origin,
        state == JobState.TRANSIENT_ERROR,
        attempts,
        renewals,
        retryAfter,
        size,
        left,
        seed);
  }

  /**
   * The same after more attempts.
   *
   * @param attempts how many have failed, at least 1, see {@link #attempts()}
   * @return a new situation
   * @throws IllegalArgumentException if it is less
   */
  public Situation withAttempts(int attempts) {
    return new Situation(
        fault, origin, triedByBits, attempts, renewals, retryAfter, size, left, seed);
  }

  /**
   * The same after other URLs have been tried.
   *
   * @param renewals how many, see {@link #renewals()}
   * @return a new situation
   * @throws IllegalArgumentException if it is negative
   */
  public Situation withRenewals(int renewals) {
    return new Situation(
        fault, origin, triedByBits, attempts, renewals, retryAfter, size, left, seed);
  }

  /**
   * The same with the server's wish to be left alone.
   *
   * @param time for how long
   * @return a new situation
   * @throws IllegalArgumentException if it is negative
   */
  public Situation withRetryAfter(Duration time) {
    return new Situation(
        fault, origin, triedByBits, attempts, renewals, Optional.of(time), size, left, seed);
  }

  /**
   * The same with the server's wish to be left alone, if its last answer has one: a {@code
   * Retry-After} counts if the failure is an HTTP status, and the answer's own where it begins with
   * one.
   *
   * @param headers what {@link io.github.bits4j.BitsFile#responseHeaders()} gave
   * @param now the time, for servers that name one
   * @return a new situation, or this one
   */
  public Situation withHeaders(String headers, Instant now) {
    return fault.httpStatus().isEmpty()
        ? this
        : RetryAfter.in(headers, fault.httpStatus().getAsInt(), now)
            .map(this::withRetryAfter)
            .orElse(this);
  }

  /**
   * The same for a file whose size is known.
   *
   * @param bytes the size of the largest file that is not here yet
   * @return a new situation
   * @throws IllegalArgumentException if it is negative
   */
  public Situation withSize(long bytes) {
    return new Situation(
        fault,
        origin,
        triedByBits,
        attempts,
        renewals,
        retryAfter,
        OptionalLong.of(bytes),
        left,
        seed);
  }

  /**
   * The same where something else could be done about it.
   *
   * @param left all that could be done
   * @return a new situation
   */
  public Situation withLeft(Set<Remedy> left) {
    return new Situation(
        fault, origin, triedByBits, attempts, renewals, retryAfter, size, left, seed);
  }

  /**
   * The same for another transfer.
   *
   * @param seed what tells it apart, for instance its id's hash
   * @return a new situation
   */
  public Situation withSeed(long seed) {
    return new Situation(
        fault, origin, triedByBits, attempts, renewals, retryAfter, size, left, seed);
  }
}
