package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.bits4j.BitsManager;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.embedded.EmbeddedBits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of jobs on the embedded engine with a queue in a folder, against a server. */
@Timeout(120)
class JobsOnTheEngineTest {
  private final byte[] content = new byte[100_000];

  @TempDir Path folder;
  private CliRunner cli;
  private RecordingServer server;

  @BeforeEach
  void serve() throws Exception {
    new Random(2).nextBytes(content);
    server = new RecordingServer(content);
    cli = CliRunner.onEngine(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CliRunner.Result job(String... arguments) {
    String[] line = new String[arguments.length + 2];
    line[0] = "--json";
    line[1] = "job";
    System.arraycopy(arguments, 0, line, 2, arguments.length);
    return cli.run(line);
  }

  /** The one line of a command that did what it should. */
  private JsonObject done(String... arguments) {
    CliRunner.Result result = job(arguments);
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(result.object().keySet().containsAll(JsonFields.JOB), result.out());
    return result.object();
  }

  private JsonObject refused(int exitCode, String... arguments) {
    CliRunner.Result result = job(arguments);
    assertEquals(exitCode, result.exitCode(), result.out() + result.err());
    assertEquals(JsonFields.REFUSED, result.object().keySet());
    return result.object();
  }

  private static String name(JsonObject refused) {
    return refused.get("error").getAsJsonObject().get("name").getAsString();
  }

  private static String state(JsonObject job) {
    return job.get("state").getAsString();
  }

  private String create(String... options) {
    String[] line = new String[options.length + 3];
    line[0] = "create";
    line[1] = "--name";
    line[2] = "updates";
    System.arraycopy(options, 0, line, 3, options.length);
    return done(line).get("id").getAsString();
  }

  /** A job whose file is all there and not completed. */
  private String transferred() {
    String id = create();
    done("add", id, server.url("a.bin"), "a.bin");
    done("resume", id);
    assertEquals(0, cli.run("agent", "--until-idle").exitCode());
    return id;
  }

  private JsonArray files(String id) {
    return done("show", id).get("files").getAsJsonArray();
  }

  @Test
  void aNewJobIsEmptyAndSuspended() {
    JsonObject job =
        done(
            "create",
            "--name",
            "updates",
            "--description",
            "of today",
            "--type",
            "download",
            "--priority",
            "high",
            "--retry-delay",
            "6",
            "--no-progress-timeout",
            "7");
    assertEquals(JsonFields.JOB, job.keySet());
    assertEquals("SUSPENDED", state(job));
    assertEquals("updates", job.get("displayName").getAsString());
    assertEquals("of today", job.get("description").getAsString());
    assertEquals("DOWNLOAD", job.get("type").getAsString());
    assertEquals("HIGH", job.get("priority").getAsString());
    assertEquals(6, job.get("minimumRetryDelay").getAsInt());
    assertEquals(7, job.get("noProgressTimeout").getAsInt());
    assertEquals(job, done("list"));
    assertEquals(job, done("list", "--all-users"));

    CliRunner.Result text = cli.run("job", "create", "--name", "updates", "-q");
    assertEquals(UUID.fromString(text.out().strip()).toString(), text.out().strip());
    assertEquals("ERROR_INVALID_PARAMETER", name(refused(2, "create", "--name", "x".repeat(257))));
  }

  @Test
  void theOptionsOfANewJobGoWithItsRequests() throws Exception {
    server.userAndPassword = "me:secret";
    cli.variables.put("BITS_PASSWORD", "secret");
    String id = create("-H", "X-One: 1", "--user", "me", "--proxy", "none");
    done("add", id, server.url("a.bin"), "a.bin");
    assertEquals(0, job("resume", "--wait", id).exitCode());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
    assertEquals(Optional.of("1"), server.requests.get(0).header("X-one"));
  }

  @Test
  void addsAllOrNone() throws Exception {
    Files.createDirectory(folder.resolve("there"));
    String id = create();
    assertEquals(
        "ERROR_INVALID_PARAMETER",
        name(refused(2, "add", id, server.url("a"), "a", "ftp://example.org/b", "b")));
    refused(2, "add", id, server.url("a"), "a", server.url("b"));
    refused(1, "add", id, server.url("a"), "a", server.url("b"), "missing/b");
    assertEquals(0, files(id).size());
    assertEquals(5, job("add", "ffffffff", server.url("a"), "a").exitCode());

    JsonObject job = done("add", id, server.url("a"), "./x/../a", server.url("b"), "there");
    assertEquals(2, job.get("filesTotal").getAsInt());
    JsonArray files = files(id);
    assertEquals(
        folder.resolve("a").toString(),
        files.get(0).getAsJsonObject().get("localName").getAsString());
    assertEquals(
        folder.resolve("there").resolve("b").toString(),
        files.get(1).getAsJsonObject().get("localName").getAsString());
  }

  @Test
  void resumeReturnsAndSaysThatNobodyRunsTheQueue() {
    String id = create();
    assertEquals("BG_E_EMPTY", name(refused(1, "resume", id)));
    done("add", id, server.url("a.bin"), "a.bin");
    CliRunner.Result result = job("resume", id);
    assertEquals(0, result.exitCode());
    assertEquals("QUEUED", state(result.object()));
    assertTrue(result.object().get("runner").isJsonNull());
    assertTrue(result.err().contains("nothing in it moves until 'bits agent'"), result.err());
    assertEquals(0, server.requests.size());
  }

  @Test
  void whoWaitsGetsTheFiles() throws Exception {
    String id = create();
    done("add", id, server.url("a.bin"), "a.bin", server.url("b.bin"), "b.bin");
    CliRunner.Result result = job("resume", "--wait", "updates");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("progress", result.objects().get(0).get("event").getAsString());
    JsonObject end = result.last();
    assertEquals(JsonFields.and(JsonFields.JOB, "event file partial completion"), end.keySet());
    assertEquals("finished", end.get("event").getAsString());
    assertEquals("ACKNOWLEDGED", state(end));
    assertEquals("ALL", end.get("completion").getAsString());
    assertTrue(end.get("file").isJsonNull(), "there are two");
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("b.bin")));
    assertEquals("", cli.run("job", "list", "--json").out());
  }

