package io.github.bits4j.error;

import java.io.Serializable;

/**
 * What BITS makes of the HTTP status with which a server application answers a finished upload.
 *
 * @param status the HTTP status
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/bits/handling-server-application-errors">Handling
 *     server application errors</a>
 */
public record ServerApplicationStatus(int status) implements Serializable {
  /** The classes of statuses. */
  public enum Outcome {
    /** The server application took the upload. */
    SUCCESS,
    /** BITS posts the upload again after the job's retry delay. */
    TRANSIENT,
    /** The job ends in the error state, until it is resumed. */
    FATAL
  }

  /**
   * The class of the status. It is total: a status the table does not name is transient.
   *
   * @return the class
   */
  public Outcome outcome() {
    return switch (status) {
      case 200 -> Outcome.SUCCESS;
      case 300, 301, 302, 303, 304, 305, 307, 501, 505 -> Outcome.FATAL;
      case 408, 409 -> Outcome.TRANSIENT;
      default -> status / 100 == 4 ? Outcome.FATAL : Outcome.TRANSIENT;
    };
  }

  /**
   * Whether BITS gives up posting the file, even when the job is resumed.
   *
   * @return true for 403 only
   */
  public boolean neverPostedAgain() {
    return status == 403;
  }

  /**
   * The status with which a BITS server passes a failure on to its client; the status itself
   * travels in the error code. Another one than this if a client would act on it by itself: 200 to
   * 299 are success, 401 and 407 ask for credentials, 413 for smaller fragments, and 304 and 416
   * have meanings of their own.
   *
   * @return a status of the same class, transient or fatal
   */
  public int passedOnAs() {
    return switch (status) {
      case 304, 401, 407, 413, 416 -> 400;
      default -> status < 300 ? 500 : status;
    };
  }
}
