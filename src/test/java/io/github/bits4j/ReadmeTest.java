package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.contract.BitsContract;
import io.github.bits4j.contract.Declared;
import io.github.bits4j.contract.Difference;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the README says is so. */
class ReadmeTest {
  private static final Path BASE = Path.of(System.getProperty("bits4j.basedir", "."));

  @TempDir private Path folder;

  @Test
  void theTenLinesDownloadAFile() throws Exception {
    Path source = Files.write(folder.resolve("setup.exe"), new byte[100_000]);
    Path target = folder.resolve("here.exe");
    try (BitsServer server = BitsServer.serving(folder).start()) {
      tenLines(server.url("/setup.exe"), target);
    }
    assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(target));
  }

  @Test
  void theTenLinesEndAFailedJob() throws Exception {
    Path target = folder.resolve("here.exe");
    try (BitsServer server = BitsServer.serving(folder).start()) {
      tenLines(server.url("/missing.exe"), target);
    }
    assertTrue(Files.notExists(target));
  }

  private void tenLines(URI url, Path target) throws InterruptedException {
    try (Transfer transfer = Transfer.download(url, target).start()) {
      TransferResult end = transfer.await(Duration.ofMinutes(10));
      if (end.outcome() == Outcome.UNFINISHED) {
        transfer.cancel(Duration.ofMinutes(1)); // or leave it: in the queue it goes on
      }
      end.error()
          .ifPresent(error -> System.err.println(error.fault() + ": " + error.fault().advice()));
    }
  }

  /** The example of the README and the method above are the same but for their formatting. */
  @Test
  void theTenLinesAreThoseOfTheReadme() throws Exception {
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertTrue(block.find());
    String source =
        Files.readString(BASE.resolve("src/test/java/io/github/bits4j/ReadmeTest.java"));
    assertTrue(squeezed(source).contains(squeezed(block.group(1))), block.group(1));
  }

  /** The annotation, the class and the method of the other example, wherever lines break. */
  @Test
  void theTestOfTheReadmeIsOneThatRuns() throws Exception {
    Matcher block =
        Pattern.compile("## Testing your program\\s+```java\n(.*?)```", Pattern.DOTALL)
            .matcher(readme());
    assertTrue(block.find());
    String source =
        squeezed(
            Files.readString(
                BASE.resolve("src/test/java/io/github/bits4j/testing/ReadmeUpdaterTest.java")));
    String[] parts = block.group(1).split("(?<=\\{\n)(?=  @Test)");
    assertEquals(2, parts.length);
    for (String part : parts) {
      assertTrue(source.contains(squeezed(part)), part);
    }
  }

  @Test
  void theColumnsAreTheBackendsOfTheContract() throws Exception {
    assertEquals(
        Stream.of(Declared.values()).map(Declared::title).toList(),
        cells("how it differs from BITS as documented"));
  }

  /** An x is where the contract of that backend asserts the difference, and nowhere else. */
  @ParameterizedTest
  @EnumSource
  void everyDifferenceIsListedForWhoHasIt(Difference difference) throws Exception {
    assertEquals(
        Stream.of(Declared.values())
            .map(backend -> backend.differences().contains(difference) ? "x" : "")
            .toList(),
        cells(difference.sentence()));
  }

  /** What stands in the row of a table behind its first cell. */
  private static List<String> cells(String first) throws Exception {
    String start = "| " + first + " |";
    String row = readme().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    return Stream.of(row.substring(start.length()).split("\\|")).map(String::strip).toList();
  }

  @Test
  void noOtherDifferenceIsListed() throws Exception {
    long rows = readme().lines().filter(line -> line.matches("\\| .+( \\| x?){3} ?\\|")).count();
    assertEquals(Difference.values().length, rows);
  }

  @Test
  void theContractIsAsLargeAsItsPageSays() throws Exception {
    String size = "at least " + BitsContract.AT_LEAST + " cases";
    assertTrue(readme().contains(size), size);
    String page = Files.readString(BASE.resolve("src/docs/contract.md"));
    assertTrue(page.replaceAll("\\s+", " ").contains(size), size);
  }

  @ParameterizedTest
  @EnumSource
  void thePageOfTheContractTellsWhatABackendHas(Declared backend) throws Exception {
    String page = Files.readString(BASE.resolve("src/docs/contract.md"));
    Matcher told =
        Pattern.compile("(?s)\n- " + backend.title() + ": (all but )?(.+?)(?=\n- |\n\n)")
            .matcher(page);
    assertTrue(told.find(), backend::title);
    Set<String> features =
        Stream.of(Feature.values())
            .filter(it -> backend.features().contains(it) == (told.group(1) == null))
            .map(Feature::name)
            .collect(Collectors.toSet());
    Matcher names = Pattern.compile("`([A-Z_]+)`").matcher(told.group(2));
    assertEquals(features, names.results().map(it -> it.group(1)).collect(Collectors.toSet()));
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws Exception {
    Matcher link = Pattern.compile("\\]\\((?!https?:)([^)#]+)").matcher(readme());
    List<String> broken = new ArrayList<>();
    int links = 0;
    while (link.find()) {
      links++;
      if (!Files.exists(BASE.resolve(link.group(1)))) {
        broken.add(link.group(1));
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links >= 2, "links were found");
  }

  private static String readme() throws Exception {
    return Files.readString(BASE.resolve("README.md"));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
