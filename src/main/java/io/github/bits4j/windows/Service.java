package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import java.util.Locale;

/** The way to a BITS service. */
interface Service {
  /** The threads that may call it. */
  Apartment apartment();

  /**
   * Creates the service's manager; one attempt.
   *
   * @return the manager, owned by the caller, not secured yet
   * @throws BitsException what COM answered
   */
  IBackgroundCopyManager activate();

  /**
   * Makes a pointer ready for calls. Security belongs to a pointer and is not inherited, so every
   * pointer that the service gives comes through here.
   *
   * @param proxy the pointer, which stays the caller's
   */
  void secure(IUnknown proxy);

  /** Whether the service is Wine's. */
  boolean isWine();

  /**
   * The language of Windows that a locale is.
   *
   * @return a {@code LANGID}, {@link LanguageId#NEUTRAL} if Windows knows nothing like it
   */
  int language(Locale locale);

  /**
   * Windows' own text for a value, as {@code FormatMessage} finds it in the system's table.
   *
   * @param languageId the language wanted
   * @return the text, with its insertion marks as they are
   * @throws BitsException if there is none, or none in that language
   */
  String message(HResult hresult, int languageId);
}
