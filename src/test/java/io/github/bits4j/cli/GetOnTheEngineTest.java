package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.bits4j.contract.ClosedPort;
import io.github.bits4j.server.BitsServer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of {@code get} on the embedded engine with a queue in a folder, against a server. */
@Timeout(120)
class GetOnTheEngineTest {
  private final byte[] content = new byte[300_000];

  @TempDir Path folder;
  private CliRunner cli;
  private RecordingServer server;

  @BeforeEach
  void serve() throws Exception {
    new Random(1).nextBytes(content);
    server = new RecordingServer(content);
    cli = CliRunner.onEngine(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CliRunner.Result get(String... options) {
    List<String> line = new ArrayList<>(List.of("get", "--json"));
    line.addAll(List.of(options));
    line.add(server.url("a.bin"));
    return cli.run(line.toArray(new String[0]));
  }

  private JsonObject finished(CliRunner.Result result) {
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertEquals("finished", result.last().get("event").getAsString());
    assertEquals("ACKNOWLEDGED", result.last().get("state").getAsString());
    assertEquals(folder.resolve("a.bin").toString(), result.last().get("file").getAsString());
    assertEquals("", cli.run("job", "list", "--json").out(), "no job is left");
    return result.last();
  }

  private void isThere() throws Exception {
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
  }

  private List<Path> files() throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toList());
    }
  }

  private static String error(CliRunner.Result result) {
    return result.last().get("error").getAsJsonObject().get("name").getAsString();
  }

  @Test
  void theUsualPriorityIsForeground() throws Exception {
    assertEquals("FOREGROUND", finished(get()).get("priority").getAsString());
    isThere();
  }

  @ParameterizedTest
  @CsvSource({"low, LOW", "Normal, NORMAL", "HIGH, HIGH", "foreground, FOREGROUND"})
  void priority(String option, String priority) throws Exception {
    JsonObject job = finished(get("--priority", option));
    assertEquals(priority, job.get("priority").getAsString());
    isThere();
  }

  @Test
  void headersGoWithEveryRequest() throws Exception {
    finished(get("-H", "X-One: 1: 2", "--header", "X-Two:2", "-H", "X-Empty:"));
    isThere();
    for (RecordingServer.Request request : server.requests) {
      assertEquals(Optional.of("1: 2"), request.header("X-one"));
      assertEquals(Optional.of("2"), request.header("X-two"));
      assertEquals(Optional.of(""), request.header("X-empty"));
    }
  }

  @Test
  void thePasswordComesFromAFile() throws Exception {
    server.userAndPassword = "me:pass word";
    Files.writeString(folder.resolve("secret"), "pass word\r\nanother line\n");
    finished(get("--user", "me", "--password-file", "secret"));
    isThere();
    assertEquals(List.of(), cli.questions);
  }

  @Test
  void thePasswordComesFromTheVariable() throws Exception {
    server.userAndPassword = "me:ä secret";
    cli.variables.put("BITS_PASSWORD", "ä secret");
    finished(get("--user", "me"));
    isThere();
  }

  @Test
  void thePasswordIsAskedForAndWiped() throws Exception {
    server.userAndPassword = "me:typed";
    cli.secret = "typed".toCharArray();
    CliRunner.Result result = get("--user", "me");
    finished(result);
    isThere();
    assertEquals(List.of("Password of me: "), cli.questions);
    assertArrayEquals(new char[5], cli.secret);
    assertFalse((result.out() + result.err()).contains("typed"));
  }

  @Test
  void aWrongPasswordIs401AndTheFileGoesBeforeTheVariable() throws Exception {
    server.userAndPassword = "me:right";
    cli.variables.put("BITS_PASSWORD", "right");
    Files.writeString(folder.resolve("secret"), "wrong");
    CliRunner.Result result = get("--user", "me", "--password-file", "secret");
    assertEquals(1, result.exitCode(), result.err());
    assertEquals("BG_E_HTTP_ERROR_401", error(result));
    assertEquals(List.of(folder.resolve("secret")), files());
  }

  @Test
  void aProxyIsAsked() throws Exception {
    try (RecordingServer proxy = new RecordingServer(content)) {
      finished(get("--proxy", "http://" + proxy.address()));
      isThere();
      assertEquals(List.of(), server.requests);
      assertTrue(proxy.requests.stream().allMatch(it -> it.uri().equals(server.url("a.bin"))));
    }
  }

  @ParameterizedTest
  @CsvSource({"none", "AUTO"})
  void noProxyIsAsked(String proxy) throws Exception {
    finished(get("--proxy", proxy));
    isThere();
  }

  @Test
  void retryDelayAndNoProgressTimeout() {
    JsonObject job = finished(get("--retry-delay", "61", "--no-progress-timeout", "62"));
    assertEquals(61, job.get("minimumRetryDelay").getAsInt());
    assertEquals(62, job.get("noProgressTimeout").getAsInt());
  }

  @Test
  void theNoProgressTimeoutEndsInErrorWithItsOwnExitCode() throws Exception {
    server.status = 503;
    CliRunner.Result result = get("--no-progress-timeout", "0");
    assertEquals(4, result.exitCode(), result.out() + result.err());
    assertEquals("failed", result.last().get("event").getAsString());
    assertEquals("ERROR", result.last().get("state").getAsString());
    assertEquals("", cli.run("job", "list", "--json").out(), "cancelled");
    assertEquals(List.of(), files());
  }

  @Test
  void rangesStandOneAfterTheOther() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("a.bin"), content);
    try (BitsServer several = BitsServer.serving(served).start()) {
      String url = several.url("a.bin").toString();
      finished(
          cli.run("get", "--json", "--range", "10:5", "--range", "299990:", "--range", "0:3", url));
    }
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    pieces.write(content, 10, 5);
    pieces.write(content, 299_990, 10);
    pieces.write(content, 0, 3);
    assertArrayEquals(pieces.toByteArray(), Files.readAllBytes(folder.resolve("a.bin")));
  }

  @Test
  void aServerThatSendsOneRangeAtATimeIsNotEnoughForSeveral() {
    CliRunner.Result result = get("--range", "10:5", "--range", "0:3");
    assertEquals(1, result.exitCode(), result.out());
    assertEquals("BG_E_INSUFFICIENT_RANGE_SUPPORT", error(result));
    assertEquals("", cli.run("job", "list", "--json").out(), "cancelled");
  }

  @Test
  void rangesThatOverlapAreRefusedAndLeaveNoJob() {
    CliRunner.Result result = get("--range", "0:10", "--range", "5:10");
    assertEquals(1, result.exitCode(), result.out());
    assertEquals("refused", result.object().get("event").getAsString());
    assertEquals("BG_E_OVERLAPPING_RANGES", error(result));
    assertEquals("", cli.run("job", "list", "--json").out(), "no job is left");
    assertEquals(List.of(), server.requests);
  }

  @Test
  void theSumIsChecked() throws Exception {
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    finished(get("--sha256", sum));
    isThere();
    Files.delete(folder.resolve("a.bin"));

    CliRunner.Result wrong = get("--sha256", "0".repeat(64));
    assertEquals(1, wrong.exitCode());
    assertEquals("failed", wrong.last().get("event").getAsString());
    assertEquals("TRANSFERRED", wrong.last().get("state").getAsString(), "before the cancelling");
    assertEquals("BG_E_VALIDATION_FAILED", error(wrong));
    assertEquals(List.of(), files());
    assertEquals("", cli.run("job", "list", "--json").out(), "no job is left");
  }

  @Test
  void theSumOfPiecesIsThatOfThePieces() throws Exception {
    byte[] piece = Arrays.copyOfRange(content, 100, 200);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(piece));
    finished(get("--range", "100:100", "--sha256", sum));
    assertArrayEquals(piece, Files.readAllBytes(folder.resolve("a.bin")));
  }

  @Test
  void inTheBackgroundNothingMovesUntilTheSameLineWaits() throws Exception {
    CliRunner.Result queued = get("--background", "-H", "X-One: 1", "--priority", "low");
    assertEquals(0, queued.exitCode());
    assertEquals("detached", queued.object().get("event").getAsString());
    assertEquals("QUEUED", queued.object().get("state").getAsString());
    assertTrue(queued.object().get("runner").isJsonNull());
    assertTrue(queued.err().contains("bits agent"), queued.err());
    assertEquals(List.of(), server.requests);

    JsonObject done = finished(get());
    assertEquals(queued.object().get("id"), done.get("id"));
    assertEquals("FOREGROUND", done.get("priority").getAsString());
    isThere();
    assertEquals(Optional.of("1"), server.requests.get(0).header("X-one"), "kept in the queue");
  }

  @Test
  void failFastLeavesTheJobAndTheSameLineGoesOn() throws Exception {
    server.status = 503;
    CliRunner.Result failed = get("--fail-fast");
    assertEquals(4, failed.exitCode(), failed.out() + failed.err());
    assertEquals("failed", failed.last().get("event").getAsString());
    assertEquals("TRANSIENT_ERROR", failed.last().get("state").getAsString());
    assertEquals("BG_E_HTTP_ERROR_503", error(failed));

    server.status = 0;
    assertEquals(failed.last().get("id"), finished(get("--fail-fast")).get("id"));
    isThere();
  }

  @Test
  void failFastEndsWhereNobodyListens() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      CliRunner.Result failed = cli.run("--json", "get", "--fail-fast", nobody.url("/a.bin"));
      assertEquals(4, failed.exitCode(), failed.out() + failed.err());
      assertEquals("TRANSIENT_ERROR", failed.last().get("state").getAsString());
    }
  }

  @Test
  void aJobThatFailedIsCancelledUnlessItIsKept() {
    server.status = 404;
    CliRunner.Result failed = get();
    assertEquals(1, failed.exitCode());
    assertEquals("ERROR", failed.last().get("state").getAsString(), "before the cancelling");
    assertEquals("", cli.run("job", "list", "--json").out());

    assertEquals(1, get("--keep").exitCode());
    JsonObject kept = cli.run("job", "list", "--json").object();
    assertEquals("ERROR", kept.get("state").getAsString());

    server.status = 0;
    assertEquals(kept.get("id"), finished(get()).get("id"));
  }

  @Test
  void otherPiecesAreAnotherDownload() {
    JsonObject all = get("--background").object();
    JsonObject piece = get("--background", "--range", "0:5").object();
    JsonObject again = get("--background", "--range", "0:5").object();
    assertFalse(all.get("id").equals(piece.get("id")));
    assertEquals(piece.get("id"), again.get("id"));
  }

  @Test
  void anInterruptedDownloadGoesOnWithTheSameOptions() throws Exception {
    server.status = 503;
    cli.interruption.request();
    CliRunner.Result interrupted = get("-H", "X-One: 1", "--range", "5:20");
    assertEquals(130, interrupted.exitCode(), interrupted.err());
    assertEquals("interrupted", interrupted.last().get("event").getAsString());

    server.status = 0;
    server.requests.clear();
    CliRunner next = CliRunner.onEngine(folder);
    CliRunner.Result result =
        next.run("get", "--json", "-H", "X-One: 1", "--range", "5:20", server.url("a.bin"));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(interrupted.last().get("id"), result.last().get("id"));
    assertArrayEquals(
        Arrays.copyOfRange(content, 5, 25), Files.readAllBytes(folder.resolve("a.bin")));
    server.requests.forEach(it -> assertEquals(Optional.of("1"), it.header("X-one")));
  }
}
