package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose words are told, and in which language. */
class WordingTest extends StubbedTest {
  private static final String MANAGER = "IBackgroundCopyManager::GetErrorDescription";
  private static final String ERROR = "IBackgroundCopyError::GetErrorDescription";
  private static final HResult EMPTY = BitsCode.EMPTY.hresult();
  private static final Locale TAIWAN = Locale.TRADITIONAL_CHINESE;
  private static final int CHINESE = 0x0404;
  private static final int ENGLISH = 0x0409;
  private static final int NEUTRAL = 0x0400;

  private final Locale display = Locale.getDefault(Locale.Category.DISPLAY);
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(Locale.Category.DISPLAY, display);
  }

  private static String ours(HResult value, Locale language) {
    return Fault.of(value).explain(Origin.ANYWHERE, language).meaning();
  }

  /** Notes the language that a method is asked for, and answers a failure if there is one. */
  private void script(String method, int index, Map<Integer, Integer> failures) {
    stub.answering(
        method,
        (words, object) -> {
          int language = (int) words[index];
          asked.add("%s %04x".formatted(method, language));
          Integer failure = failures.get(language);
          return failure == null ? object.getAsInt() : failure;
        });
  }

  private void messages(IntFunction<String> texts) {
    stub.messages(
        language -> {
          asked.add("FormatMessage %04x".formatted(language));
          return texts.apply(language);
        });
  }

  private static String missing(int value) {
    throw BitsException.of(new HResult(value), "FormatMessage");
  }

  @Test
  void theWordsOfBitsComeFirstAndInTheWantedLanguage() {
    messages(language -> "Windows' words");
    script(MANAGER, 1, Map.of());
    assertEquals(ours(EMPTY, TAIWAN), bits.describe(EMPTY, TAIWAN));
    assertEquals(ours(EMPTY, Locale.ENGLISH), bits.describe(EMPTY, Locale.ENGLISH));
    assertNotEquals(ours(EMPTY, TAIWAN), ours(EMPTY, Locale.ENGLISH));
    assertEquals(List.of(MANAGER + " 0404", MANAGER + " 0409"), asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80070717, 0x80073AFC, 0x80073B01})
  void aLanguageThatIsNotThereIsReplacedByTheUsers(int failure) {
    messages(language -> "Windows' words");
    script(MANAGER, 1, Map.of(CHINESE, failure));
    assertEquals(ours(EMPTY, Locale.ENGLISH), bits.describe(EMPTY, TAIWAN));
    assertEquals(List.of(MANAGER + " 0404", MANAGER + " 0400"), asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80004001, 0x800706F4, 0x80070057})
  void whereBitsHasNoneWindowsIsAsked(int failure) {
    messages(language -> "Windows' words");
    script(MANAGER, 1, Map.of(CHINESE, failure));
    assertEquals("Windows' words", bits.describe(EMPTY, TAIWAN));
    assertEquals(List.of(MANAGER + " 0404", "FormatMessage 0404"), asked);
  }

  @Test
  void aServiceThatIsGoneIsAskedOnceMore() {
    messages(language -> "Windows' words");
    script(MANAGER, 1, Map.of(CHINESE, RPC_SERVER_UNAVAILABLE.value()));
    assertEquals("Windows' words", bits.describe(EMPTY, TAIWAN));
    assertEquals(List.of(MANAGER + " 0404", MANAGER + " 0404", "FormatMessage 0404"), asked);
  }

  @Test
  void everySourceIsAskedInTheNeutralLanguageToo() {
    messages(language -> language == NEUTRAL ? "neutral words" : missing(0x80070717));
    script(MANAGER, 1, Map.of(CHINESE, 0x80073B01, NEUTRAL, 0x80073B01));
    assertEquals("neutral words", bits.describe(EMPTY, TAIWAN));
    assertEquals(
        List.of(MANAGER + " 0404", MANAGER + " 0400", "FormatMessage 0404", "FormatMessage 0400"),
        asked);
  }

  @Test
  void theNeutralLanguageIsAskedOnce() {
    messages(language -> missing(0x80070717));
    script(MANAGER, 1, Map.of(NEUTRAL, 0x80070717));
    assertEquals(ours(EMPTY, Locale.ROOT), bits.describe(EMPTY, Locale.forLanguageTag("tlh")));
    assertEquals(List.of(MANAGER + " 0400", "FormatMessage 0400"), asked);
  }

  @Test
  void oursComeLastAndInTheWantedLanguage() {
    stub.failing(MANAGER, E_NOTIMPL);
    assertEquals(ours(EMPTY, TAIWAN), bits.describe(EMPTY, TAIWAN));
    stub.messages(
        language -> {
          throw new UnsatisfiedLinkError("no kernel32");
        });
    assertEquals(ours(EMPTY, TAIWAN), bits.describe(EMPTY, TAIWAN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n", "\0", "\u3000\u2028"})
  void aBlankTextIsNone(String blank) {
    assertEquals(
        Optional.of("second"),
        Wording.first(ENGLISH, List.of(language -> blank, language -> null, language -> "second")));
    assertEquals(Optional.empty(), Wording.first(ENGLISH, List.of(language -> blank)));
  }

  @Test
  void aTextIsOneLine() {
    assertEquals(
        Optional.of("one two three four %1"),
        Wording.first(
            ENGLISH, List.of(language -> "\r\none\r\n\r\ntwo\tthree\u2028\u0085four %1 \r\n")));
  }

  @Test
  void everyValueHasWordsWhateverFails() {
    stub.failing(MANAGER, RPC_SERVER_UNAVAILABLE);
    IntStream.of(0, 1, -1, 0x80070005, 0xD0000022, Integer.MIN_VALUE)
        .mapToObj(HResult::new)
        .forEach(value -> assertEquals(ours(value, TAIWAN), bits.describe(value, TAIWAN)));
  }

  @Test
  void aClosedManagerHasNone() {
    bits.close();
    assertThrows(ClosedBitsException.class, () -> bits.describe(EMPTY, TAIWAN));
  }

  private BitsJob failedJob() {
    BitsJob job = job();
    engine.change(
        job.id(),
        item -> {
          item.state = JobState.ERROR;
          item.error = NOT_FOUND;
        });
    script(MANAGER, 1, Map.of());
    return job;
  }

  @Test
  void theErrorOfAJobHasItsOwnWordsInTheUsersLanguage() {
    BitsJob job = failedJob();
    script(ERROR, 0, Map.of());
    Locale.setDefault(Locale.Category.DISPLAY, TAIWAN);
    assertEquals(NOT_FOUND.description(), job.error().description());
    Locale.setDefault(Locale.Category.DISPLAY, Locale.US);
    assertEquals(NOT_FOUND.description(), job.status().error().orElseThrow().description());
    assertEquals(List.of(ERROR + " 0404", ERROR + " 0409"), asked);
  }

  @Test
  void theErrorOfAJobIsTheFirstOfAllSources() {
    BitsJob job = failedJob();
    Locale.setDefault(Locale.Category.DISPLAY, TAIWAN);
    script(ERROR, 0, Map.of(CHINESE, 0x80070717));
    assertEquals(NOT_FOUND.description(), job.error().description());
    script(ERROR, 0, Map.of(CHINESE, 0x80070717, NEUTRAL, 0x80070057));
    assertEquals(ours(NOT_FOUND.hresult(), TAIWAN), job.error().description());
    assertEquals(
        List.of(
            ERROR + " 0404", ERROR + " 0400", ERROR + " 0404", ERROR + " 0400", MANAGER + " 0404"),
        asked);
  }

  @Test
  void theErrorOfAJobIsToldInOurWordsAtLast() {
    BitsJob job = failedJob();
    Locale.setDefault(Locale.Category.DISPLAY, TAIWAN);
    stub.failing(ERROR, new HResult(0x800706F4));
    stub.failing(MANAGER, E_NOTIMPL);
    Origin origin = Origin.job(NOT_FOUND.contextValue());
    assertEquals(NOT_FOUND.fault().explain(origin, TAIWAN).meaning(), job.error().description());
  }

  @ParameterizedTest
  @CsvSource({
    "zh-TW, 0404", // the first of zh-Hant-TW, zh-TW that there is
    "zh-Hant-TW-u-ca-roc, 0404",
    "de-AT-1996, 0c07",
    "de-XX, 0407", // the country is nobody's
    "tlh, 0400",
    "und, 0400"
  })
  void aLocaleIsTheNearestLanguageThatWindowsHas(String tag, String expected) {
    Map<String, Integer> windows =
        Map.of(
            "zh-Hant-TW", 0x1000, "zh-TW", 0x0404, "de", 0x10407, "de-AT", 0x0C07, "tlh", 0x1000);
    assertEquals(
        expected,
        "%04x"
            .formatted(
                LanguageId.of(Locale.forLanguageTag(tag), name -> windows.getOrDefault(name, 0))));
  }
}
