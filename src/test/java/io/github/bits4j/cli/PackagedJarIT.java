package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.UploadSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a stranger runs it, on the embedded engine. */
@Timeout(300)
class PackagedJarIT {
  @TempDir Path folder;
  private PackagedJar bits;

  @BeforeEach
  void jar() {
    bits = new PackagedJar(folder);
  }

  private CliRunner.Result run(String... arguments) throws Exception {
    return bits.run("", arguments);
  }

  private List<Path> in(Path place) throws Exception {
    try (Stream<Path> files = Files.list(place)) {
      return files.collect(Collectors.toList());
    }
  }

  @Test
  void decodesALogFromStandardInput() throws Exception {
    CliRunner.Result result =
        bits.run("BITS job failed: 0x80190194, 再試一次 BG_E_EMPTY\n", "decode", "--json");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        List.of("BG_E_HTTP_ERROR_404", "BG_E_EMPTY"),
        result.objects().stream()
            .map(o -> o.get("name").getAsString())
            .collect(Collectors.toList()));
    assertTrue(run("decode", "--lang", "zh-TW", "0x80200001").out().contains("佇列中"));
    assertEquals("", result.err());
  }

  @Test
  void showsItsDemo() throws Exception {
    CliRunner.Result result = run("demo", "--backend", "embedded");
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(result.out().contains("BG_E_HTTP_ERROR_404"), result.out());
    assertFalse(Files.exists(folder.resolve("state")), "the user's queue stays out of it");
    List<JsonObject> events = run("demo", "--backend", "embedded", "--json").objects();
    List<String> ends =
        events.stream()
            .map(o -> o.get("event").getAsString())
            .filter(event -> !event.equals("progress"))
            .collect(Collectors.toList());
    assertEquals(List.of("finished", "failed"), ends);
  }

  @Test
  void findsOutHowItsBackendStands() throws Exception {
    CliRunner.Result result = run("doctor", "--backend", "embedded", "--json");
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertFalse(result.objects().isEmpty());
    result.objects().forEach(finding -> assertEquals(JsonFields.FINDING, finding.keySet()));
  }

  @Test
  void downloadsAFileAndSaysWhyItCannot() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Files.write(served.resolve("a b.bin"), content);
    Path here = Files.createDirectory(folder.resolve("here"));
    try (BitsServer server = BitsServer.serving(served).start()) {
      CliRunner.Result got =
          run("get", "--backend", "embedded", server.url("a b.bin").toString(), here.toString());
      assertEquals(0, got.exitCode(), got.err());
      assertArrayEquals(content, Files.readAllBytes(here.resolve("a b.bin")));
      assertEquals(1, in(here).size(), "no temporary file is left");

      String missing = server.url("missing.bin").toString();
      CliRunner.Result failed = run("--backend", "embedded", "--json", "get", missing, here + "/m");
      assertEquals(1, failed.exitCode(), failed.err());
      assertEquals(
          "0x80190194", failed.last().get("error").getAsJsonObject().get("hresult").getAsString());
      assertEquals(1, in(here).size());

      String sum = "0".repeat(64);
      CliRunner.Result wrong =
          run("get", "--json", "--sha256", sum, server.url("a b.bin").toString(), here + "/wrong");
      assertEquals(1, wrong.exitCode(), wrong.err());
      assertEquals(
          "BG_E_VALIDATION_FAILED",
          wrong.last().get("error").getAsJsonObject().get("name").getAsString());
      assertEquals(1, in(here).size());
    }
    assertEquals("", run("job", "list", "--json").out(), "no job is left");
  }

  @Test
  void refusesFoldersThatAreNotThere() throws Exception {
    CliRunner.Result missing = run("--json", "get", "http://127.0.0.1:9/x", "no/such/x");
    assertEquals(1, missing.exitCode(), missing.out());
    assertTrue(missing.object().get("error").isJsonObject());
    Files.writeString(folder.resolve("file"), "");
    CliRunner.Result inFile = run("--json", "get", "http://127.0.0.1:9/x", "file/x");
    assertEquals(1, inFile.exitCode(), inFile.out());
    assertFalse(inFile.err().contains("\tat "));
    assertEquals("", run("job", "list", "--json").out(), "no job is left");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptedDownloadGoesOnWhereItStopped(String signal, int exitCode) throws Exception {
    byte[] content = new byte[4 << 20];
    new Random(2).nextBytes(content);
    try (HalfwayServer server = new HalfwayServer(content)) {
      String url = server.url("big.bin").toString();
      Path target = folder.resolve("big.bin");

      PackagedJar.Running running = bits.start("get", "--json", url);
      long transferred = 0;
      while (transferred < content.length / 2) {
        JsonObject progress = JsonParser.parseString(running.line()).getAsJsonObject();
        assertEquals("progress", progress.get("event").getAsString());
        transferred = progress.get("bytesTransferred").getAsLong();
      }
      running.signal(signal);
      CliRunner.Result interrupted = running.end();
      assertEquals(exitCode, interrupted.exitCode(), interrupted.err());
      assertEquals("interrupted", interrupted.last().get("event").getAsString());
      assertFalse(Files.exists(target));

      CliRunner.Result list = run("job", "list", "--json");
      assertEquals(interrupted.last().get("id"), list.object().get("id"));
      assertTrue(list.object().get("runner").isJsonNull());

      server.goOn();
      server.offsets.clear();
      CliRunner.Result finished = run("get", "--json", url);
      assertEquals(0, finished.exitCode(), finished.err());
      assertEquals(interrupted.last().get("id"), finished.last().get("id"));
      assertArrayEquals(content, Files.readAllBytes(target));
      assertTrue(server.offsets.stream().allMatch(offset -> offset > 0), "" + server.offsets);
      assertEquals("", run("job", "list", "--json").out());
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptedUploadGoesOnWhereItStopped(String signal, int exitCode) throws Exception {
    byte[] content = new byte[4 << 20];
    new Random(5).nextBytes(content);
    Files.write(folder.resolve("big.bin"), content);
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    try (BitsServer server = BitsServer.serving(inbox).uploads(UploadSettings.defaults()).start();
        HalfwayDoor door = new HalfwayDoor(server.url(), content.length / 2)) {
      String url = door.url("big.bin").toString();
      PackagedJar.Running running = bits.start("put", "--json", "big.bin", url);
      long transferred = 0;
      while (transferred == 0) {
        JsonObject progress = JsonParser.parseString(running.line()).getAsJsonObject();
        assertEquals("progress", progress.get("event").getAsString());
        transferred = progress.get("bytesTransferred").getAsLong();
      }
      running.signal(signal);
      CliRunner.Result interrupted = running.end();
      assertEquals(exitCode, interrupted.exitCode(), interrupted.err());
      assertEquals("interrupted", interrupted.last().get("event").getAsString());
      assertFalse(Files.exists(inbox.resolve("big.bin")));
      assertEquals(interrupted.last().get("id"), run("job", "list", "--json").object().get("id"));

      door.goOnAnew();
      CliRunner.Result finished = run("put", "--json", "big.bin", url);
      assertEquals(0, finished.exitCode(), finished.err());
      assertEquals(interrupted.last().get("id"), finished.last().get("id"));
      assertArrayEquals(content, Files.readAllBytes(inbox.resolve("big.bin")));
      assertTrue(door.passed.get() <= content.length - transferred + 10_000, "" + door.passed);
      assertEquals("", run("job", "list", "--json").out());
    }
  }

  @Test
  void othersLookOnAndHandOverWorkWhileOneRunsTheQueue() throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(3).nextBytes(content);
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("small.bin"), content);
    try (HalfwayServer halting = new HalfwayServer(content);
        BitsServer other = BitsServer.serving(served).start()) {
      PackagedJar.Running running = bits.start("get", "--json", halting.url("big.bin").toString());
      long transferred = 0;
      while (transferred < content.length / 2) {
        transferred =
            JsonParser.parseString(running.line())
                .getAsJsonObject()
                .get("bytesTransferred")
                .getAsLong();
      }
      JsonObject listed = run("job", "list", "--json").object();
      assertEquals("TRANSFERRING", listed.get("state").getAsString());
      assertEquals("process", listed.get("runner").getAsString());
      assertEquals(transferred, listed.get("bytesTransferred").getAsLong());
      assertTrue(
          run("doctor", "--json").objects().stream()
              .filter(it -> it.get("id").getAsString().equals("queue-in-use"))
              .allMatch(it -> it.get("status").getAsString().equals("ok")));

      String small = other.url("small.bin").toString();
      CliRunner.Result handed = run("get", "--json", "--background", small);
      assertEquals("process", handed.last().get("runner").getAsString(), handed.err());
      CliRunner.Result got = run("get", "--json", small);
      assertEquals(handed.last().get("id"), got.last().get("id"));
      assertEquals("finished", got.last().get("event").getAsString(), got.err());
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("small.bin")));

      halting.goOn();
      assertEquals(0, running.end().exitCode());
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("big.bin")));
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @DisabledOnOs(OS.WINDOWS)
  void whoIsSignalled(String signal, int exitCode) throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(4).nextBytes(content);
    try (HalfwayServer server = new HalfwayServer(content)) {
      String url = server.url("big.bin").toString();
      CliRunner.Result queued = run("get", "--background", url);
      assertEquals(0, queued.exitCode(), queued.err());
      assertTrue(queued.err().contains("bits agent"), queued.err());
      String id = queued.out().strip();

      PackagedJar.Running agent = bits.start("agent", "--json");
      PackagedJar.Running watch = bits.start("job", "watch", "--json", id);
      JsonObject seen;
      do {
        seen = JsonParser.parseString(watch.line()).getAsJsonObject();
      } while (!seen.get("state").getAsString().equals("TRANSFERRING"));
      watch.signal(signal);
      CliRunner.Result watched = watch.end();
      assertEquals(exitCode, watched.exitCode(), "watch was only looked away from");

      PackagedJar.Running wait = bits.start("job", "resume", "--wait", "--json", id);
      wait.line();
      wait.signal(signal);
      CliRunner.Result waited = wait.end();
      assertEquals(exitCode, waited.exitCode(), waited.err());
      assertEquals("interrupted", waited.last().get("event").getAsString());
      assertEquals("process", waited.last().get("runner").getAsString());

      agent.signal(signal);
      CliRunner.Result ran = agent.end();
      assertEquals(0, ran.exitCode(), ran.err());
      assertTrue(run("job", "show", id, "--json").object().get("runner").isJsonNull());

      server.goOn();
      assertEquals(0, run("agent", "--until-idle").exitCode());
      assertEquals(0, run("job", "complete", id).exitCode());
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("big.bin")));
    }
  }
}
