package io.github.bits4j;

/**
 * A listener's registration; closing it ends the reports, except for one that is under way.
 *
 * <p>For use by any thread.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Ends the reports. Twice is nothing. */
  @Override
  void close();
}
