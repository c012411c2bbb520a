package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every 32-bit value decodes. */
class FaultTotalityTest {
  private static final long SEED = 0xB175;

  @Test
  void everyRandomValueDecodes() {
    new SplittableRandom(SEED).ints(1 << 20).forEach(FaultTotalityTest::holds);
  }

  @Test
  void everyBoundaryDecodes() {
    IntStream tops =
        IntStream.of(0, 0x0007, 0x0019, 0x0020, 0x7FFF, 0x8000, 0x8001, 0x8004, 0x8007, 0x8008)
            .map(top -> top << 16);
    int[] highs =
        IntStream.concat(
                tops,
                IntStream.of(
                    0x80090000,
                    0x800B0000,
                    0x80190000,
                    0x80200000,
                    0x80240000,
                    0xA0200000,
                    0xC0000000,
                    0xD0000000,
                    0xE0430000,
                    0x10000000,
                    0x40000000,
                    0x20000000,
                    0x01DB0000,
                    0xFFFF0000))
            .toArray();
    for (int high : highs) {
      for (int low = 0; low <= 0xFFFF; low += low < 0x400 || low >= 0xFC00 ? 1 : 0x33) {
        holds(high | low);
      }
    }
    holds(Integer.MIN_VALUE);
    holds(Integer.MAX_VALUE);
    holds(-1);
  }

  private static void holds(int value) {
    HResult hresult = new HResult(value);
    Fault fault = Fault.of(hresult);
    Explanation explanation = fault.explain(Origin.CALL);
    if (!fault.hresult().equals(hresult)
        || hresult.facility() != ((value >>> 16) & 0x1FFF)
        || hresult.code() != (value & 0xFFFF)
        || hresult.failed() != (value < 0)
        || hresult.customer() != ((value & 0x20000000) != 0)
        || fault.kind() == null
        || fault.name() == null
        || fault.aliases() == null
        || fault.facilityName() == null
        || fault.retry() == null
        || explanation.meaning().isBlank()
        || explanation.meaning().contains("{0}")
        || explanation.advice().contains("{0}")
        || explanation.detail().contains("{0}")
        || fault.toString().isBlank()
        || (hresult.facility() == 32 && fault.kind() != Kind.BITS)
        || fault.httpStatus().isPresent() != (fault.kind() == Kind.HTTP)
        || !fault.equals(Fault.of(new HResult(value)))) {
      throw new AssertionError(hresult + " decodes to " + fault + ", " + fault.meaning());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0xD0000034, an NTSTATUS in an HRESULT's clothes: 0xC0000034, UNKNOWN",
    "0x90000005, an NTSTATUS in an HRESULT's clothes: 0x80000005, UNKNOWN",
    "0xC0000005, this looks like an NTSTATUS: no HRESULT has bit 30 set, UNKNOWN",
    "0x01DB2F1A, 'this looks like the upper half of a time near 2024-11-05, not like a result',"
        + " UNKNOWN",
    "0xE0434352, a value of some program's own: the customer bit is set, UNKNOWN",
    "0x00000005, as an HRESULT a success; perhaps the bare Win32 error 5 (ERROR_ACCESS_DENIED),"
        + " UNKNOWN",
    "0x80200099, a code of BITS without a name: number 0x0099 of its facility, BITS",
    "0x8007FFFE, 'Win32 error 65534, which has no text here', WIN32",
    "0x80072FFF, 'error 12287 of WinHTTP or WinINet, which has no text here', WINHTTP",
    "0x80010FFF, an error of remote calls without a text here, RPC",
    "0x80290101, an error of facility 41 (FACILITY_TPM_SOFTWARE) without a text here, UNKNOWN",
    "0x801901F3, 'HTTP 499: the server refuses, for a reason without a registered name', HTTP",
  })
  void aValueOfNoTableIsToldByItsBits(String value, String meaning, Kind kind) {
    Fault fault = Fault.of(new HResult(Integer.parseUnsignedInt(value.substring(2), 16)));
    assertEquals(meaning, fault.meaning());
    assertEquals(kind, fault.kind());
    assertEquals(value, fault.toString());
    assertFalse(fault.name().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "0x8007006D, ERROR_BROKEN_PIPE, WIN32, 'Win32 error 109, which has no text here'",
    "0x800706BD, RPC_S_NO_CALL_ACTIVE, RPC, 'Win32 error 1725, which has no text here'",
    "0x80072EE9, ERROR_WINHTTP_INVALID_OPTION, WINHTTP, "
        + "'error 12009 of WinHTTP or WinINet, which has no text here'",
    "0x80030070, STG_E_MEDIUMFULL, COM, an error of COM without a text here",
    "0x80090331, SEC_E_ALGORITHM_MISMATCH, SECURITY, client and server have no algorithm in common",
    "0x80090302, SEC_E_UNSUPPORTED_FUNCTION, SECURITY,"
        + " an error of a security package without a text here",
    "0x80240022, WU_E_ALL_UPDATES_FAILED, UNKNOWN,"
        + " an error of facility 36 (FACILITY_WINDOWSUPDATE) without a text here",
    "0x00030200, STG_S_CONVERTED, COM, a success code without a text here",
  })
  void aValueThatOnlyTheHeadersNameHasItsName(
      String value, String name, Kind kind, String meaning) {
    Fault fault = Fault.of(new HResult(Integer.parseUnsignedInt(value.substring(2), 16)));
    assertEquals(name, fault.name().orElseThrow());
    assertEquals(kind, fault.kind());
    assertEquals(meaning, fault.meaning());
    assertEquals(name + " (" + value + ")", fault.toString());
    assertEquals(fault, Fault.named(name).orElseThrow());
  }

