package io.github.bits4j.error;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/** The texts in one language; what a translation lacks is English. */
final class Texts {
  /**
   * English, the language of exceptions and of every method that takes no language. Its file is the
   * root of the resource bundle, but is searched as it is: the first exception of a program does
   * not wait for the bundle's machinery.
   */
  static final Texts ENGLISH = new Texts("\n".concat(Resources.text("Texts.properties")), null);

  private static final String BUNDLE = "io.github.bits4j.error.Texts";

  private static final Map<Locale, Texts> BY_LANGUAGE = new ConcurrentHashMap<>();

  private final String file;
  private final ResourceBundle bundle;
  private final Map<String, String> byKey = new ConcurrentHashMap<>();
  private final String[] meanings = new String[Catalogue.size()];
  private final String[] advices = new String[Catalogue.size()];
  private final String[] details = new String[Catalogue.size()];

  private Texts(String file, ResourceBundle bundle) {
    this.file = file;
    this.bundle = bundle;
  }

  static Texts of(Locale language) {
    if (language.getLanguage().isEmpty() || language.getLanguage().equals("en")) {
      return ENGLISH;
    }
    return BY_LANGUAGE.computeIfAbsent(language, Texts::translated);
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
    String text = byKey.get(key);
    if (text == null) {
      text = find(key);
      byKey.put(key, text);
    }
    return text;
  }

  private String find(String key) {
    if (bundle != null) {
      return bundle.containsKey(key) ? bundle.getString(key) : "";
    }
    int at = file.indexOf("\n".concat(key).concat("="));
    int start = at + key.length() + 2;
    return at < 0 ? "" : file.substring(start, file.indexOf('\n', start));
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
    String text = get(entry.key().concat(part));
    if (entry.index() == Entry.NOT_KEPT && text.contains("{0}")) {
      HResult hresult = entry.fault().hresult();
      text = text.replace("{0}", Unnamed.argument(entry.key(), hresult));
    }
    if (part.isEmpty() && entry.fault() instanceof Fault.Http http) {
      String reason = HttpReasons.of(http.status());
      StringBuilder line = new StringBuilder("HTTP ").append(http.status());
      if (reason != null) {
        line.append(' ').append(reason);
      }
      return line.append(": ").append(text).toString();
    }
    return text;
  }

  /** Never the machine's default language: who asks for one that is not there gets English. */
  private static Texts translated(Locale language) {
    try {
      ResourceBundle found = ResourceBundle.getBundle(BUNDLE, language);
      List<Locale> wanted =
          ResourceBundle.Control.getControl(ResourceBundle.Control.FORMAT_PROPERTIES)
              .getCandidateLocales(BUNDLE, language);
      boolean root = found.getLocale().equals(Locale.ROOT);
      return root || !wanted.contains(found.getLocale()) ? ENGLISH : new Texts("", found);
    } catch (MissingResourceException e) {
      return ENGLISH;
    }
  }
}
