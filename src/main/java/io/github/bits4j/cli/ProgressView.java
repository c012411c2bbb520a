package io.github.bits4j.cli;

import io.github.bits4j.JobStatus;

/** Shows how a job goes on, for as long as somebody waits for it. */
interface ProgressView extends AutoCloseable {
  /** Shows nothing. */
  ProgressView NONE = status -> {};

  /** The view that fits: objects, a bar that a person sees, lines, or nothing. */
  static ProgressView of(Screen screen, Environment environment, JobSnapshot job) {
    if (screen.isQuiet()) {
      return NONE;
    }
    if (screen.isJson()) {
      return new ProgressObjects(screen, job, System::nanoTime);
    }
    // Steps and a line that is drawn over and over would spoil each other.
    if (!screen.isVerbose()
        && environment.errIsTerminal()
        && Style.understandsEscapes(environment.variables())) {
      return new ProgressLine(screen, environment.person()::terminalSize, job);
    }
    return new ProgressReports(screen, job, System::nanoTime);
  }

  /** Shows a snapshot; called some times a second. */
  void show(JobStatus status);

  /** Leaves the screen to others. */
  @Override
  default void close() {}
}
