package io.github.bits4j.testing;

import java.time.Duration;

/** What a script may do to everything at once. */
interface World {
  /** Has it happen now. */
  void happens(Mishap mishap);

  /** Has something happen later. */
  void after(Duration when, Runnable action);
}
