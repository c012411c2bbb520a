package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue against a list of values and names that was made apart from it. */
class KnownCodesTest {
  private static List<String[]> known() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                KnownCodesTest.class.getResourceAsStream("known-codes.tsv"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(l -> !l.startsWith("#")).map(l -> l.split("\t")).toList();
    }
  }

  @Test
  void everyKnownNameLeadsToItsValueAndBack() throws IOException {
    List<String[]> known = known();
    assertEquals(336, known.size(), "rows of the list");
    for (String[] row : known) {
      Fault fault = Fault.named(row[1]).orElse(null);
      assertNotNull(fault, row[1]);
      assertEquals(row[0], fault.hresult().toString(), row[1]);
      assertTrue(
          fault.name().orElse("").equals(row[1]) || fault.aliases().contains(row[1]), row[1]);
    }
  }

  @Test
  void noTwoValuesShareAName() {
    Map<String, Fault> seen = new HashMap<>();
    for (Fault fault : Fault.known()) {
      fault.name().ifPresent(name -> assertEquals(null, seen.put(name, fault), name));
      for (String alias : fault.aliases()) {
        assertEquals(null, seen.put(alias, fault), alias);
        assertEquals(fault, Fault.named(alias).orElse(null));
      }
    }
  }

  @Test
  void everyKnownValueHasTextsThatFitALine() {
    Set<String> wrong = new TreeSet<>();
    for (Entry entry : entriesAndVariants()) {
      String meaning = Texts.ENGLISH.meaning(entry);
      String advice = Texts.ENGLISH.advice(entry);
      int most = entry.fault() instanceof Fault.Http ? 100 : 80;
      if (meaning.isEmpty() || meaning.length() > most || meaning.endsWith(".")) {
        wrong.add(entry.key() + " meaning: " + meaning);
      }
      boolean done = entry.kind() == Kind.HTTP || !entry.fault().hresult().failed();
      if ((advice.isEmpty() && !done) || advice.length() > 100 || advice.endsWith(".")) {
        wrong.add(entry.key() + " advice: " + advice);
      }
      if (!Texts.ENGLISH.detail(entry).endsWith(".")) {
        wrong.add(entry.key() + " detail: " + Texts.ENGLISH.detail(entry));
      }
      if (meaning.equals(entry.name().orElse(""))) {
        wrong.add(entry.key() + " has no text");
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void noTextIsLeftOver() {
    Set<String> keys = new TreeSet<>();
    for (Entry entry : entriesAndVariants()) {
      keys.add(entry.key());
    }
    for (ErrorContext context : ErrorContext.values()) {
      keys.add(context.symbol());
    }
    Set<String> left = new TreeSet<>();
    for (String key : ResourceBundle.getBundle("io.github.bits4j.error.Texts").keySet()) {
      String base = key.replaceAll("\\.(advice|detail)$", "");
      if (!keys.contains(base) && !base.startsWith("?")) {
        left.add(key);
      }
    }
    assertEquals(Set.of(), left);
  }

  @ParameterizedTest
  @CsvSource({
    "0x80200003, BG_E_EMPTY, BITS, FATAL",
    "0x80200010, BG_E_NETWORK_DISCONNECTED, BITS, TRANSIENT",
    "0x80200099, , BITS, UNKNOWN",
    "0x80194002, BITS_MC_FILE_DELETION_FAILED_MORE, BITS, UNKNOWN",
    "0x00200017, BG_S_PARTIAL_COMPLETE, BITS, UNKNOWN",
    "0x80190194, BG_E_HTTP_ERROR_404, HTTP, FATAL",
    "0x801901AD, , HTTP, FATAL",
    "0x801900C8, BG_E_HTTP_ERROR_200, HTTP, UNKNOWN",
    "0x80190257, , HTTP, TRANSIENT",
    "0x80190258, , UNKNOWN, UNKNOWN",
    "0x80070005, ERROR_ACCESS_DENIED, WIN32, FATAL",
    "0x80070057, ERROR_INVALID_PARAMETER, WIN32, FATAL",
    "0x800706BA, RPC_S_SERVER_UNAVAILABLE, RPC, TRANSIENT",
    "0x800706F4, RPC_X_NULL_REF_POINTER, RPC, FATAL",
    "0x80010108, RPC_E_DISCONNECTED, RPC, TRANSIENT",
    "0x80072EE7, ERROR_WINHTTP_NAME_NOT_RESOLVED, WINHTTP, TRANSIENT",
    "0x80072F00, ERROR_INTERNET_FORCE_RETRY, WINHTTP, TRANSIENT",
    "0x80072746, WSAECONNRESET, WIN32, TRANSIENT",
    "0x80004001, E_NOTIMPL, COM, FATAL",
    "0x80040154, REGDB_E_CLASSNOTREG, COM, FATAL",
    "0x80080005, CO_E_SERVER_EXEC_FAILURE, COM, UNKNOWN",
    "0x80090325, SEC_E_UNTRUSTED_ROOT, SECURITY, FATAL",
    "0x800B0109, CERT_E_UNTRUSTEDROOT, SECURITY, FATAL",
    "0x80246008, WU_E_DM_FAILTOCONNECTTOBITS, UNKNOWN, UNKNOWN",
    "0xA0070005, , UNKNOWN, UNKNOWN",
  })
  void namesKindsAndOutlooks(String hresult, String name, Kind kind, Outlook outlook) {
    Fault fault = Fault.of(new HResult(Integer.parseUnsignedInt(hresult.substring(2), 16)));
    assertEquals(name, fault.name().orElse(null));
    assertEquals(kind, fault.kind());
    assertEquals(outlook, fault.outlook());
    assertFalse(fault.meaning().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "E_ACCESSDENIED, ERROR_ACCESS_DENIED",
    "E_INVALIDARG, ERROR_INVALID_PARAMETER",
    "E_OUTOFMEMORY, ERROR_OUTOFMEMORY",
    "E_HANDLE, ERROR_INVALID_HANDLE",
    "ERROR_INTERNET_NAME_NOT_RESOLVED, ERROR_WINHTTP_NAME_NOT_RESOLVED",
    "WININET_E_NAME_NOT_RESOLVED, ERROR_WINHTTP_NAME_NOT_RESOLVED",
    "ERROR_WINHTTP_RESEND_REQUEST, ERROR_INTERNET_FORCE_RETRY",
    "BG_E_SERVER_EXECUTE_ENABLED, BG_E_SERVER_EXECUTE_ENABLE",
    " bg_e_empty , BG_E_EMPTY",
  })
  void aliasesLeadToTheSameFault(String alias, String name) {
    Fault fault = Fault.named(alias).orElseThrow();
    assertEquals(name, fault.name().orElseThrow());
  }

  @Test
  void aNameNobodyGaveIsEmpty() {
    assertTrue(Fault.named("BG_E_NO_SUCH_NAME").isEmpty());
    assertTrue(Fault.named("").isEmpty());
    assertTrue(Fault.named("BG_E_HTTP_ERROR_429").isEmpty());
  }

  private static List<Entry> entriesAndVariants() {
    return Catalogue.all().stream()
        .flatMap(e -> Stream.concat(Stream.of(e), e.variants().values().stream()))
        .toList();
  }
}
