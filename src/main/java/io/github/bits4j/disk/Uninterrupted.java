package io.github.bits4j.disk;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that is finished although its thread is interrupted: the JDK would close the file
 * in the middle of it.
 */
public final class Uninterrupted {
  /**
   * Work on files that may be begun anew at any point.
   *
   * @param <T> what comes of it
   */
  public interface Step<T> {
    /**
     * Does it.
     *
     * @return what comes of it
     * @throws IOException if it fails
     */
    T run() throws IOException;
  }

  private Uninterrupted() {}

  /**
   * Does it to the end; the thread is interrupted afterwards if it was before or meanwhile.
   *
   * @param step what to do, again from the beginning where an interrupt ended it
   * @param <T> what comes of it
   * @return what comes of it
   * @throws IOException if it fails
   */
  public static <T> T run(Step<T> step) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return step.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
