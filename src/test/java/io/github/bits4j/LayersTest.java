package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may see what, held against the compiled classes. */
class LayersTest {
  private static final String BASE = "io.github.bits4j";

  /**
   * A package of bits4j.
   *
   * @param name its name behind {@value #BASE}
   * @param floors the packages of bits4j it may see
   * @param libraries what else it may see: a class, or with a dot at the end a package and all
   *     below
   * @param except what of that it may not see after all
   */
  private record Floor(String name, Set<String> floors, Set<String> libraries, Set<String> except) {
    boolean maySee(String type) {
      if (isOurs(type)) {
        String floor = floorOf(type);
        return (floor.equals(name) || floors.contains(floor)) && !matches(except, type);
      }
      return matches(libraries, type) && !matches(except, type);
    }

    private static boolean matches(Set<String> patterns, String type) {
      return patterns.stream()
          .anyMatch(
              it ->
                  it.endsWith(".")
                      ? type.startsWith(it)
                      : type.equals(it) || type.startsWith(it + "$"));
    }
  }

  /** The drawing of the house. A new package is a new row. */
  private static final Map<String, Floor> HOUSE =
      List.of(
              new Floor(
                  "(root)",
                  Set.of("error"),
                  Set.of(
                      "java.lang.",
                      "java.util.",
                      "java.time.",
                      "java.net.URI",
                      "java.nio.file.Path",
                      // A certificate that is read from memory.
                      "java.io.ByteArrayInputStream",
                      "java.io.InputStream",
                      "java.security.cert."),
                  Set.of(
                      "java.lang.Thread", "java.lang.Process", "java.util.concurrent.Executors")),
              new Floor(
                  "observe",
                  Set.of("(root)", "error"),
                  Set.of("java.", "jdk.jfr."),
                  Set.of("java.net.", "java.nio.", "java.io.")),
              new Floor("error", Set.of(), Set.of("java."), Set.of("java.sql.", "java.net.http.")),
              new Floor(
                  "disk",
                  Set.of("error"),
                  Set.of("java.io.", "java.nio.", "java.lang.", "java.util."),
                  Set.of("java.lang.Process")),
              new Floor(
                  "embedded",
                  Set.of("(root)", "error", "disk", "observe"),
                  Set.of(
                      "java.",
                      "javax.crypto.",
                      "javax.net.",
                      "javax.security.auth.x500.",
                      "org.sqlite."),
                  Set.of()),
              new Floor(
                  "server",
                  Set.of("error", "disk"),
                  Set.of("java.", "javax.net.ssl.SSLContext", "com.sun.net.httpserver."),
                  Set.of()),
              new Floor(
                  "transfer",
                  Set.of("(root)", "error", "disk", "observe"),
                  Set.of("java.", "javax.net.ssl."),
                  Set.of("java.sql.")),
              new Floor(
                  "testing",
                  // So that transfers on a mock live in its time.
                  Set.of("(root)", "error", "embedded", "server", "transfer"),
                  Set.of(
                      "java.",
                      "javax.net.ssl.",
                      "org.junit.jupiter.api.",
                      "org.junit.platform.commons.support."),
                  Set.of(BASE + ".embedded.EmbeddedBitsProvider")),
              new Floor(
                  "windows",
                  Set.of("(root)", "error", "observe", "windows.com"),
                  Set.of("java.", "com.sun.jna."),
                  // Policy: it neither touches memory nor names slots. It asks for interfaces by
                  // the
                  // typed Iid, whose value it never sees.
                  Set.of("com.sun.jna.Memory", BASE + ".windows.com.VtblMethod")),
              new Floor(
                  "windows.com",
                  Set.of("error"),
                  Set.of("java.", "com.sun.jna."),
                  // Their widths are wrong off Windows, and JNA's modules may not reflect on ours.
                  Set.of("com.sun.jna.platform.", "com.sun.jna.Structure", "com.sun.jna.WString")),
              new Floor(
                  "cli",
                  Set.of("(root)", "error", "embedded", "server", "transfer"),
                  Set.of(
                      "java.",
                      // The key of a server.
                      "javax.net.ssl.",
                      "picocli.",
                      "com.google.gson.",
                      "me.tongfei.progressbar."),
                  // Backends are found by the root, never named.
                  Set.of(BASE + ".embedded.EmbeddedBitsProvider")))
          .stream()
          .collect(Collectors.toMap(Floor::name, Function.identity()));

  private record Edge(String from, String to) {}

  @Test
  void everyPackageSeesOnlyWhatTheDrawingAllows() throws URISyntaxException {
    List<Edge> edges = edges(house());
    assertEquals(
        new TreeSet<>(HOUSE.keySet()),
        edges.stream().map(e -> floorOf(e.from())).collect(Collectors.toCollection(TreeSet::new)),
        "the packages of the drawing, and those compiled");
    List<Edge> forbidden =
        edges.stream().filter(e -> !HOUSE.get(floorOf(e.from())).maySee(e.to())).toList();
    assertTrue(forbidden.isEmpty(), () -> "the drawing has no such arrows: " + forbidden);
  }

