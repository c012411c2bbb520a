package io.github.bits4j.error;

/**
 * The caller may not do this: not the owner, not elevated, or no rights on a file ({@code
 * E_ACCESSDENIED}).
 */
public final class AccessDeniedException extends BitsException {
  private static final long serialVersionUID = 1L;

  static final HResult E_ACCESSDENIED = new HResult(0x80070005);

  AccessDeniedException(HResult hresult, String call, String detail, Throwable cause) {
    super(hresult, call, detail, cause);
  }
}
