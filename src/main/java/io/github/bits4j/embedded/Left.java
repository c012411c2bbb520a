package io.github.bits4j.embedded;

/** Whoever ran the queue does not any more; somebody else does, or will. */
final class Left extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean mayBeDone;

  /**
   * Nobody answers.
   *
   * @param mayBeDone whether the call may have been carried out all the same
   */
  Left(boolean mayBeDone) {
    super("the engine has gone", null, false, false);
    this.mayBeDone = mayBeDone;
  }

  boolean mayBeDone() {
    return mayBeDone;
  }
}
