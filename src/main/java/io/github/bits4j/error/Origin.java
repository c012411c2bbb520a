package io.github.bits4j.error;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a value came from. The same value can mean different things: 0x80070002 is a missing
 * service when BITS is being connected to, and a missing file everywhere else.
 *
 * @param stage the place
 * @param contextValue the number of the job's {@code BG_ERROR_CONTEXT}; 0 unless the stage is
 *     {@link Stage#JOB}
 */
public record Origin(Stage stage, int contextValue) implements Serializable {
  /** Nothing is known about the place. */
  public static final Origin ANYWHERE = new Origin(Stage.ANYWHERE, 0);

  /** Connecting to BITS: COM could not make or reach the manager. */
  public static final Origin ACTIVATION = new Origin(Stage.ACTIVATION, 0);

  /** A call returned it. */
  public static final Origin CALL = new Origin(Stage.CALL, 0);

  /** The places that are told apart. */
  public enum Stage {
    /** Not known. */
    ANYWHERE,
    /** Connecting to BITS. */
    ACTIVATION,
    /** A call. */
    CALL,
    /** The error of a job, as {@code IBackgroundCopyError::GetError} gives it. */
    JOB
  }

  /**
   * Refuses a context without a job.
   *
   * @param stage the place, not null
   * @param contextValue the number of the context
   */
  public Origin {
    Objects.requireNonNull(stage, "stage");
    if (stage != Stage.JOB && contextValue != 0) {
      throw new IllegalArgumentException("only the error of a job has a context: " + contextValue);
    }
  }

  /**
   * The error of a job.
   *
   * @param contextValue the number that {@code GetError} gave, known or not
   * @return the origin
   */
  public static Origin job(int contextValue) {
    return new Origin(Stage.JOB, contextValue);
  }

  /**
   * The error of a job.
   *
   * @param context where the job was
   * @return the origin
   */
  public static Origin job(ErrorContext context) {
    return job(context.value());
  }

  /**
   * Where the job was when its error happened.
   *
   * @return the context; empty if this is no job's error, or its context a number nobody knows
   */
  public Optional<ErrorContext> context() {
    return stage == Stage.JOB ? ErrorContext.of(contextValue) : Optional.empty();
  }
}
