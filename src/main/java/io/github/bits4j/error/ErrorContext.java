package io.github.bits4j.error;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a job was when its error happened ({@code BG_ERROR_CONTEXT}, {@code bits.h}).
 *
 * <p>A number that is not here is possible: keep it next to {@link #of(int)}'s empty answer.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/bits/ne-bits-bg_error_context">BG_ERROR_CONTEXT</a>
 */
public enum ErrorContext {
  /** No error has happened. */
  NONE(0),
  /** BITS does not say where it happened. */
  UNKNOWN(1),
  /** BITS itself: its queue, its limits, a policy. */
  GENERAL_QUEUE_MANAGER(2),
  /** While the client was being notified. */
  QUEUE_MANAGER_NOTIFICATION(3),
  /** At the local file: its rights, its volume, its content. */
  LOCAL_FILE(4),
  /** At the remote file: the URL, or what the server answered. */
  REMOTE_FILE(5),
  /** On the way, with no one file to blame. */
  GENERAL_TRANSPORT(6),
  /** In the server application that a finished upload was handed to. */
  REMOTE_APPLICATION(7),
  /**
   * In the client's own check of the server's certificate. In no header of mingw; the number is
   * from Microsoft's documentation.
   */
  SERVER_CERTIFICATE_CALLBACK(8);

  private final int value;

  ErrorContext(int value) {
    this.value = value;
  }

  /**
   * The context of a number.
   *
   * @param value what {@code IBackgroundCopyError::GetError} gave
   * @return the context, empty for a number that nobody knows
   */
  public static Optional<ErrorContext> of(int value) {
    for (ErrorContext context : values()) {
      if (context.value == value) {
        return Optional.of(context);
      }
    }
    return Optional.empty();
  }

  /**
   * The header's number.
   *
   * @return for instance 5 for {@link #REMOTE_FILE}
   */
  public int value() {
    return value;
  }

  /**
   * The header's name.
   *
   * @return for instance {@code BG_ERROR_CONTEXT_REMOTE_FILE}
   */
  public String symbol() {
    return "BG_ERROR_CONTEXT_" + name();
  }

  /**
   * Where that is, in English.
   *
   * @return one line of a terminal, never empty
   */
  public String meaning() {
    return meaning(Locale.ENGLISH);
  }

  /**
   * Where that is.
   *
   * @param language the language; English where there is no translation
   * @return one line of a terminal, never empty
   */
  public String meaning(Locale language) {
    String text = Texts.of(language).get(symbol());
    return text.isEmpty() ? symbol() : text;
  }

  /**
   * What to look at when a job's error has this context, in English.
   *
   * @return one line of a terminal; may be empty
   */
  public String lookAt() {
    return lookAt(Locale.ENGLISH);
  }

  /**
   * What to look at when a job's error has this context.
   *
   * @param language the language; English where there is no translation
   * @return one line of a terminal; may be empty
   */
  public String lookAt(Locale language) {
    return Texts.of(language).get(symbol() + ".advice");
  }
}
