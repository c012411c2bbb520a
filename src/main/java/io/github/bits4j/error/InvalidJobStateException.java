package io.github.bits4j.error;

/** The job's state does not allow the call ({@code BG_E_INVALID_STATE}). */
public final class InvalidJobStateException extends BitsException {
  private static final long serialVersionUID = 1L;

  InvalidJobStateException(HResult hresult, String call, String detail, Throwable cause) {
    super(hresult, call, detail, cause);
  }
}
