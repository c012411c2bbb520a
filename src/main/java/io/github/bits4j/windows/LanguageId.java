package io.github.bits4j.windows;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle.Control;
import java.util.function.ToIntFunction;

/** The languages of Windows: a {@code LANGID} is a primary language and a sublanguage. */
final class LanguageId {
  /**
   * {@code MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)}, the user's default language. Not 0, which
   * IBackgroundCopyError refuses with E_INVALIDARG according to its documentation.
   */
  static final int NEUTRAL = 0x0400;

  private static final Control CANDIDATES = Control.getControl(Control.FORMAT_DEFAULT);

  /**
   * {@code SUBLANG_CUSTOM_UNSPECIFIED}: the name is well-formed, and no language that Windows has.
   */
  private static final int CUSTOM_UNSPECIFIED = 4;

  private LanguageId() {}

  /**
   * The language that Windows knows for a locale, or for what the locale is a special case of.
   *
   * @param lcidOfName asks Windows for a name such as {@code zh-TW}; 0 if it has none
   * @return the LANGID, {@link #NEUTRAL} if Windows knows nothing like it
   */
  static int of(Locale locale, ToIntFunction<String> lcidOfName) {
    List<Locale> candidates = CANDIDATES.getCandidateLocales("", locale.stripExtensions());
    for (Locale candidate : candidates) {
      if (!candidate.equals(Locale.ROOT)) {
        int languageId = lcidOfName.applyAsInt(candidate.toLanguageTag()) & 0xFFFF;
        if (primary(languageId) != 0 && sub(languageId) != CUSTOM_UNSPECIFIED) {
          return languageId;
        }
      }
    }
    return NEUTRAL;
  }

  /** {@code PRIMARYLANGID}. */
  static int primary(int languageId) {
    return languageId & 0x3FF;
  }

  /** {@code SUBLANGID}. */
  static int sub(int languageId) {
    return languageId >>> 10;
  }
}
