package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLEByReference;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.Ole32;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Windows itself. */
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "it/run wine runs it")
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

  private static boolean impersonates() {
    HANDLEByReference token = new HANDLEByReference();
    boolean has =
        Advapi32.INSTANCE.OpenThreadToken(
            Kernel32.INSTANCE.GetCurrentThread(), WinNT.TOKEN_QUERY, true, token);
    if (has) {
      Kernel32.INSTANCE.CloseHandle(token.getValue());
    }
    return has;
  }

  private static boolean calledImpersonating() {
    return Apartment.ofProcess()
        .call(Optional::empty, WindowsManager.PATIENCE, deadline -> impersonates(), late -> {});
  }

  @Test
  void aCallIsMadeAsItsCallerImpersonates() {
    assertFalse(calledImpersonating());
    assertTrue(
        Advapi32.INSTANCE.ImpersonateSelf(
            WinNT.SECURITY_IMPERSONATION_LEVEL.SecurityImpersonation));
    try {
      for (int i = 0; i < 50; i++) {
        assertTrue(calledImpersonating());
      }
      assertTrue(impersonates(), "the caller still does");
    } finally {
      Advapi32.INSTANCE.RevertToSelf();
    }
    for (int i = 0; i < 50; i++) {
      assertFalse(calledImpersonating());
    }
  }

  @Test
  void aThreadOfOursIsInTheMultithreadedApartment() {
    int type =
        Apartment.ofProcess()
            .call(
                Optional::empty,
                WindowsManager.PATIENCE,
                deadline -> Ole32.system().CoGetApartmentType(),
                late -> {});
    assertEquals(Ole32.APTTYPE_MTA, type);
  }
}
