package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeCommandTest {
  private final CliRunner cli = new CliRunner(Path.of("").toAbsolutePath());

  @ParameterizedTest
  @CsvSource({
    "0x80200010, 0x80200010",
    "0X80200010, 0x80200010",
    "0xFFFFFFFF80200010, 0x80200010",
    "0x5, 0x00000005",
    "-2145386480, 0x80200010",
    "2149580816, 0x80200010",
    "+0, 0x00000000",
    "-2147483648, 0x80000000",
    "4294967295, 0xFFFFFFFF",
    "BG_E_NOT_FOUND, 0x80200001",
    "bg_e_not_found, 0x80200001",
    "E_ACCESSDENIED, 0x80070005",
    "ERROR_ACCESS_DENIED, 0x80070005",
    "BG_S_PARTIAL_COMPLETE, 0x00200017",
    "http:404, 0x80190194",
    "HTTP:599, 0x80190257",
    "win32:5, 0x80070005",
    "win32:0, 0x00000000",
  })
  void readsEveryForm(String code, String hresult) {
    CliRunner.Result result = cli.run("decode", "--json", code);
    assertEquals(0, result.exitCode());
    assertEquals(hresult, result.object().get("hresult").getAsString());
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xZZ",
        "",
        " ",
        "0x",
        "0x123456789",
        "0x0000000180200010",
        "4294967296",
        "-2147483649",
        "1234567890123456789012345678901234567890",
        "http:99",
        "http:600",
        "http:",
        "http:4o4",
        "win32:65536",
        "win32:",
        "BG_E_NO_SUCH_NAME",
        "1.5",
        "12 13",
        "０x80200010",
        "@file"
      })
  void refusesWhatIsNoCode(String code) {
    CliRunner.Result result = cli.run("decode", "--json", code);
    assertEquals(2, result.exitCode());
    assertEquals("refused", result.object().get("event").getAsString());
    assertTrue(result.object().get("error").isJsonNull());
    assertTrue(result.object().get("reason").getAsString().contains("'" + code + "'"));
    assertTrue(result.err().contains("http:404"), "says what would be understood");
  }

  @Test
  void keepsTheOrderAndDecodesTheRest() {
    CliRunner.Result result =
        cli.run("decode", "http:404", "nonsense", "-2145386495", "BG_E_EMPTY", "--json");
    assertEquals(2, result.exitCode());
    List<String> seen =
        result.objects().stream()
            .map(o -> o.has("event") ? "refused" : o.get("name").getAsString())
            .collect(Collectors.toList());
    assertEquals(List.of("BG_E_HTTP_ERROR_404", "refused", "BG_E_NOT_FOUND", "BG_E_EMPTY"), seen);
  }

  @Test
  void anUnknownOptionIsNoCode() {
    CliRunner.Result result = cli.run("decode", "0x80200001", "--jsn");
    assertEquals(2, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().contains("Unknown option: '--jsn'"));
  }

  @Test
  void anObjectHasEveryField() {
    JsonObject object = cli.run("--json", "decode", "0x80070005").object();
    assertEquals(JsonFields.FAULT, object.keySet());
    assertAll(
        () -> assertEquals("ERROR_ACCESS_DENIED", object.get("name").getAsString()),
        () -> assertEquals("[\"E_ACCESSDENIED\"]", object.get("aliases").toString()),
        () -> assertEquals("win32", object.get("kind").getAsString()),
        () -> assertEquals("error", object.get("severity").getAsString()),
        () -> assertEquals(7, object.get("facility").getAsInt()),
        () -> assertEquals(5, object.get("code").getAsInt()),
        () -> assertTrue(object.get("httpStatus").isJsonNull()),
        () ->
            assertTrue(
                object.get("transient").isJsonNull() || object.get("transient").isJsonPrimitive()),
        () -> assertFalse(object.get("meaning").getAsString().isEmpty()));
    assertEquals(
        404, cli.run("--json", "decode", "http:404").object().get("httpStatus").getAsInt());
  }

  @Test
  void anUnnamedValueHasNullsAndNoGaps() {
    JsonObject object = cli.run("--json", "decode", "0x8ABC1234").object();
    assertEquals(JsonFields.FAULT, object.keySet());
    assertTrue(object.get("name").isJsonNull());
    assertEquals("[]", object.get("aliases").toString());
    assertEquals(0x8ABC1234 >>> 16 & 0x1FFF, object.get("facility").getAsInt());
  }

  @Test
  void findsCodesInsideText() {
    cli.in =
        ("2026-03-04 05:06:07.123 job {3F2A91C0-80190194-80200001-1} 100% 1772600767 bytes\n"
                + "Fehler 0x80200010: Die Netzwerkverbindung wurde getrennt (hr=80190193).\n"
                + "錯誤 0x80072ee7。 ERROR_CODE unknown; BG_E_EMPTY, then http:503!\n"
                + "Exception from HRESULT: -2145844845; flags 0x10 at 0x00007ff612345678\n"
                + "-2145386495\n")
            .getBytes(StandardCharsets.UTF_8);
    CliRunner.Result result = cli.run("decode", "--json");
    assertEquals(0, result.exitCode());
    assertEquals(
        List.of(
            "0x80200010",
            "0x80190193",
            "0x80072EE7",
            "0x80200003",
            "0x801901F7",
            "0x80190193",
            "0x80200001"),
        result.objects().stream()
            .map(o -> o.get("hresult").getAsString())
            .collect(Collectors.toList()));
  }

  @Test
  void readsTheUtf16OfWindowsPrograms() {
    cli.in = "\uFEFFFehler 0x80200010\r\n".getBytes(StandardCharsets.UTF_16LE);
    assertEquals("0x80200010", cli.run("decode", "--json").object().get("hresult").getAsString());
  }

  @Test
  void showsARepeatedCodeOnceToPeople() {
    cli.in = "a 0x80200010\nb 0x80200010\n".getBytes(StandardCharsets.UTF_8);
    CliRunner.Result result = cli.run("decode");
    assertEquals(0, result.exitCode());
    assertEquals(1, result.out().split("BG_E_NETWORK_DISCONNECTED", -1).length - 1);
    assertTrue(result.out().contains("2 times"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nothing to see here, 42 of 1000 files\n"})
  void refusesTextWithoutAnyCode(String text) {
    cli.in = text.getBytes(StandardCharsets.UTF_8);
    CliRunner.Result result = cli.run("decode", "--json");
    assertEquals(2, result.exitCode());
    assertEquals("refused", result.object().get("event").getAsString());
  }

  @Test
  void theOriginSharpensTheMeaning() {
    String anywhere = meaning("0x80070002");
    assertNotEquals(anywhere, meaning("0x80070002", "--origin", "connect"));
    assertEquals(0, cli.run("decode", "0x80070002", "--origin", "job").exitCode());
    assertEquals(0, cli.run("decode", "0x80070002", "--origin", "call").exitCode());
    assertEquals(2, cli.run("decode", "0x80070002", "--origin", "elsewhere").exitCode());
  }

  @Test
  void speaksTheLanguageThatWasAskedFor() {
    String english = meaning("0x80200001");
    cli.locale = Locale.TRADITIONAL_CHINESE;
    assertEquals(english, meaning("0x80200001"), "JSON is English unless told otherwise");
    String chinese = meaning("0x80200001", "--lang", "zh-TW");
    assertNotEquals(english, chinese);
    assertTrue(cli.run("decode", "0x80200001").out().contains(chinese));
    assertEquals(english, meaning("0x80200001", "--lang", "tlh"), "unknown: English");
    assertEquals(english, meaning("0x80200001", "--lang", "not a tag"), "no tag: English");
  }

  @Test
  void isPlainInAPipeAndColouredOnATerminal() {
    assertFalse(cli.run("decode", "0x80200001").out().contains("\u001b"));
    cli.terminal = true;
    assertTrue(cli.run("decode", "0x80200001").out().contains("\u001b["));
    assertFalse(cli.run("decode", "0x80200001", "--no-color").out().contains("\u001b"));
    cli.variables.put("NO_COLOR", "1");
    assertFalse(cli.run("decode", "0x80200001").out().contains("\u001b"));
    cli.variables.put("NO_COLOR", "");
    assertTrue(cli.run("decode", "0x80200001").out().contains("\u001b["), "empty means not set");
    cli.variables.put("TERM", "dumb");
    assertFalse(cli.run("decode", "0x80200001").out().contains("\u001b"));
  }

  @Test
  void fitsEightyColumns() {
    for (String language : List.of("en", "zh-TW")) {
      for (String code :
          List.of("0x80200010", "0x80070002", "http:404", "0x80072F8F", "0xD0000022")) {
        for (String line : cli.run("decode", "--lang", language, code).lines()) {
          assertTrue(Text.width(line) <= 80, line);
        }
      }
    }
  }

  @Test
  void saysWithPlainSignsWhatATerminalCannotShow() {
    cli.charset = StandardCharsets.US_ASCII;
    String out = cli.run("decode", "http:404").out();
    assertTrue(out.contains("BG_E_HTTP_ERROR_404"));
    assertFalse(out.contains("?"), out);
  }

  private String meaning(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "decode";
    all[1] = "--json";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return cli.run(all).object().get("meaning").getAsString();
  }
}