  @Test
  void noPackageSeesItselfThroughOthers() throws URISyntaxException {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (Edge edge : edges(house())) {
      String from = floorOf(edge.from());
      Set<String> seen = arrows.computeIfAbsent(from, it -> new TreeSet<>());
      if (isOurs(edge.to()) && !floorOf(edge.to()).equals(from)) {
        seen.add(floorOf(edge.to()));
      }
    }
    for (String start : arrows.keySet()) {
      assertFalse(
          reachable(start, arrows).contains(start), "a cycle through " + start + ": " + arrows);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cli, io.github.bits4j.windows.WindowsBitsProvider",
    "cli, io.github.bits4j.embedded.EmbeddedBitsProvider",
    "cli, com.sun.jna.Native",
    "(root), com.sun.jna.Pointer",
    "(root), io.github.bits4j.windows.WindowsBitsProvider",
    "(root), java.nio.file.Files",
    "(root), java.lang.Thread",
    "(root), java.lang.Thread$UncaughtExceptionHandler",
    "disk, io.github.bits4j.Bits",
    "transfer, io.github.bits4j.embedded.EmbeddedBits",
    "transfer, io.github.bits4j.windows.WindowsBitsProvider",
    "transfer, com.sun.jna.Native",
    "embedded, com.sun.jna.Platform",
    "embedded, io.github.bits4j.server.BitsServer",
    "embedded, io.github.bits4j.testing.MockBits",
    "embedded, org.junit.jupiter.api.Test",
    "cli, io.github.bits4j.testing.MockBits",
    "testing, io.github.bits4j.windows.WindowsBitsProvider",
    "testing, org.mockito.Mockito",
    "server, io.github.bits4j.Bits",
    "transfer, io.github.bits4j.embedded.EmbeddedBits",
    "transfer, io.github.bits4j.windows.WindowsBitsProvider",
    "transfer, io.github.bits4j.testing.MockBits",
    "transfer, com.sun.jna.Native",
    "(root), io.github.bits4j.transfer.Transfer",
    "embedded, io.github.bits4j.transfer.Transfer",
    "error, io.github.bits4j.Bits",
    "error, io.github.bits4j.observe.Observed",
    "(root), io.github.bits4j.observe.Observed",
    "observe, io.github.bits4j.embedded.EmbeddedBits",
    "observe, com.sun.jna.Native",
    "windows.com, io.github.bits4j.observe.Observed",
    "embedded, jdk.jfr.Event",
    "windows, com.sun.jna.Memory",
    "windows, io.github.bits4j.windows.com.VtblMethod",
    "windows.com, com.sun.jna.Structure",
    "windows.com, com.sun.jna.Structure$ByReference",
    "windows.com, com.sun.jna.WString",
    "windows.com, com.sun.jna.platform.win32.WinNT$HRESULT",
    "windows.com, io.github.bits4j.JobState",
  })
  void theDrawingForbids(String floor, String type) {
    assertFalse(HOUSE.get(floor).maySee(type));
  }

  /** It leaves the house as a jar of its own, for whoever has a backend. */
  @Test
  void theContractNeedsNoOtherTests() throws URISyntaxException {
    Path tests = classesWith(LayersTest.class);
    List<Edge> edges = edges(tests.resolve(BASE.replace('.', '/')).resolve("contract"));
    assertFalse(edges.isEmpty());
    List<Edge> forbidden =
        edges.stream()
            .filter(e -> isOurs(e.to()) && !floorOf(e.to()).equals("contract"))
            .filter(e -> Files.exists(tests.resolve(e.to().replace('.', '/') + ".class")))
            .toList();
    assertEquals(List.of(), forbidden);
  }

  /** Above, the package, and below; what is in parentheses is no package of ours. */
  @ParameterizedTest
  @MethodSource("floors")
  void thePictureInTheJavadocIsTheDrawing(String floor) throws IOException {
    Path source =
        Path.of(System.getProperty("bits4j.basedir", "."))
            .resolve("src/main/java")
            .resolve(BASE.replace('.', '/'))
            .resolve(floor.equals("(root)") ? "" : floor.replace('.', '/'));
    String text = Files.readString(source.resolve("package-info.java"));
    Matcher picture = Pattern.compile("(?s)<pre>\\{@code(.*?)}</pre>").matcher(text);
    assertTrue(picture.find(), "a picture of the floor in the package-info of " + floor);
    List<Set<String>> rows =
        Pattern.compile("-{20,}").splitAsStream(picture.group(1)).map(LayersTest::names).toList();
    Set<String> above =
        HOUSE.values().stream()
            .filter(other -> other.floors().contains(floor))
            .map(Floor::name)
            .collect(Collectors.toSet());
    assertEquals(List.of(above, Set.of(floor), HOUSE.get(floor).floors()), rows);
  }

  static Set<String> floors() {
    return new TreeSet<>(HOUSE.keySet());
  }

  private static Set<String> names(String row) {
    return Pattern.compile("[a-z][a-z0-9.]*")
        .matcher(row.replaceAll("\\([^)]*\\)", ""))
        .results()
        .map(name -> name.group().equals("bits4j") ? "(root)" : name.group())
        .collect(Collectors.toSet());
  }

  private static Set<String> reachable(String start, Map<String, Set<String>> arrows) {
    Set<String> found = new HashSet<>();
    List<String> open = new ArrayList<>(arrows.get(start));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (found.add(next)) {
        open.addAll(arrows.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }

  private static boolean isOurs(String type) {
    return type.startsWith(BASE + ".");
  }

  private static String floorOf(String type) {
    String name = type.substring(0, type.lastIndexOf('.'));
    return name.equals(BASE) ? "(root)" : name.substring(BASE.length() + 1);
  }

  private static Path classesWith(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Below the module descriptor, which would send jdeps looking for the modules it names. */
  private static Path house() throws URISyntaxException {
    return classesWith(Bits.class).resolve("io");
  }

  private static List<Edge> edges(Path compiled) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(
                () -> new AssertionError("jdeps is part of every JDK, but not of this one"))
            .run(printer, printer, "-verbose:class", "-filter:none", compiled.toString());
    assertEquals(0, code, out::toString);
    Matcher line = Pattern.compile("(?m)^ +(\\S+) +-> (\\S+)").matcher(out.toString());
    return line.results().map(it -> new Edge(it.group(1), it.group(2))).toList();
  }
}
