package io.github.bits4j.error;

/**
 * No such job in the queue: it never was there, was completed, or was cancelled ({@code
 * BG_E_NOT_FOUND}).
 */
public final class JobNotFoundException extends BitsException {
  private static final long serialVersionUID = 1L;

  JobNotFoundException(HResult hresult, String call, String detail, Throwable cause) {
    super(hresult, call, detail, cause);
  }
}
