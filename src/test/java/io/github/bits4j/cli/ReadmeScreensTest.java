package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A screen that the README shows is the screen that a reader gets. */
class ReadmeScreensTest {
  private static final Pattern SCREEN =
      Pattern.compile("```\n\\$ java -jar target/bits\\.jar ([^\n]*)\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everyScreenIsReal() throws Exception {
    String readme =
        Files.readString(Path.of(System.getProperty("bits4j.basedir", "."), "README.md"));
    Matcher screen = SCREEN.matcher(readme);
    int screens = 0;
    while (screen.find()) {
      CliRunner.Result result = new CliRunner(folder).run(screen.group(1).split(" "));
      assertEquals(screen.group(2), result.out().replace(System.lineSeparator(), "\n"));
      screens++;
    }
    assertTrue(screens > 0, "no screen was found");
  }
}
