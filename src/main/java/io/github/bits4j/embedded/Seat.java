package io.github.bits4j.embedded;

import io.github.bits4j.Subscription;
import java.util.UUID;

/**
 * A process's place at a queue: it runs the engine itself, or is the guest of the one that does.
 */
interface Seat {
  /**
   * Has a call carried out.
   *
   * @param again whether it was made before, at another engine
   * @return what travels
   * @throws Left if there is no engine here any more
   */
  Object perform(Call call, boolean again) throws Left;

  /** Has a listener hear of a job for as long as there is an engine here. */
  Subscription listen(UUID job, Subscriber subscriber) throws Left;

  /** Gives the place up; calls that are under way finish first, as far as that takes no time. */
  void leave();
}
