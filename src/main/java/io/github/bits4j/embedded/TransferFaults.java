package io.github.bits4j.embedded;

import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What goes wrong by order: the engine asks at every point of every transfer. For tests; what
 * {@code io.github.bits4j.testing} offers stands on this.
 *
 * <p>Asked by the threads of the engine, perhaps by several at the same time.
 */
@FunctionalInterface
public interface TransferFaults {
  /**
   * What happens to a transfer at a point of it. Called by the thread that moves the file, which
   * waits for the answer; it may call the manager, but not wait for the transfer.
   *
   * @param point where the transfer is
   * @return why the attempt fails here; empty to let it go on
   */
  Optional<Failing> at(Point point);

  /** How far an attempt at a file is. */
  enum Stage {
    /** Nothing was asked of the far end yet. */
    STARTING,
    /** The far end answered: what there is, and how long, is known. */
    CONNECTED,
    /** More bytes are here. */
    MOVED,
    /** All bytes are here, and nobody was told. */
    FINISHING
  }

  /**
   * A point of a transfer.
   *
   * @param job the job's id
   * @param file the file's place in the job, from 0
   * @param remoteName where it comes from
   * @param stage how far the attempt is
   * @param transferred how many bytes of the file are here
   * @param size how many there will be; empty while nobody said
   */
  record Point(
      UUID job, int file, String remoteName, Stage stage, long transferred, OptionalLong size) {}

  /**
   * How an attempt fails.
   *
   * @param hresult the error of the job
   * @param context where it is said to have happened
   * @param passing whether the engine tries again by itself, as for a transient error; else the job
   *     ends in ERROR
   */
  record Failing(HResult hresult, ErrorContext context, boolean passing) {
    /**
     * Checks that nothing is missing.
     *
     * @param hresult the error of the job
     * @param context where it is said to have happened
     * @param passing whether the engine tries again by itself
     */
    public Failing {
      Objects.requireNonNull(hresult, "hresult");
      Objects.requireNonNull(context, "context");
    }
  }
}
