package io.github.bits4j.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a server application of {@link MockUploads} makes of a file.
 *
 * @param status the HTTP status: with 200 it has taken the file, with any other it has not
 * @param reply what goes back to jobs that want a reply; no bytes for no reply
 * @param after how long it takes to answer; after five minutes the server waits no longer, and says
 *     504 in its place
 * @see io.github.bits4j.error.ServerApplicationStatus
 */
public record ApplicationAnswer(int status, byte[] reply, Duration after) {
  private static final byte[] NOTHING = {};

  /**
   * Checks the parts.
   *
   * @param status the HTTP status
   * @param reply what goes back to jobs that want a reply
   * @param after how long it takes to answer
   * @throws IllegalArgumentException if the status is not from 200 to 599, or the time is negative
   */
  public ApplicationAnswer {
    Objects.requireNonNull(reply, "reply");
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a status that ends an answer: " + status);
    }
    if (after.isNegative()) {
      throw new IllegalArgumentException("an answer after " + after);
    }
  }

  /**
   * Takes the file, and has nothing to reply.
   *
   * @return status 200, at once
   */
  public static ApplicationAnswer ok() {
    return ok(NOTHING);
  }

  /**
   * Takes the file.
   *
   * @param reply what goes back to jobs that want a reply
   * @return status 200, at once
   */
  public static ApplicationAnswer ok(byte[] reply) {
    return new ApplicationAnswer(200, reply, Duration.ZERO);
  }

  /**
   * Answers with a status.
   *
   * @param status the HTTP status, 200 to 599
   * @return the status without a reply, at once
   * @throws IllegalArgumentException if it is another
   */
  public static ApplicationAnswer status(int status) {
    return new ApplicationAnswer(status, NOTHING, Duration.ZERO);
  }

  /**
   * The same answer, later.
   *
   * @param time how long it takes, zero or more
   * @return the later answer
   * @throws IllegalArgumentException if it is negative
   */
  public ApplicationAnswer after(Duration time) {
    return new ApplicationAnswer(status, reply, time);
  }

  /** Status, size of the reply, and time. */
  @Override
  public String toString() {
    return status + ", " + reply.length + " bytes, after " + after;
  }

  /** By the bytes of the reply, not by the array. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ApplicationAnswer answer
        && status == answer.status
        && after.equals(answer.after)
        && Arrays.equals(reply, answer.reply);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, after, Arrays.hashCode(reply));
  }
}
