package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.error.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documentation is held to the code: its samples are lines of tests, its links and codes exist. */
class DocsTest {
  private static final Path BASE = Path.of(System.getProperty("bits4j.basedir", "."));
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
  private static final Pattern EXPORT = Pattern.compile("(?m)^  exports ([\\w.]+);");
  private static final Pattern CODE_ROW =
      Pattern.compile("\\| (0x[0-9A-F]{8}) \\| ([A-Z][A-Z0-9_]+) \\|");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(BASE.resolve("README.md")));
    for (String folder : List.of("src/docs", ".github")) {
      try (Stream<Path> files = Files.walk(BASE.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  @Test
  void thereArePages() throws IOException {
    assertTrue(pages().size() >= 25, () -> "pages were found");
    assertTrue(pages().stream().mapToLong(page -> count(JAVA, page)).sum() >= 15, "samples");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(withoutCode(Files.readString(page)));
    while (link.find()) {
      Path to = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
      if (!Files.exists(to) || link.group(2) != null && !anchors(to).contains(link.group(2))) {
        broken.add(link.group());
      }
    }
    assertEquals(List.of(), broken);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySampleIsPartOfATest(Path page) throws IOException {
    assertEquals(List.of(), notRun(JAVA.matcher(Files.readString(page)).results()));
  }

  /** What a program sees in its editor is no less a sample. */
  @Test
  void everySampleOfJavadocIsPartOfATest() throws IOException {
    String contracts = exported().map(DocsTest::read).collect(Collectors.joining("\n"));
    List<MatchResult> samples = IN_JAVADOC.matcher(contracts).results().toList();
    assertTrue(samples.size() >= 10, "samples were found");
    assertEquals(List.of(), notRun(samples.stream()));
  }

  /** Wherever lines break: the same characters stand in the source of a test, which runs them. */
  private static List<String> notRun(Stream<MatchResult> samples) throws IOException {
    String tests = tests();
    return samples
        .map(sample -> sample.group(1).replaceAll("(?m)^ *\\* ?", ""))
        .filter(sample -> !sample.contains("-----")) // a picture of what is on top of what
        .filter(
            sample ->
                Stream.of(sample.split("\\{ \\.\\.\\. \\}|(?<=\\{)\n(?=\\s*@Test)"))
                    .anyMatch(part -> !tests.contains(squeezed(part))))
        .toList();
  }

  /** The sources of what programs see. */
  private static Stream<Path> exported() throws IOException {
    Path main = BASE.resolve("src/main/java");
    Set<Path> packages =
        EXPORT
            .matcher(read(main.resolve("module-info.java")))
            .results()
            .map(it -> main.resolve(it.group(1).replace('.', '/')))
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(main)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> packages.contains(file.getParent()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCodeInATableHasThatName(Path page) throws IOException {
    List<String> wrong = new ArrayList<>();
    Matcher row = CODE_ROW.matcher(Files.readString(page));
    while (row.find()) {
      Optional<Fault> fault = Fault.named(row.group(2));
      if (fault.isEmpty() || !fault.get().hresult().toString().equals(row.group(1))) {
        wrong.add(row.group());
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String tests() throws IOException {
    try (Stream<Path> files = Files.walk(BASE.resolve("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("DocsTest.java"))
          .map(DocsTest::read)
          .map(DocsTest::squeezed)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutCode(String page) {
    return page.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "`");
  }

  /** The headings of a page, as GitHub makes anchors of them. */
  private static List<String> anchors(Path page) throws IOException {
    try (Stream<String> lines = Files.lines(page)) {
      return lines
          .filter(line -> line.startsWith("#"))
          .map(
              line ->
                  line.replaceFirst("#+ ", "")
                      .toLowerCase(Locale.ROOT)
                      .replaceAll("[^\\p{L}\\p{N} _-]", "")
                      .replace(' ', '-'))
          .toList();
    }
  }

  private static long count(Pattern pattern, Path page) {
    return pattern.matcher(read(page)).results().count();
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
