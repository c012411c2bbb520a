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
@Timeout(220)
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

  @Test
  void theLauncherOfWindowsStartsTheJar() throws Exception {
    Path place = Files.createDirectories(folder.resolve("my programs"));
    for (String file : List.of("bits.cmd", "bits.jar")) {
      Files.copy(target(file), place.resolve(file));
    }
    String launcher = place.resolve("bits.cmd").toString();
    // The first start keeps what it found out about the classes, the second uses it.
    for (int start = 1; start <= 2; start++) {
      Outcome decoded = run(home(), launcher, "decode", "0x80200013", "BG_E_NOT_FOUND");
      assertEquals(0, decoded.exitCode, decoded::toString);
      assertTrue(decoded.text.startsWith("BG_E_INSUFFICIENT_RANGE_SUPPORT"), decoded::toString);
      assertTrue(decoded.text.contains("0x80200001"), decoded::toString);
    }
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    Path file = folder.resolve("a copy.bin");
    try (BitsServer server = serving("setup.bin", bytes)) {
      String url = server.url("/setup.bin").toString();
      Outcome loaded = run(home(), launcher, "get", url, file.toString());
      assertEquals(0, loaded.exitCode, loaded::toString);
    }
    assertEquals(-1, Files.mismatch(folder.resolve("served").resolve("setup.bin"), file));
    Outcome refused = run(home(), launcher, "decode", "nonsense");
    assertEquals(2, refused.exitCode, refused::toString);
    Outcome without = run(folder.resolve("nowhere"), launcher, "--version");
    assertEquals(3, without.exitCode, without::toString);
    assertTrue(without.text.contains("JAVA_HOME"), without::toString);
  }

  private static Path home() {
    return Path.of(System.getProperty("java.home"));
  }

  private static Path target(String file) {
    return Path.of(System.getProperty("bits4j.root"), "target", file);
  }

  private Outcome bits(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                home().resolve("bin").resolve("java").toString(),
                "-jar",
                target("bits.jar").toString()));
    command.addAll(List.of(arguments));
    return run(home(), command.toArray(String[]::new));
  }

  private Outcome run(Path javaHome, String... command) throws IOException, InterruptedException {
    Path output = Output.fresh();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("LOCALAPPDATA", folder.resolve("local").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertTrue(process.waitFor(150, TimeUnit.SECONDS), () -> "still running: " + List.of(command));
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }
}
