package io.github.bits4j.observe;

import io.github.bits4j.JobProgress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The lines of the log. They are made of ids, states, codes and numbers and of nothing else. */
final class Lines {
  private static final Logger LOG = System.getLogger(Lines.class.getPackageName());

  private Lines() {}

  /** Whether anybody reads of changes. */
  static boolean areRead() {
    return LOG.isLoggable(Level.DEBUG);
  }

  static void write(ObservedChange change) {
    LOG.log(Level.DEBUG, line(change));
  }

  static String line(ObservedChange change) {
    StringBuilder line = new StringBuilder("job ").append(change.job()).append(": ");
    line.append(change.before().map(before -> before + " -> ").orElse("created, "));
    line.append(change.after());
    change.fault().ifPresent(fault -> line.append(", ").append(fault));
    change.waitReason().ifPresent(reason -> line.append(", waits: ").append(reason));
    change.progress().ifPresent(progress -> line.append(", ").append(bytes(progress)));
    return line.toString();
  }

  private static String bytes(JobProgress progress) {
    long here = progress.bytesTransferred();
    return progress.bytesTotal().isPresent()
        ? here + " of " + progress.bytesTotal().getAsLong() + " bytes"
        : here + " bytes";
  }

  static void lost(long number) {
    LOG.log(
        Level.WARNING,
        number + " things that happened are not told of: the log or the metrics are too slow");
  }

  /** Somebody's hook has thrown; written by the thread that may wait. */
  static void mistake(String what, Throwable thrown, boolean first) {
    Level level = first ? Level.WARNING : Level.DEBUG;
    if (LOG.isLoggable(level)) {
      Teller.tell(() -> LOG.log(level, what, thrown));
    }
  }
}
