package io.github.bits4j.error;

/** A handle was used after it was closed: a mistake of the caller, no HRESULT is behind it. */
public final class ClosedBitsException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * A closed handle.
   *
   * @param call the call that was made on it
   */
  public ClosedBitsException(String call) {
    super(call + ": the handle is closed");
  }
}
