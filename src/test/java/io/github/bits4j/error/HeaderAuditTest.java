package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Requires;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every name and value of the tables against the headers of mingw, judged by the compiler: C is
 * printed with one {@code _Static_assert} a name and compiled for its syntax only.
 */
class HeaderAuditTest {
  /** A complaint of ours; anything else is a harness that is broken. */
  private static final Pattern OURS =
      Pattern.compile("error: static assertion failed: \"(\\w+)\"|error: #error (\\w+)");

  private static final Pattern DEFINE = Pattern.compile("#\\s*define\\s+(\\w+)[ \\t]+\\S");

  private static final String ANSWER = "#define ANSWER 42\n";

  @TempDir static Path folder;

  private static String compiler;
  private static String compilerHeaders;

  @BeforeAll
  static void findCompilerAndHeaders() throws Exception {
    compiler = onPath("gcc", "cc");
    Requires.leg(
        "cc", compiler != null, "the audit of names and values by the compiler", "apt install gcc");
    Requires.leg(
        "mingw",
        Files.isRegularFile(MingwHeaders.file("bitsmsg.h")),
        "the audit of names and values by the compiler",
        MingwHeaders.INSTALL);
    compilerHeaders = run(List.of(compiler, "-print-file-name=include")).strip();
    try (InputStream in = HeaderAuditTest.class.getResourceAsStream("windows-headers-on-host.h")) {
      Files.copy(in, folder.resolve("windows-headers-on-host.h"));
    }
  }

  @Test
  void theHarnessTellsRightFromWrong() throws Exception {
    assertEquals(Set.of(), complaints(ANSWER, Map.of("ANSWER", 42)));
    assertEquals(Set.of("ANSWER"), complaints(ANSWER, Map.of("ANSWER", 43)));
    assertEquals(Set.of("NO_ANSWER"), complaints(ANSWER, Map.of("NO_ANSWER", 42)));
  }

  @ParameterizedTest
  @CsvSource({
    "bitsmsg.h,  114",
    "winerror.h, 3478",
    "winhttp.h,  52",
    "wininet.h,  92",
    "wuerror.h,  464",
  })
  void everyNameOfTheTablesHasItsValueInTheHeader(String header, int count) throws Exception {
    Map<String, Integer> names = names(header);
    assertEquals(Set.of(), complaints(include(header), names));
    assertEquals(count, names.size(), "names of " + header);
  }

  /** A row says where it comes from if no header has it; and then no header has it. */
  @Test
  void whatTheHeadersLackSaysWhereItIsFrom() throws Exception {
    Map<String, Integer> elsewhere = new HashMap<>();
    for (Entry entry : Catalogue.all()) {
      if (entry.name().isPresent() && !HEADERS.contains(entry.source())) {
        assertFalse(entry.source().isEmpty(), entry.key());
        elsewhere.put(entry.name().get(), entry.fault().hresult().value());
      }
    }
    String head = include("winerror.h") + "#include <bitsmsg.h>\n";
    assertEquals(elsewhere.keySet(), complaints(head, elsewhere));
    assertEquals(45 + 3, elsewhere.size());
  }

  @Test
  void everyFacilityHasItsValueInTheHeader() throws Exception {
    Map<String, Integer> facilities = new TreeMap<>();
    for (String line : Resources.text("facilities.tsv").split("\n")) {
      String[] row = line.split("\t");
      if (!line.startsWith("#") && row[2].equals("winerror.h")) {
        for (String name : row[1].split(",")) {
          facilities.put("FACILITY_" + name, Integer.valueOf(row[0]));
        }
      }
    }
    assertEquals(Set.of(), complaints(include("winerror.h"), facilities));
    assertTrue(facilities.size() >= 27, facilities::toString);
  }

  /** What the headers name and no table has would be a hole. */
  @ParameterizedTest
  @CsvSource({
    "bitsmsg.h,  (BG|BITS)_\\w+",
    "winhttp.h,  ERROR_WINHTTP_\\w+",
    "wininet.h,  ERROR_(INTERNET|HTTP|FTP|GOPHER)_\\w+",
    "wuerror.h,  WU_[ES]_\\w+",
    "winerror.h, (ERROR|RPC_S|RPC_X|EPT_S|WSA|E|CO_E|RPC_E|SEC_E|CERT_E|CRYPT_E|NTE|STG_E)_\\w+",
  })
  void everyNameOfTheHeaderIsInATable(String header, String pattern) throws Exception {
    Set<String> unknown = new TreeSet<>();
    int known = 0;
    Pattern wanted = Pattern.compile(pattern);
    for (String macro : macros(header)) {
      if (wanted.matcher(macro).matches()) {
        if (Fault.named(macro).isPresent()) {
          known++;
        } else {
          unknown.add(macro);
        }
      }
    }
    unknown.removeAll(NO_RESULTS);
    unknown.removeIf(name -> name.matches(".*_(FIRST|LAST|BASE)"));
    assertEquals(Set.of(), unknown);
    assertTrue(known > 40, header + ": " + known);
  }

