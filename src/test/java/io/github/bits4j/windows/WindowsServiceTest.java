package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of kernel32 itself. */
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "kernel32 is only on Windows")
class WindowsServiceTest {
  private final WindowsService service = new WindowsService();

  @ParameterizedTest
  @CsvSource({
    "en-US, 0409",
    "en-GB, 0809",
    "de, 0407",
    "de-AT, 0c07",
    "zh-TW, 0404",
    "zh-CN, 0804",
    "zh-Hant-TW, 0404",
    "tlh, 0400",
    "und, 0400"
  })
  void languages(String tag, String expected) {
    assertEquals(expected, "%04x".formatted(service.language(Locale.forLanguageTag(tag))));
  }

  @Test
  void messages() {
    HResult denied = new HResult(0x80070005);
    assertFalse(service.message(denied, LanguageId.NEUTRAL).isBlank());
    BitsException none =
        assertThrows(
            BitsException.class,
            () -> service.message(new HResult(0xA5A5A5A5), LanguageId.NEUTRAL));
    assertEquals("FormatMessage", none.call());
  }
}
