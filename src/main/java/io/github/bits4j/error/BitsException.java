package io.github.bits4j.error;

import java.util.Objects;

/**
 * A call that failed: always with the raw {@link HResult}, its {@link Fault} and the call's name.
 *
 * <p>Subclasses exist only where a program recovers differently; everything else is told apart by
 * {@link #fault()}.
 */
public class BitsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HResult hresult;
  private final String call;

  /**
   * A failure of a call.
   *
   * @param hresult what the call returned
   * @param call the call's name, for instance {@code IBackgroundCopyJob::Resume}
   */
  protected BitsException(HResult hresult, String call) {
    this(hresult, call, null, null);
  }

  /**
   * A failure of a call, with what only the caller knows.
   *
   * @param hresult what the call returned
   * @param call the call's name
   * @param detail what to add to the message, for instance the file; null for nothing
   * @param cause what lies behind it, or null
   */
  protected BitsException(HResult hresult, String call, String detail, Throwable cause) {
    super(message(hresult, call, detail), cause);
    this.hresult = hresult;
    this.call = Objects.requireNonNull(call, "call");
  }

  /**
   * The exception for a failing value: the subclass that fits, or this class.
   *
   * @param hresult what the call returned
   * @param call the call's name
   * @return a new exception
   */
  public static BitsException of(HResult hresult, String call) {
    return of(hresult, call, null, null);
  }

  /**
   * The exception for a failing value, with what only the caller knows.
   *
   * @param hresult what the call returned
   * @param call the call's name
   * @param detail what to add to the message, for instance the file; null for nothing
   * @param cause what lies behind it, or null
   * @return a new exception
   */
  public static BitsException of(HResult hresult, String call, String detail, Throwable cause) {
    Fault fault = Fault.of(hresult);
    if (fault instanceof Fault.Bits bits) {
      switch (bits.code()) {
        case NOT_FOUND:
          return new JobNotFoundException(hresult, call, detail, cause);
        case INVALID_STATE:
          return new InvalidJobStateException(hresult, call, detail, cause);
        default:
          return new BitsException(hresult, call, detail, cause);
      }
    }
    if (hresult.equals(AccessDeniedException.E_ACCESSDENIED)) {
      return new AccessDeniedException(hresult, call, detail, cause);
    }
    return new BitsException(hresult, call, detail, cause);
  }

  /**
   * The raw value.
   *
   * @return what the call returned
   */
  public final HResult hresult() {
    return hresult;
  }

  /**
   * What the value means.
   *
   * @return the decoded value
   */
  public final Fault fault() {
    return Fault.of(hresult);
  }

  /**
   * The name of the call that failed.
   *
   * @return for instance {@code IBackgroundCopyJob::Resume}, or the public method on the embedded
   *     engine
   */
  public final String call() {
    return call;
  }

  private static String message(HResult hresult, String call, String detail) {
    Fault fault = Fault.of(hresult);
    StringBuilder text = new StringBuilder(call).append(": ").append(fault);
    text.append(": ").append(fault.meaning());
    if (detail != null) {
      text.append(" [").append(detail).append(']');
    }
    return fault.advice().isEmpty()
        ? text.toString()
        : text.append(" - ").append(fault.advice()).toString();
  }
}
