package io.github.bits4j.error;

/**
 * The backend does not have this feature; the message names it and, where known, the BITS version
 * that has it.
 */
public final class FeatureNotSupportedException extends BitsException {
  private static final long serialVersionUID = 1L;

  /** What a missing feature answers: {@code E_NOTIMPL}. */
  public static final HResult E_NOTIMPL = new HResult(0x80004001);

  /**
   * A feature that this backend lacks.
   *
   * @param call what was asked for
   * @param detail which feature it is, and who has it
   */
  public FeatureNotSupportedException(String call, String detail) {
    super(E_NOTIMPL, call, detail, null);
  }

  FeatureNotSupportedException(String call, String detail, Throwable cause) {
    super(E_NOTIMPL, call, detail, cause);
  }
}
