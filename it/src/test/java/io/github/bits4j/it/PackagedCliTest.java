package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.server.BitsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code target/bits.jar} as a process of its own, on the BITS service of this machine. */
@Timeout(180)
class PackagedCliTest {
  @TempDir Path folder;

  @Test
  void getDownloadsFiveMebibytes() throws Exception {
    byte[] bytes = new byte[5 << 20];
    new Random(5).nextBytes(bytes);
    Path file = folder.resolve("copy.bin");
    try (BitsServer server = serving("setup.bin", bytes)) {
      Outcome outcome =
          bits("get", "--backend", "windows", server.url("/setup.bin").toString(), file.toString());
      assertEquals(0, outcome.exitCode, outcome::toString);
    }
    assertTrue(Files.exists(file), "no " + file);
    assertEquals(-1, Files.mismatch(folder.resolve("served").resolve("setup.bin"), file));
  }

  @Test
  void aMissingFileIsDecoded() throws Exception {
    Path file = folder.resolve("copy.bin");
    try (BitsServer server = serving("other", new byte[1])) {
      Outcome outcome =
          bits("get", "--backend", "windows", server.url("/missing").toString(), file.toString());
      assertEquals(1, outcome.exitCode, outcome::toString);
      assertTrue(outcome.text.contains("0x80190194"), outcome::toString);
      assertTrue(outcome.text.contains("BG_E_HTTP_ERROR_404"), outcome::toString);
      assertFalse(outcome.text.contains("\tat "), outcome::toString);
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aJobLivesInTheService() throws Exception {
    byte[] bytes = new byte[100_000];
    new Random(6).nextBytes(bytes);
    Path file = folder.resolve("copy.bin");
    try (BitsServer server = serving("setup.bin", bytes)) {
      Outcome created = bits("job", "create", "--backend", "windows", "--name", "updates", "-q");
      assertEquals(0, created.exitCode, created::toString);
      String id = created.text.strip();
      String url = server.url("/setup.bin").toString();
      for (String[] line :
          new String[][] {
            {"job", "add", id, url, file.toString()},
            {"job", "set", id, "--retry-delay", "60", "--description", "of today"},
            {"job", "resume", id},
            {"job", "watch", id},
            {"job", "complete", id},
            {"agent"},
          }) {
        Outcome outcome = bits(line);
        assertEquals(0, outcome.exitCode, () -> String.join(" ", line) + ": " + outcome);
        assertFalse(outcome.text.contains("bits agent"), "the service runs its queue");
      }
    }
    assertEquals(-1, Files.mismatch(folder.resolve("served").resolve("setup.bin"), file));
  }

  @Test
  void theDemoRunsOnTheService() throws Exception {
    Outcome outcome = bits("demo");
    assertEquals(0, outcome.exitCode, outcome::toString);
  }

  @Test
  void theDoctorKnowsTheService() throws Exception {
    Outcome outcome = bits("doctor", "--backend", "windows", "--json");
    assertEquals(0, outcome.exitCode, outcome::toString);
    for (String id :
        List.of(
            "service-state",
            "service-start",
            "account",
            "elevation",
            "log-on",
            "activation",
            "job",
            "bits-version",
            "interfaces",
            "proxy",
            "policy")) {
      assertTrue(outcome.text.contains("{\"id\":\"" + id + "\""), id + " in " + outcome);
    }
    assertFalse(outcome.text.contains("\"status\":\"unknown\""), outcome::toString);
    if (outcome.text.contains("{\"id\":\"wine\"")) {
      assertTrue(
          outcome.text.contains("2.5, and IBackgroundCopyJob4 (3.0) of later ones"),
          outcome::toString);
    }
  }

  private BitsServer serving(String name, byte[] bytes) throws IOException {
    Path served = Files.createDirectories(folder.resolve("served"));
    Files.write(served.resolve(name), bytes);
    return BitsServer.serving(served).start();
  }

  private record Outcome(int exitCode, String text) {}

  private Outcome bits(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("bits4j.root"), "target", "bits.jar").toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      assertTrue(process.waitFor(150, TimeUnit.SECONDS), () -> "still running: " + command);
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }
}
