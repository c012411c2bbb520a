package io.github.bits4j.cli;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.JobNotFoundException;
import java.util.Optional;

/** A command that was not carried out: why, and with which exit code. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Refusal(int exitCode, String reason, BitsException cause) {
    super(reason, cause);
    this.exitCode = exitCode;
  }

  /** What was typed cannot be meant; no HRESULT is behind it. */
  static Refusal badInput(String reason) {
    return new Refusal(ExitCode.BAD_INPUT, reason, null);
  }

  /** What was typed is not valid for BITS either; nothing has been changed yet. */
  static Refusal badInput(BitsException cause) {
    return new Refusal(ExitCode.BAD_INPUT, cause.getMessage(), cause);
  }

  /** A call that failed. */
  static Refusal of(BitsException cause) {
    int exitCode = ExitCode.FAILED;
    if (cause instanceof BitsUnavailableException) {
      exitCode = ExitCode.UNAVAILABLE;
    } else if (cause instanceof JobNotFoundException) {
      exitCode = ExitCode.NO_SUCH_JOB;
    }
    return new Refusal(exitCode, cause.getMessage(), cause);
  }

  int exitCode() {
    return exitCode;
  }

  Optional<BitsException> error() {
    return Optional.ofNullable((BitsException) getCause());
  }
}
