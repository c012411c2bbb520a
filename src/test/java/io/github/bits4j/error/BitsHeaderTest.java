package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@link BitsCode} and the HTTP names against mingw's {@code bitsmsg.h}, in both directions. */
class BitsHeaderTest {
  private static final Pattern DEFINE =
      Pattern.compile("#\\s*define\\s+((?:BG|BITS)_\\w+)\\s+\\w+\\((0x\\p{XDigit}{8})\\)");

  /** What newer documentation has and the header lacks. */
  private static final int ONLY_IN_DOCUMENTATION = 45;

  private static Map<String, Integer> header;

  @BeforeAll
  static void readHeader() throws IOException {
    Path file = MingwHeaders.file("bitsmsg.h");
    Requires.leg(
        "mingw", Files.isRegularFile(file), "the audit of the BITS codes", MingwHeaders.INSTALL);
    header = new HashMap<>();
    Matcher defines = DEFINE.matcher(Files.readString(file));
    while (defines.find()) {
      header.put(defines.group(1), Integer.parseUnsignedInt(defines.group(2).substring(2), 16));
    }
  }

  @Test
  void theHeaderWasReadWhole() {
    assertEquals(114, header.size(), "names with a value in bitsmsg.h");
    assertEquals(41, header.keySet().stream().filter(n -> n.contains("_HTTP_ERROR_")).count());
  }

  @Test
  void everyNameOfTheHeaderIsKnownWithItsValue() {
    header.forEach(
        (name, value) -> {
          Fault fault = Fault.of(new HResult(value));
          assertEquals(name, fault.name().orElse("no name"));
          assertEquals(fault, Fault.named(name).orElse(null));
        });
  }

  @Test
  void everyConstantIsInTheHeaderOrKnownToBeNewer() {
    Set<String> missing = new TreeSet<>();
    for (BitsCode code : BitsCode.values()) {
      Integer value = header.get(code.symbol());
      if (value == null) {
        missing.add(code.symbol());
      } else {
        assertEquals(new HResult(value), code.hresult(), code.symbol());
      }
    }
    assertEquals(ONLY_IN_DOCUMENTATION, missing.size(), missing::toString);
    assertEquals(73 + ONLY_IN_DOCUMENTATION, BitsCode.values().length);
    for (Entry entry : Catalogue.all()) {
      if (entry.fault() instanceof Fault.Bits bits) {
        boolean inHeader = !missing.contains(bits.code().symbol());
        assertEquals(inHeader, entry.source().equals("bitsmsg.h"), bits::toString);
        assertTrue(!entry.source().isEmpty(), bits::toString);
      }
    }
  }

  @Test
  void onlyTheHeadersStatusesHaveAName() {
    Set<String> named = new HashSet<>();
    for (int status = 100; status <= 599; status++) {
      Fault.of(HResult.ofHttpStatus(status)).name().ifPresent(named::add);
    }
    Set<String> wanted = new HashSet<>(header.keySet());
    wanted.removeIf(name -> !name.contains("_HTTP_ERROR_"));
    assertEquals(wanted, named);
  }
}
