package io.github.bits4j.error;

/**
 * The backend cannot be used at all: the service is disabled, absent or does not answer, or a part
 * that the embedded engine needs is missing. The message says what to do.
 */
public final class BitsUnavailableException extends BitsException {
  private static final long serialVersionUID = 1L;

  /**
   * A backend that cannot be used.
   *
   * @param hresult what the attempt returned
   * @param call what was attempted
   * @param advice what to do about it; null for the advice that belongs to the value
   * @param cause what lies behind it, or null
   */
  public BitsUnavailableException(HResult hresult, String call, String advice, Throwable cause) {
    this(hresult, call, null, advice, cause);
  }

  BitsUnavailableException(
      HResult hresult, String call, String detail, String advice, Throwable cause) {
    super(hresult, Origin.ACTIVATION, call, detail, advice, cause);
  }
}
