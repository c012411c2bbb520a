package io.github.bits4j.testing;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Something that goes wrong by order of a {@link FaultScript}. */
public sealed interface Mishap {
  /**
   * A call is refused; nothing has changed. Happens at calls.
   *
   * @param hresult what it is refused with. Codes of a service that cannot be had (such as {@code
   *     0x80070422}, disabled) arrive as {@link BitsUnavailableException}, all others as the {@link
   *     BitsException} that the code is
   */
  record Refuse(HResult hresult) implements Mishap {
    /**
     * Checks that nothing is missing.
     *
     * @param hresult what it is refused with
     */
    public Refuse {
      Objects.requireNonNull(hresult, "hresult");
    }
  }

  /**
   * An attempt at a file fails. Happens at files.
   *
   * @param hresult the error of the job
   * @param context where it is said to have happened
   * @param passing whether the job goes to TRANSIENT_ERROR and is tried again after its retry
   *     delay; else it ends in ERROR
   */
  record Fail(HResult hresult, ErrorContext context, boolean passing) implements Mishap {
    /**
     * Checks that nothing is missing.
     *
     * @param hresult the error of the job
     * @param context where it is said to have happened
     * @param passing whether it is tried again
     */
    public Fail {
      Objects.requireNonNull(hresult, "hresult");
      Objects.requireNonNull(context, "context");
    }
  }

  /**
   * A server answers something else. Happens at requests and packets.
   *
   * @param status the status
   * @param headers for instance {@code Retry-After: 120}
   */
  record Answer(int status, List<String> headers) implements Mishap {
    /**
     * Takes a copy.
     *
     * @param status the status
     * @param headers for instance {@code Retry-After: 120}
     * @throws IllegalArgumentException if the status is none, or a header has no colon
     */
    public Answer {
      headers = List.copyOf(headers);
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("not a status that ends an answer: " + status);
      }
      for (String header : headers) {
        if (header.indexOf(':') < 1) {
          throw new IllegalArgumentException("not a header: " + header);
        }
      }
    }
  }

  /** A server or proxy overlooks that ranges are asked for. Happens at requests. */
  record IgnoreRanges() implements Mishap {}

  /** A server takes a request and never answers. Happens at requests and packets. */
  record Silence() implements Mishap {}

  /** Nothing: what later orders say does not hold here. Happens at requests and packets. */
  record Nothing() implements Mishap {}

  /** A connection is closed before anything is answered. Happens at requests and packets. */
  record HangUp() implements Mishap {}

  /** A connection breaks when half of a body is through. Happens at packets. */
  record BreakOff() implements Mishap {}

  /** A server does what it is asked to do, and cannot say so any more. Happens at packets. */
  record LoseAnswer() implements Mishap {}

  /** A server has forgotten the upload that a packet belongs to. Happens at packets. */
  record LoseSession() implements Mishap {}

  /**
   * The machine has no network for a while, and BITS knows. Happens at files and moments.
   *
   * @param duration for how long
   */
  record LoseNetwork(Duration duration) implements Mishap {
    /**
     * Checks the duration.
     *
     * @param duration for how long
     * @throws IllegalArgumentException if it is zero or less
     */
    public LoseNetwork {
      if (duration.isZero() || duration.isNegative()) {
        throw new IllegalArgumentException("no network for " + duration);
      }
    }
  }

  /**
   * The service ends, and begins again. Meanwhile every call is refused with {@code 0x80070422} as
   * {@link BitsUnavailableException}; afterwards handles and listeners go on, and jobs from where
   * they were. Happens at files and moments.
   *
   * @param downtime how long it is away; zero for a restart that only jobs notice
   */
  record StopService(Duration downtime) implements Mishap {
    /**
     * Checks the duration.
     *
     * @param downtime how long it is away
     * @throws IllegalArgumentException if it is less than zero
     */
    public StopService {
      if (downtime.isNegative()) {
        throw new IllegalArgumentException("a service away for " + downtime);
      }
    }
  }
}
