package io.github.bits4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without module jdk.jfr has everything but the events. */
@Timeout(300)
class WithoutFlightRecorderTest {
  private static final List<String> MODULES =
      List.of("java.base", "java.logging", "java.net.http", "java.sql", "jdk.httpserver");

  @TempDir private Path folder;

  @Test
  void theRestIsThere() throws Exception {
    List<String> with = run();
    List<String> without = run("--limit-modules", String.join(",", MODULES));
    assertEquals("recorder: true", with.remove(with.size() - 1));
    assertEquals("recorder: false", without.remove(without.size() - 1));
    assertTrue(with.contains("BitsJob.complete") && with.contains("ACKNOWLEDGED"), with::toString);
    assertEquals(with.stream().sorted().toList(), without.stream().sorted().toList());
  }

  private List<String> run(String... options) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Stranger.class.getName());
    command.add(Files.createTempDirectory(folder, "files").toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertTrue(process.waitFor(100, TimeUnit.SECONDS), "did not end");
      assertEquals(0, process.exitValue(), Files.readString(out));
      return new ArrayList<>(Files.readAllLines(out));
    } finally {
      process.destroyForcibly();
    }
  }
}
