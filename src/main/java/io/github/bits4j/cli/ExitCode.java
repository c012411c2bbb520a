package io.github.bits4j.cli;

/** How a command ended; scripts rely on these numbers. */
final class ExitCode {
  static final int DONE = 0;

  /** The job failed, or BITS refused the call. */
  static final int FAILED = 1;

  /** Bad usage or bad input; nothing was changed. */
  static final int BAD_INPUT = 2;

  /** The backend cannot be used. */
  static final int UNAVAILABLE = 3;

  /** A transient error ended the command. */
  static final int TRANSIENT = 4;

  static final int NO_SUCH_JOB = 5;

  /** Interrupted; terminated is 143, see {@link Interruption#exitCode()}. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
