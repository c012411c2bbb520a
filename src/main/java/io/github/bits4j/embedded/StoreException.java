package io.github.bits4j.embedded;

import io.github.bits4j.error.HResult;

/** The queue could not be read or written. */
final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HResult hresult;

  StoreException(HResult hresult, String message, Throwable cause) {
    super(message, cause);
    this.hresult = hresult;
  }

  HResult hresult() {
    return hresult;
  }
}
