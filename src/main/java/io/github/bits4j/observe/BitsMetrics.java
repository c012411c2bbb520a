package io.github.bits4j.observe;

/**
 * What a program counts and times. Every method does nothing unless it is overridden; {@link
 * BitsObservation#install} installs one.
 *
 * <p>The methods are called by several threads. Whatever one throws is logged, the first time as a
 * warning, and changes nothing.
 */
public interface BitsMetrics {
  /**
   * A call was answered, or failed. Called by the thread that made the call, before it goes on: the
   * time that this takes is added to every call.
   *
   * @param call the call
   */
  default void called(ObservedCall call) {}

  /**
   * A job was seen to have a new state. Called by a thread of bits4j's own, one change after the
   * other; those of one job come in their order. Who falls 10,000 behind misses some.
   *
   * @param change the change
   */
  default void stateChanged(ObservedChange change) {}

  /**
   * Somebody has waited for a job. Called as {@link #stateChanged} is.
   *
   * @param wait the wait
   */
  default void waited(ObservedWait wait) {}

  /**
   * A transfer of {@code io.github.bits4j.transfer} has ended; one that was closed has not, and its
   * job goes on. Called as {@link #stateChanged} is.
   *
   * @param transfer the transfer
   */
  default void transferred(ObservedTransfer transfer) {}
}