  @Test
  void theFourFaultsShareNoValue() {
    assertThrows(IllegalArgumentException.class, () -> new Fault.Other(BitsCode.EMPTY.hresult()));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Other(HResult.ofWin32(5)));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Other(HResult.ofHttpStatus(404)));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Http(99));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Http(600));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Win32(-1));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Win32(65536));
    assertEquals(new Fault.Win32(5), Fault.of(HResult.ofWin32(5)));
    assertEquals(new Fault.Http(404), Fault.of(HResult.ofHttpStatus(404)));
    assertEquals(new Fault.Bits(BitsCode.EMPTY), Fault.of(BitsCode.EMPTY.hresult()));
    assertEquals(new Fault.Other(new HResult(0x80004005)), Fault.of(new HResult(0x80004005)));
  }

  @Test
  void theKnownFaultsAreInOrder() {
    int before = -1;
    boolean first = true;
    for (Fault fault : Fault.known()) {
      int value = fault.hresult().value();
      assertTrue(first || Integer.compareUnsigned(before, value) < 0, fault.toString());
      before = value;
      first = false;
    }
    assertEquals(300 + 65, Fault.known().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "en-US", "fr", "de-AT", "tlh", "zh-CN", ""})
  void aLanguageWithoutTextsGetsEnglishWhateverTheMachineSpeaks(String tag) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.TAIWAN);
      assertEquals(
          "the job has no files",
          new Fault.Bits(BitsCode.EMPTY)
              .explain(Origin.ANYWHERE, Locale.forLanguageTag(tag))
              .meaning());
      assertEquals("the job has no files", new Fault.Bits(BitsCode.EMPTY).meaning());
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-TW", "zh-Hant", "zh-Hant-TW", "zh-HK"})
  void traditionalChineseIsTranslated(String tag) {
    Locale language = Locale.forLanguageTag(tag);
    Explanation explanation = new Fault.Bits(BitsCode.EMPTY).explain(Origin.ANYWHERE, language);
    assertEquals("工作中沒有檔案", explanation.meaning());
    assertEquals("先加入檔案，再繼續工作", explanation.advice());
    assertEquals(
        "HTTP 404 Not Found: 這個 URL 下沒有任何內容",
        new Fault.Http(404).explain(Origin.ANYWHERE, language).meaning());
    assertEquals("在遠端檔案", ErrorContext.REMOTE_FILE.meaning(language));
  }

  @Test
  void everyKnownValueIsTranslatedAndFitsALine() {
    for (Fault fault : Fault.known()) {
      for (Origin origin :
          List.of(Origin.ANYWHERE, Origin.ACTIVATION, Origin.CALL, Origin.job(4))) {
        Explanation english = fault.explain(origin);
        Explanation chinese = fault.explain(origin, Locale.TAIWAN);
        assertTrue(isChinese(chinese.meaning()), fault.toString());
        assertTrue(isChinese(chinese.detail()), fault.toString());
        assertEquals(english.advice().isEmpty(), chinese.advice().isEmpty(), fault.toString());
        assertTrue(english.advice().isEmpty() || isChinese(chinese.advice()), fault.toString());
        int most = fault.kind() == Kind.HTTP ? 100 : 80;
        assertTrue(columns(chinese.meaning()) <= most, fault.toString());
        assertTrue(columns(chinese.advice()) <= 100, fault.toString());
        assertEquals(english.retry(), chinese.retry());
      }
    }
  }

  private static boolean isChinese(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }

  private static long columns(String text) {
    return text.codePoints().map(c -> c < 0x2000 ? 1 : 2).sum();
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> Fault.of(null));
    assertThrows(NullPointerException.class, () -> Fault.named(null));
    assertNotNull(Fault.of(HResult.S_OK));
  }
}