  /** Names that look like results and are none, or are zero. */
  private static final Set<String> NO_RESULTS =
      Set.of(
          "ERROR_WINHTTP_RESERVED_189",
          "ERROR_SEVERITY_SUCCESS",
          "ERROR_SEVERITY_INFORMATIONAL",
          "ERROR_SEVERITY_WARNING",
          "ERROR_SEVERITY_ERROR");

  /** Every name that a table takes from this header, with its value. */
  private static Map<String, Integer> names(String header) {
    Map<String, Integer> names = new HashMap<>();
    for (Entry entry : Catalogue.all()) {
      if (entry.name().isPresent() && HEADERS.contains(entry.source())) {
        List<String> all = new ArrayList<>(entry.aliases());
        all.add(entry.name().get());
        all.forEach(name -> names.put(name, entry.fault().hresult().value()));
      }
    }
    for (String line : Resources.text("names.tsv").split("\n")) {
      if (!line.startsWith("#")) {
        int value = Integer.parseUnsignedInt(line.substring(2, 10), 16);
        for (String name : line.substring(11).split(",")) {
          names.put(name, value);
        }
      }
    }
    names.remove("BG_E_SERVER_EXECUTE_ENABLED"); // the documentation's spelling
    names.keySet().removeIf(name -> !header.equals(headerOf(name)));
    return names;
  }

  /** These do not compile alone; the others do, in a tenth of the time. */
  private static final Set<String> INTERNET = Set.of("winhttp.h", "wininet.h");

  private static final Set<String> HEADERS =
      Set.of("bitsmsg.h", "winerror.h", "winhttp.h", "wininet.h", "wuerror.h");

  private static String headerOf(String name) {
    if (name.startsWith("BG_") || name.startsWith("BITS_")) {
      return "bitsmsg.h";
    }
    if (name.startsWith("ERROR_WINHTTP_")) {
      return "winhttp.h";
    }
    if (name.matches("ERROR_(INTERNET|HTTP|FTP|GOPHER)_.*")) {
      return "wininet.h";
    }
    if (name.startsWith("WININET_E_")) {
      return "none: from winapi-rs";
    }
    return name.startsWith("WU_") ? "wuerror.h" : "winerror.h";
  }

  private static String include(String header) {
    return INTERNET.contains(header)
        ? "#include <windows.h>\n#include <" + header + ">\n"
        : "#define _WIN32_WINNT 0x0A00\ntypedef int HRESULT;\n#define __MSABI_LONG(x) x\n"
            + "#define WINAPI\n#include <"
            + header
            + ">\n";
  }

  /** Which of the names the compiler does not know, or knows with another value. */
  private static Set<String> complaints(String head, Map<String, Integer> names)
      throws IOException, InterruptedException {
    StringBuilder c = new StringBuilder(head);
    names.forEach(
        (name, value) -> {
          String wanted = "(unsigned)(" + name + ") == " + Integer.toUnsignedString(value) + "u";
          if (value >>> 16 == 0x8007) {
            // Win32 errors are bare numbers in the headers, their HRESULT is made from them.
            wanted += " || (unsigned)(" + name + ") == " + (value & 0xFFFF) + "u";
          }
          c.append("#ifndef ").append(name).append("\n#error ").append(name);
          c.append("\n#else\n_Static_assert(").append(wanted).append(", \"").append(name);
          c.append("\");\n#endif\n");
        });
    Set<String> complaints = new TreeSet<>();
    for (String line : compile(c.toString(), "-fsyntax-only").lines().toList()) {
      if (line.contains("error:")) {
        Matcher ours = OURS.matcher(line);
        assertTrue(ours.find(), "harness broken: " + line);
        complaints.add(ours.group(1) == null ? ours.group(2) : ours.group(1));
      }
    }
    return complaints;
  }

  /** The constants that this header itself defines. */
  private static List<String> macros(String header) throws IOException, InterruptedException {
    Set<String> own = new HashSet<>();
    Matcher defines = DEFINE.matcher(Files.readString(MingwHeaders.file(header)));
    while (defines.find()) {
      own.add(defines.group(1));
    }
    String output = compile(include(header), "-E", "-dM");
    assertFalse(output.contains("error:"), () -> "harness broken: " + output);
    return output
        .lines()
        .filter(line -> line.startsWith("#define "))
        .map(line -> line.split(" ")[1])
        .filter(own::contains)
        .toList();
  }

  private static String compile(String c, String... mode) throws IOException, InterruptedException {
    Path source = Files.writeString(Files.createTempFile(folder, "audit", ".c"), c);
    List<String> command = new ArrayList<>(List.of(compiler));
    command.addAll(List.of(mode));
    command.addAll(
        List.of(
            "-std=gnu11",
            "-w",
            "-fno-diagnostics-show-caret",
            "-fmax-errors=0",
            "-fshort-wchar",
            "-nostdinc",
            "-isystem",
            compilerHeaders,
            "-isystem",
            MingwHeaders.folder().toString(),
            "-include",
            folder.resolve("windows-headers-on-host.h").toString(),
            source.toString()));
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command::toString);
    return output;
  }

  private static String onPath(String... programs) {
    for (String program : programs) {
      for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
        Path file = Path.of(place, program);
        if (Files.isExecutable(file)) {
          return file.toString();
        }
      }
    }
    return null;
  }
}
