package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * The words for a value, always some and always one line: those of BITS, then those of Windows,
 * then ours.
 */
final class Wording {
  /** The text may be there, but not in the language that was asked for. */
  private static final Set<HResult> LANGUAGE_IS_MISSING =
      Set.of(
          HResult.ofWin32(1815), // ERROR_RESOURCE_LANG_NOT_FOUND
          HResult.ofWin32(15100), // ERROR_MUI_FILE_NOT_FOUND
          HResult.ofWin32(15105)); // ERROR_MUI_FILE_NOT_LOADED

  private final Service service;
  private final BiFunction<HResult, Integer, String> manager;

  /**
   * The words of one service.
   *
   * @param manager what the manager's {@code GetErrorDescription} gives, or throws, for a LANGID
   */
  Wording(Service service, BiFunction<HResult, Integer, String> manager) {
    this.service = service;
    this.manager = manager;
  }

  /** The words for a value that came from anywhere. */
  String of(HResult hresult, Locale language) {
    return first(service.language(language), general(hresult))
        .orElseGet(() -> ours(hresult, Origin.ANYWHERE, language));
  }

  /** The words for the error of a job, which may have some of its own. */
  String of(IBackgroundCopyError error, HResult hresult, Origin origin, Locale language) {
    List<IntFunction<String>> sources = new ArrayList<>();
    sources.add(error::GetErrorDescription);
    sources.addAll(general(hresult));
    return first(service.language(language), sources)
        .orElseGet(() -> ours(hresult, origin, language));
  }

  private List<IntFunction<String>> general(HResult hresult) {
    return List.of(
        language -> manager.apply(hresult, language),
        language -> service.message(hresult, language));
  }

  private static String ours(HResult hresult, Origin origin, Locale language) {
    return Fault.of(hresult).explain(origin, language).meaning();
  }

  /**
   * The words of the first source that has some. Each is asked in the wanted language; in the
   * neutral one too, if it says that the language is what it lacks.
   *
   * @param language the wanted LANGID
   * @param sources give a text for a LANGID, or throw
   * @return one line that is not blank; empty if no source has any
   */
  static Optional<String> first(int language, List<IntFunction<String>> sources) {
    return sources.stream().flatMap(source -> ask(source, language).stream()).findFirst();
  }

  private static Optional<String> ask(IntFunction<String> source, int language) {
    try {
      return line(source.apply(language));
    } catch (BitsException e) {
      if (Lost.is(e)) {
        throw e;
      }
      return language != LanguageId.NEUTRAL && LANGUAGE_IS_MISSING.contains(e.hresult())
          ? ask(source, LanguageId.NEUTRAL)
          : Optional.empty();
    } catch (LinkageError noSuchFunction) {
      return Optional.empty();
    }
  }

  /** The texts of Windows end with a line end, and some have more of them within. */
  private static Optional<String> line(String text) {
    return Optional.ofNullable(text)
        .map(it -> it.replaceAll("[\\p{javaWhitespace}\\p{Cntrl}\\x{85}]+", " ").strip())
        .filter(it -> !it.isEmpty());
  }
}
