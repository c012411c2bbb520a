package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged jar starts on every system that it is meant for: its native parts are in it. */
class NativePartsIT {
  private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)");
  private static final Pattern SIZE = Pattern.compile("`target/bits.jar` is (\\d+) MB");
  private static final Pattern PARAGRAPH = Pattern.compile("(?s)`target/bits.jar` is .*?\n\n");
  private static final Pattern FIGURE = Pattern.compile("\\d+\\.\\d+");

  private static final Path JAR = Path.of(System.getProperty("bits4j.jar"));

  /** What loads where; JNA has one part for all kinds of Linux. */
  private static final Map<String, String> PARTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("com/sun/jna/linux-x86-64/libjnidispatch.so", "ELF x64"),
              Map.entry("com/sun/jna/linux-aarch64/libjnidispatch.so", "ELF arm64"),
              Map.entry("com/sun/jna/win32-x86-64/jnidispatch.dll", "PE x64"),
              Map.entry("com/sun/jna/win32-aarch64/jnidispatch.dll", "PE arm64"),
              Map.entry("com/sun/jna/darwin-x86-64/libjnidispatch.jnilib", "Mach-O x64"),
              Map.entry("com/sun/jna/darwin-aarch64/libjnidispatch.jnilib", "Mach-O arm64"),
              Map.entry("org/sqlite/native/Linux/x86_64/libsqlitejdbc.so", "ELF x64"),
              Map.entry("org/sqlite/native/Linux/aarch64/libsqlitejdbc.so", "ELF arm64"),
              Map.entry("org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so", "ELF x64"),
              Map.entry("org/sqlite/native/Linux-Musl/aarch64/libsqlitejdbc.so", "ELF arm64"),
              Map.entry("org/sqlite/native/Windows/x86_64/sqlitejdbc.dll", "PE x64"),
              Map.entry("org/sqlite/native/Windows/aarch64/sqlitejdbc.dll", "PE arm64"),
              Map.entry("org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib", "Mach-O x64"),
              Map.entry("org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib", "Mach-O arm64")));

  @Test
  void theNativePartsOfEverySystemAreThereAndNoOthers() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (NATIVE.matcher(entry.getName()).matches()) {
          try (InputStream in = jar.getInputStream(entry)) {
            found.put(entry.getName(), kind(ByteBuffer.wrap(in.readAllBytes())));
          }
        }
      }
    }
    assertEquals(PARTS, found);
  }

  /** For which system and processor something was compiled, by its first bytes. */
  private static String kind(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int magic = bytes.getInt(0);
    if (magic == 0x464C457F) {
      return "ELF " + processor(bytes.getShort(18), 0x3E, 0xB7);
    }
    if ((magic & 0xFFFF) == 0x5A4D) {
      return "PE " + processor(bytes.getShort(bytes.getInt(0x3C) + 4), 0x8664, 0xAA64);
    }
    if (magic == 0xFEEDFACF) {
      return "Mach-O " + processor(bytes.getInt(4), 0x01000007, 0x0100000C);
    }
    return "0x%08X".formatted(magic);
  }

  private static String processor(int value, int x64, int arm64) {
    int mask = x64 <= 0xFFFF ? value & 0xFFFF : value;
    return mask == x64 ? "x64" : mask == arm64 ? "arm64" : "0x%X".formatted(value);
  }

  @Test
  void theReadmeSaysHowBigItIs() throws IOException {
    Matcher said = SIZE.matcher(Files.readString(Path.of("README.md")));
    assertTrue(said.find());
    assertEquals(Math.round(Files.size(JAR) / 1e6), Long.parseLong(said.group(1)));
  }

  @Test
  void theReadmeLeavesNoPartOut() throws IOException {
    Matcher said = PARAGRAPH.matcher(Files.readString(Path.of("README.md")));
    assertTrue(said.find());
    double sum =
        FIGURE
            .matcher(said.group())
            .results()
            .mapToDouble(figure -> Double.parseDouble(figure.group()))
            .sum();
    assertEquals(Files.size(JAR) / 1e6, sum, 0.2, said::group);
  }
}
