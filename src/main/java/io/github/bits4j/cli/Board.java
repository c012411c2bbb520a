package io.github.bits4j.cli;

import java.util.List;

/** Shows how several jobs go on. */
interface Board {
  /** The board that fits: objects, a table that is drawn over and over, or lines. */
  static Board of(Screen screen, Environment environment) {
    if (screen.isJson()) {
      return new JobObjects(screen);
    }
    // Steps and a table that is drawn over and over would spoil each other.
    if (!screen.isVerbose()
        && environment.outIsTerminal()
        && Style.understandsEscapes(environment.variables())) {
      return new JobTable(screen, environment.person()::terminalSize);
    }
    return new JobReports(screen, System::nanoTime);
  }

  /** Shows snapshots; called some times a second. One that has ended is shown once. */
  void show(List<JobSnapshot> jobs);
}
