package io.github.bits4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The last lines of {@code mvn verify}: what could not run on this machine and what to install,
 * read from the notes of {@link Requires} and from the test reports. Nothing is skipped silently.
 */
final class ClosingList {
  private final Path target;

  ClosingList(Path target) {
    this.target = target;
  }

  /** Prints the list for the build folder given as the only argument. */
  public static void main(String[] args) throws IOException {
    System.out.println(new ClosingList(Path.of(args[0])).text());
  }

  String text() throws IOException {
    Map<String, List<String>> legs = missingLegs();
    List<String> skipped = skippedForOtherReasons();
    StringBuilder out = new StringBuilder("\nWhat did not run\n");
    legs.forEach(
        (leg, notes) -> {
          for (String note : notes) {
            String[] parts = note.split(" \\| ", 2);
            line(out, leg, parts[0]);
            line(out, "", "-> " + parts[parts.length - 1]);
          }
        });
    skipped.forEach(test -> line(out, "skipped", test));
    if (legs.isEmpty() && skipped.isEmpty()) {
      line(out, "nothing", "every test of this project ran");
    }
    out.append("Not part of this build\n");
    line(
        out, "it/run wine", "the contract suite and the packaged command line against Wine's BITS");
    line(
        out,
        "",
        "-> needs the Debian packages wine64 and gcc-mingw-w64-x86-64, and says what else");
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String text) {
    out.append(String.format("  %-12s %s%n", name, text));
  }

  private Map<String, List<String>> missingLegs() throws IOException {
    Map<String, List<String>> legs = new TreeMap<>();
    for (Path file : files("not-run", ".txt")) {
      String name = file.getFileName().toString();
      legs.put(name.substring(0, name.length() - ".txt".length()), Files.readAllLines(file));
    }
    return legs;
  }

  /**
   * Tests that skipped themselves without naming a leg and ran in no other JVM either: on this
   * system, as a packaged jar, or under Wine.
   */
  private List<String> skippedForOtherReasons() throws IOException {
    Map<String, String> skippedTests = new TreeMap<>();
    Set<String> ran = new HashSet<>();
    for (String folder : List.of("surefire-reports", "failsafe-reports", "wine-reports")) {
      for (Path report : files(folder, ".xml")) {
        NodeList cases = parse(report).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
          Element test = (Element) cases.item(i);
          NodeList skipped = test.getElementsByTagName("skipped");
          if (skipped.getLength() == 0) {
            ran.add(name(test));
          } else {
            skippedTests.put(name(test), reason((Element) skipped.item(0)));
          }
        }
      }
    }
    // A test of many cases is skipped as a whole, under its name alone.
    skippedTests
        .keySet()
        .removeIf(
            test -> ran.stream().anyMatch(it -> it.equals(test) || it.startsWith(test + "[")));
    skippedTests.values().removeIf(reason -> reason.contains(Requires.COULD_NOT_RUN));
    return skippedTests.entrySet().stream().map(it -> it.getKey() + ": " + it.getValue()).toList();
  }

  /** The condition's message, or the first line of the exception that aborted the test. */
  private static String reason(Element skipped) {
    String message = skipped.getAttribute("message");
    String firstLine =
        skipped.getTextContent().strip().lines().findFirst().orElse("no reason given");
    return message.isEmpty()
        ? firstLine.replaceFirst("^org\\.opentest4j\\.TestAbortedException: ", "")
        : message;
  }

  private static String name(Element test) {
    String method = test.getAttribute("name");
    return test.getAttribute("classname") + (method.isEmpty() ? "" : "." + method);
  }

  private static Element parse(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(report.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("unreadable test report " + report, e);
    }
  }

  private List<Path> files(String folder, String suffix) throws IOException {
    Path path = target.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
