package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a contributor finds, and where. */
class HouseTest {
  private static final Path BASE = Path.of(System.getProperty("bits4j.basedir", "."));

  /** Settings of machines and editors begin with a dot; what Maven makes is in target. */
  @Test
  void theTopLevelStaysSmall() throws IOException {
    try (Stream<Path> entries = Files.list(BASE)) {
      assertEquals(
          new TreeSet<>(Set.of("LICENSE", "README.md", "it", "native-stubs", "pom.xml", "src")),
          entries
              .map(it -> it.getFileName().toString())
              .filter(name -> !name.startsWith(".") && !name.equals("target"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bug.yml", "windows.yml", "idea.yml"})
  void whoReportsIsAskedForTheFindings(String template) throws IOException {
    String text = read(".github/ISSUE_TEMPLATE/" + template);
    assertTrue(text.contains("doctor --json"), template);
  }

  /**
   * An action is code of others that runs with our rights: what it is does not change by itself.
   */
  @Test
  void everyActionIsNamedByItsHash() throws IOException {
    Pattern pinned = Pattern.compile("uses: [\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    String workflow = read(".github/workflows/build.yml");
    long uses = workflow.lines().filter(line -> line.contains("uses:")).count();
    assertTrue(uses >= 6, "actions were found");
    assertEquals(uses, pinned.matcher(workflow).results().count());
  }

  /** Consumers and the tests of it/ are of the version that is built. */
  @Test
  void thereIsOneVersion() throws IOException {
    Pattern version = Pattern.compile("(?s)</artifactId>\\s*<version>([^<]+)</version>");
    Set<String> versions = new TreeSet<>();
    try (Stream<Path> poms = Files.walk(BASE.resolve("it"), 3)) {
      for (Path pom :
          Stream.concat(
                  Stream.of(BASE.resolve("pom.xml")),
                  poms.filter(it -> it.endsWith("pom.xml") && !it.toString().contains("target")))
              .toList()) {
        versions.add(
            version.matcher(Files.readString(pom)).results().findFirst().orElseThrow().group(1));
      }
    }
    assertEquals(1, versions.size(), versions::toString);
  }

  /** A framework of bundles shows what the module does. */
  @Test
  void theBundleExportsWhatTheModuleDoes() throws IOException {
    Set<String> exported =
        Pattern.compile("(?m)^  exports ([\\w.]+);")
            .matcher(read("src/main/java/module-info.java"))
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(exported.size() >= 5, exported::toString);
    String list =
        Pattern.compile("(?m)^-exportcontents: (.*)$")
            .matcher(read("pom.xml"))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertEquals(exported, new TreeSet<>(Set.of(list.split(","))));
  }

  /** What is compared byte for byte stays so where Git would put other line ends. */
  @Test
  void linesEndAlikeOnEverySystem() throws IOException {
    assertTrue(read(".gitattributes").contains("* text=auto eol=lf"));
    assertTrue(read(".editorconfig").contains("end_of_line = lf"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(BASE.resolve(file));
  }
}
