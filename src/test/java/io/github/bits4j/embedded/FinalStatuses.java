package io.github.bits4j.embedded;

import java.util.Set;
import java.util.stream.IntStream;

/** The HTTP statuses that end an answer, and which of them end a job. */
final class FinalStatuses {
  /** Typed from the documentation: everything else from 300 to 599 is as its hundred is. */
  private static final Set<Integer> FATAL = Set.of(300, 301, 302, 303, 304, 305, 307, 501, 505);

  private FinalStatuses() {}

  static IntStream all() {
    return IntStream.rangeClosed(200, 599);
  }

  static boolean isFatal(int status) {
    return FATAL.contains(status) || status / 100 == 4 && status != 408 && status != 409;
  }
}