  @Test
  void whoWaitsIsToldOfAFailureAndTheJobStays() {
    server.status = 404;
    String id = create();
    done("add", id, server.url("a.bin"), "a.bin");
    CliRunner.Result result = job("resume", "--wait", id);
    assertEquals(1, result.exitCode());
    assertEquals("failed", result.last().get("event").getAsString());
    assertEquals("ERROR", state(done("show", id)));
    JsonObject error = job("error", id).object();
    assertEquals(JsonFields.ERROR, error.keySet());
    assertEquals("BG_E_HTTP_ERROR_404", error.get("name").getAsString());

    done("set", id, "--no-progress-timeout", "0");
    server.status = 503;
    assertEquals(4, job("resume", "--wait", id).exitCode());
    assertEquals("ERROR", state(done("show", id)));

    cli.interruption.request();
    done("set", id, "--no-progress-timeout", "600");
    CliRunner.Result interrupted = job("resume", "--wait", id);
    assertEquals(130, interrupted.exitCode());
    assertEquals("interrupted", interrupted.last().get("event").getAsString());
  }

  @Test
  void filesThatWereAddedToAWholeJobAreFetchedToo() throws Exception {
    String id = transferred();
    done("add", id, server.url("b.bin"), "b.bin");
    assertEquals(0, job("resume", "--wait", id).exitCode());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("b.bin")));
  }

  @Test
  void suspend() {
    String id = create();
    done("add", id, server.url("a.bin"), "a.bin");
    done("resume", id);
    assertEquals("SUSPENDED", state(done("suspend", id)));
    assertEquals(0, cli.run("agent", "--until-idle").exitCode());
    assertEquals(0, server.requests.size());
    assertTrue(cli.run("job", "suspend", id).out().contains("suspended " + id));
  }

  @Test
  void complete() throws Exception {
    String id = transferred();
    assertFalse(Files.exists(folder.resolve("a.bin")), "not before it is completed");
    JsonObject job = done("complete", id);
    assertEquals(JsonFields.and(JsonFields.JOB, "completion"), job.keySet());
    assertEquals("ACKNOWLEDGED", state(job));
    assertEquals("ALL", job.get("completion").getAsString());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
    assertEquals(5, job("complete", id).exitCode());
  }

  @Test
  void completeKeepsWhatIsWhole() throws Exception {
    String id = transferred();
    done("add", id, server.url("b.bin"), "b.bin");
    CliRunner.Result result = job("complete", id);
    assertEquals("PARTIAL", result.object().get("completion").getAsString());
    assertTrue(result.err().contains("only a part"), result.err());
    assertTrue(Files.exists(folder.resolve("a.bin")));
    assertFalse(Files.exists(folder.resolve("b.bin")));
  }

  @Test
  void cancel() {
    String id = transferred();
    JsonObject job = done("cancel", id);
    assertEquals("CANCELLED", state(job));
    assertEquals("ALL", job.get("completion").getAsString());
    assertFalse(Files.exists(folder.resolve("a.bin")));
    assertEquals("", cli.run("job", "list", "--json").out());
  }

  @Test
  void takeOwnership() {
    String id = create();
    JsonObject job = done("take-ownership", id);
    assertEquals(System.getProperty("user.name"), job.get("owner").getAsString());
  }

  @Test
  void setsEachProperty() throws Exception {
    String id = create();
    done("add", id, server.url("a.bin"), "a.bin", server.url("b.bin"), "b.bin");
    assertEquals("n", done("set", id, "--name", "n").get("displayName").getAsString());
    assertEquals("d", done("set", id, "--description", "d").get("description").getAsString());
    assertEquals("LOW", done("set", id, "--priority", "low").get("priority").getAsString());
    assertEquals(9, done("set", id, "--retry-delay", "9").get("minimumRetryDelay").getAsInt());
    assertEquals(
        8, done("set", id, "--no-progress-timeout", "8").get("noProgressTimeout").getAsInt());
    done("set", id, "--max-download-time", "77", "--proxy", "http://127.0.0.1:1");
    try (BitsManager manager = EmbeddedBits.builder().queue(folder.resolve("queue")).open()) {
      var job = manager.job(UUID.fromString(id));
      assertEquals(Duration.ofSeconds(77), job.options().maximumDownloadTime());
      assertEquals(ProxySettings.Usage.OVERRIDE, job.proxy().usage());
    }
    cli.variables.put("BITS_PASSWORD", "secret");
    server.userAndPassword = "me:secret";
    done("set", id, "--proxy", "none", "-H", "X-One: 1", "--user", "me");
    done("set", id, "--url", "1=" + server.url("c.bin"));
    assertEquals(0, job("resume", "--wait", id).exitCode());
    assertTrue(server.requests.stream().anyMatch(it -> it.uri().equals("/c.bin")));
    assertTrue(server.requests.stream().noneMatch(it -> it.uri().equals("/b.bin")));
    assertEquals(Optional.of("1"), server.requests.get(0).header("X-one"));
  }

  @Test
  void aJobThatIsQueuedHasItsUrlChangedAndStaysQueued() {
    String id = create();
    done("add", id, server.url("a.bin"), "a.bin");
    done("resume", id);
    JsonObject job = done("set", id, "--url", "0=" + server.url("b.bin"));
    assertEquals("QUEUED", state(job));
    assertEquals(
        server.url("b.bin"), files(id).get(0).getAsJsonObject().get("remoteName").getAsString());
  }

  @Test
  void setRefusesWhatCannotBe() {
    String id = create();
    refused(2, "set", id);
    refused(2, "set", id, "--url", "0=" + server.url("b.bin"));
    refused(2, "set", id, "--url", "-1=" + server.url("b.bin"));
    assertEquals("ERROR_INVALID_PARAMETER", name(refused(2, "set", id, "--url", "0=nonsense")));
    CliRunner.Result half = job("set", id, "--priority", "high", "--description", "x".repeat(1025));
    assertEquals(1, half.exitCode());
    assertEquals("BG_E_STRING_TOO_LONG", name(half.object()));
    assertTrue(half.err().contains("Set before the refusal: --priority."), half.err());
  }

  @Test
  void anUpdateOfWhatIsNotThere() {
    for (String command : new String[] {"resume", "suspend", "complete", "take-ownership"}) {
      assertEquals("BG_E_NOT_FOUND", name(refused(5, command, "nobody")));
    }
    assertEquals("BG_E_NOT_FOUND", name(refused(5, "set", "nobody", "--priority", "low")));
    assertEquals("BG_E_NOT_FOUND", name(refused(5, "watch", "nobody")));
  }
}
