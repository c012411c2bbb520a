package io.github.bits4j.server;

import java.io.IOException;

/** What becomes of a file that has arrived whole. */
final class Delivery {
  private final ServedFolder folder;
  private final boolean overwrite;
  private final Notifier notifier;

  /**
   * Makes one.
   *
   * @param notifier tells the server application; null if there is none
   */
  Delivery(ServedFolder folder, boolean overwrite, Notifier notifier) {
    this.folder = folder;
    this.overwrite = overwrite;
    this.notifier = notifier;
  }

  /** Asks the server application, if there is one. */
  Outcome settle(Session session) throws IOException, Refused {
    return notifier == null ? Outcome.STORED : notifier.post(session);
  }

  /** Gives the file its final name, if it hasn't got it yet. */
  void place(Session session) throws IOException, Refused {
    folder.destination(session.path()).take(session.request(), overwrite);
  }

  /** Refuses what could not be placed in the end. */
  void check(String urlPath) throws IOException, Refused {
    folder.destination(urlPath).check(overwrite);
  }

  boolean hasApplication() {
    return notifier != null;
  }
}
