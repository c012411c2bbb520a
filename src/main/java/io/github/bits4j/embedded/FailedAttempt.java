package io.github.bits4j.embedded;

/** Leaves an attempt from wherever its failure is found. */
final class FailedAttempt extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailedAttempt(Failure failure) {
    super(failure.hresult().toString());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
