package io.github.bits4j.error;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/** The texts in one language; what a translation lacks is English. */
final class Texts {
  /** English, the language of exceptions and of every method that takes no language. */
  static final Texts ENGLISH = new Texts(Locale.ROOT);

  private static final String BUNDLE = "io.github.bits4j.error.Texts";

  private static final Map<Locale, Texts> BY_LANGUAGE = new ConcurrentHashMap<>();

  private final ResourceBundle bundle;
  private final String[] meanings = new String[Catalogue.size()];
  private final String[] advices = new String[Catalogue.size()];
  private final String[] details = new String[Catalogue.size()];

  private Texts(Locale language) {
    bundle = bundle(language);
  }

  static Texts of(Locale language) {
    if (language.getLanguage().isEmpty() || language.getLanguage().equals("en")) {
      return ENGLISH;
    }
    return BY_LANGUAGE.computeIfAbsent(language, Texts::new);
  }

  String meaning(Entry entry) {
    String text = kept(meanings, entry, "");
    return text.isEmpty() ? entry.name().orElse("no text is known for this value") : text;
  }

  String advice(Entry entry) {
    return kept(advices, entry, ".advice");
  }

  String detail(Entry entry) {
    return kept(details, entry, ".detail");
  }

  Explanation explanation(Entry entry) {
    return new Explanation(meaning(entry), advice(entry), detail(entry), entry.retry());
  }

  /** The text of a key, empty if there is none. */
  String get(String key) {
    try {
      return bundle == null ? "" : bundle.getString(key);
    } catch (MissingResourceException e) {
      return "";
    }
  }

  /** Several threads may look up the same text; they find the same. */
  private String kept(String[] texts, Entry entry, String part) {
    if (entry.index() < 0) {
      return text(entry, part);
    }
    String text = texts[entry.index()];
    if (text == null) {
      text = text(entry, part);
      texts[entry.index()] = text;
    }
    return text;
  }

  private String text(Entry entry, String part) {
    String text = get(entry.key() + part);
    if (entry.argument() != null) {
      text = text.replace("{0}", entry.argument());
    }
    if (part.isEmpty() && entry.fault() instanceof Fault.Http http) {
      String reason = HttpReasons.of(http.status());
      return "HTTP " + http.status() + (reason == null ? "" : " " + reason) + ": " + text;
    }
    return text;
  }

  /** Never the machine's default language: who asks for one that is not there gets English. */
  private static ResourceBundle bundle(Locale language) {
    try {
      ResourceBundle found = ResourceBundle.getBundle(BUNDLE, language);
      List<Locale> wanted =
          ResourceBundle.Control.getControl(ResourceBundle.Control.FORMAT_PROPERTIES)
              .getCandidateLocales(BUNDLE, language);
      return wanted.contains(found.getLocale())
          ? found
          : ResourceBundle.getBundle(BUNDLE, Locale.ROOT);
    } catch (MissingResourceException e) {
      return null;
    }
  }
}
