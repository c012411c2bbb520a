package io.github.bits4j.embedded;

import java.util.function.Function;

/** Engines as most tests want them. */
final class Engines {
  private Engines() {}

  /** What BITS itself goes by, in a world that keeps nothing back. */
  static Terms terms(int foregroundJobs) {
    return new Terms(
        new Scheduler(foregroundJobs, Limits.TIME_SLICE),
        Policies.DEFAULT,
        new Conditions(),
        Throttle.NONE);
  }

  /** A running one that knows no way for uploads. */
  static Engine downloading(
      Agenda agenda,
      Store store,
      Function<String, Transport> transports,
      LocalFiles files,
      int foregroundJobs) {
    return downloading(agenda, store, transports, files, terms(foregroundJobs), true);
  }

  /** One that knows no way for uploads. */
  static Engine downloading(
      Agenda agenda,
      Store store,
      Function<String, Transport> transports,
      LocalFiles files,
      Terms terms,
      boolean running) {
    return new Engine(
        agenda,
        store,
        transports,
        name -> {
          throw new IllegalStateException("no way to " + name);
        },
        files,
        terms,
        running,
        "owner");
  }
}
