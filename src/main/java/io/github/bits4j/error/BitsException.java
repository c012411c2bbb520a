package io.github.bits4j.error;

import java.util.Objects;
import java.util.Optional;

/**
 * A call that failed: always with the raw {@link HResult}, its {@link Fault} and the call's name.
 *
 * <p>Subclasses exist only where a program recovers differently; everything else is told apart by
 * {@link #fault()}.
 */
public class BitsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The raw value. */
  private final HResult hresult;

  /** The call's name. */
  private final String call;

  /** Where the value came from. */
  private final Origin origin;

  /** What happened in particular; null if nothing was said. An Optional cannot be serialized. */
  private final String detail;

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
    this(hresult, Origin.CALL, call, detail, null, cause);
  }

  BitsException(
      HResult hresult, Origin origin, String call, String detail, String advice, Throwable cause) {
    super(message(hresult, origin, call, detail, advice), cause);
    this.hresult = hresult;
    this.origin = origin;
    this.call = Objects.requireNonNull(call, "call");
    this.detail = detail;
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
    return of(hresult, Origin.CALL, call, detail, cause);
  }

  /**
   * The exception for a failing value that came from somewhere else than a call.
   *
   * @param hresult the value
   * @param origin where it came from; a failed {@link Origin#ACTIVATION} gives a {@link
   *     BitsUnavailableException}
   * @param call the name of the call that brought it
   * @param detail what to add to the message, for instance the file; null for nothing
   * @param cause what lies behind it, or null
   * @return a new exception
   */
  public static BitsException of(
      HResult hresult, Origin origin, String call, String detail, Throwable cause) {
    if (origin.stage() == Origin.Stage.ACTIVATION) {
      return new BitsUnavailableException(hresult, call, detail, null, cause);
    }
    if (origin.stage() != Origin.Stage.JOB) {
      int value = hresult.value();
      if (value == BitsCode.NOT_FOUND.hresult().value()) {
        return new JobNotFoundException(hresult, call, detail, cause);
      }
      if (value == BitsCode.INVALID_STATE.hresult().value()) {
        return new InvalidJobStateException(hresult, call, detail, cause);
      }
      if (value == AccessDeniedException.E_ACCESSDENIED.value()) {
        return new AccessDeniedException(hresult, call, detail, cause);
      }
      if (value == FeatureNotSupportedException.E_NOTIMPL.value()) {
        return new FeatureNotSupportedException(call, detail, cause);
      }
    }
    return new BitsException(hresult, origin, call, detail, null, cause);
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

  /**
   * Where the value came from.
   *
   * @return a call, unless the exception says otherwise
   */
  public final Origin origin() {
    return origin;
  }

  /**
   * What happened in particular, as far as somebody knew: which file, which value.
   *
   * @return the text that the message has in brackets; empty if there is none
   */
  public final Optional<String> detail() {
    return Optional.ofNullable(detail);
  }

  private static String message(
      HResult hresult, Origin origin, String call, String detail, String advice) {
    Fault fault = Fault.of(hresult);
    Entry entry = Catalogue.get(fault).at(origin);
    String todo = advice == null ? Texts.ENGLISH.advice(entry) : advice;
    StringBuilder text = new StringBuilder(call).append(": ").append(fault);
    text.append(": ").append(Texts.ENGLISH.meaning(entry));
    if (detail != null) {
      text.append(" [").append(detail).append(']');
    }
    return todo.isEmpty() ? text.toString() : text.append(" - ").append(todo).toString();
  }
}
