package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import io.github.bits4j.contract.ClosedPort;
import io.github.bits4j.server.Access;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of {@code put} on the embedded engine, against a server that takes uploads. */
@Timeout(120)
class PutOnTheEngineTest {
  private final byte[] content = new byte[300_000];
  private final List<Access> accesses = new CopyOnWriteArrayList<>();

  @TempDir Path folder;
  private Path inbox;
  private CliRunner cli;
  private BitsServer server;
  private HttpServer application;

  /** What the server application answers, to whom it is asked. */
  private volatile int status = 200;

  private volatile byte[] reply = "thank you".getBytes();

  @BeforeEach
  void serve() throws Exception {
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("a.bin"), content);
    inbox = Files.createDirectory(folder.resolve("inbox"));
    cli = CliRunner.onEngine(folder);
    server = take(UploadSettings.defaults());
  }

  private BitsServer take(UploadSettings settings) throws IOException {
    return BitsServer.serving(inbox).uploads(settings).accessLog(accesses::add).start();
  }

  private void withApplication() throws IOException {
    application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    application.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("BITS-Copy-File-To-Destination", "1");
          exchange.sendResponseHeaders(status, status == 200 ? reply.length : -1);
          if (status == 200) {
            exchange.getResponseBody().write(reply);
          }
          exchange.close();
        });
    application.start();
    server.close();
    URI url = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/");
    server =
        take(
            UploadSettings.builder()
                .application(new ServerApplication(url, ServerApplication.Notification.VALUE))
                .build());
  }

  @AfterEach
  void stop() {
    server.close();
    if (application != null) {
      application.stop(0);
    }
  }

  private CliRunner.Result put(String... options) {
    return putTo(server.url("a.bin").toString(), options);
  }

  private CliRunner.Result putTo(String url, String... options) {
    List<String> line = new ArrayList<>(List.of("put", "--json"));
    line.addAll(List.of(options));
    line.addAll(List.of("a.bin", url));
    return cli.run(line.toArray(new String[0]));
  }

  private JsonObject finished(CliRunner.Result result) throws IOException {
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertEquals("finished", result.last().get("event").getAsString());
    assertEquals("ACKNOWLEDGED", result.last().get("state").getAsString());
    assertEquals(folder.resolve("a.bin").toString(), result.last().get("file").getAsString());
    assertEquals("", cli.run("job", "list", "--json").out(), "no job is left");
    assertArrayEquals(content, Files.readAllBytes(inbox.resolve("a.bin")));
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")), "the source stays");
    return result.last();
  }

  private static JsonObject error(CliRunner.Result result) {
    return result.last().get("error").getAsJsonObject();
  }

  @Test
  void theUsualPriorityIsForeground() throws Exception {
    JsonObject job = finished(put());
    assertEquals("FOREGROUND", job.get("priority").getAsString());
    assertEquals("UPLOAD", job.get("type").getAsString());
    assertEquals(content.length, job.get("bytesTotal").getAsLong());
    assertEquals(content.length, job.get("bytesTransferred").getAsLong());
  }

  @ParameterizedTest
  @CsvSource({"low, LOW", "Normal, NORMAL", "HIGH, HIGH"})
  void priority(String option, String priority) throws Exception {
    assertEquals(priority, finished(put("--priority", option)).get("priority").getAsString());
  }

  @Test
  void retryDelayAndNoProgressTimeout() throws Exception {
    JsonObject job = finished(put("--retry-delay", "61", "--no-progress-timeout", "62"));
    assertEquals(61, job.get("minimumRetryDelay").getAsInt());
    assertEquals(62, job.get("noProgressTimeout").getAsInt());
  }

  @Test
  void headersCredentialsAndProxyGoWithThePackets() throws Exception {
    cli.variables.put("BITS_PASSWORD", "secret");
    try (RecordingServer proxy = new RecordingServer(content)) {
      proxy.userAndPassword = "me:secret";
      // It takes no uploads, so this fails; what it was asked is what counts.
      CliRunner.Result result =
          put("-H", "X-One: 1", "--user", "me", "--proxy", "http://" + proxy.address());
      assertEquals(1, result.exitCode(), result.out());
      assertEquals("BG_E_INVALID_SERVER_RESPONSE", error(result).get("name").getAsString());
      RecordingServer.Request last = proxy.requests.get(proxy.requests.size() - 1);
      assertEquals(server.url("a.bin").toString(), last.uri());
      assertEquals("1", last.header("X-one").orElseThrow());
      assertTrue(last.header("Authorization").orElseThrow().startsWith("Basic "));
      assertEquals("Create-Session", last.header("Bits-packet-type").orElseThrow());
    }
    assertEquals("", cli.run("job", "list", "--json").out(), "cancelled");
  }

  @Test
  void bringsTheReplyBack() throws Exception {
    withApplication();
    JsonObject job = finished(put("--reply", "answer.txt"));
    assertEquals("UPLOAD_REPLY", job.get("type").getAsString());
    assertArrayEquals(reply, Files.readAllBytes(folder.resolve("answer.txt")));
  }

  @Test
  void aReplyIsNotThereWhenTheApplicationRefuses() throws Exception {
    withApplication();
    status = 422;
    CliRunner.Result result = put("--reply", "answer.txt");
    assertEquals(1, result.exitCode(), result.out());
    assertEquals("0x801901A6", error(result).get("hresult").getAsString());
    assertEquals("REMOTE_APPLICATION", error(result).get("contextName").getAsString());
    assertFalse(Files.exists(folder.resolve("answer.txt")));
    assertEquals("", cli.run("job", "list", "--json").out(), "cancelled");
  }

  @Test
  void anApplicationThatCannotJustNowIsAskedAgainByTheSameLine() throws Exception {
    withApplication();
    status = 503;
    CliRunner.Result failed = put("--fail-fast");
    assertEquals(4, failed.exitCode(), failed.out());
    assertEquals("TRANSIENT_ERROR", failed.last().get("state").getAsString());
    status = 200;
    assertEquals(failed.last().get("id"), finished(put()).get("id"));
  }

  @ParameterizedTest
  @CsvSource({"missing.bin, 0x80070002", "inbox, 0x80070057"})
  void whatIsNoFileIsRefusedAndLeavesNoJob(String source, String code) {
    CliRunner.Result result = cli.run("put", "--json", source, server.url("a.bin").toString());
    assertEquals(1, result.exitCode(), result.out());
    assertEquals("refused", result.object().get("event").getAsString());
    assertEquals(code, error(result).get("hresult").getAsString());
    assertEquals("", cli.run("job", "list", "--json").out(), "no job is left");
  }

  @Test
  void aReplyWithoutItsFolderIsRefusedAndLeavesNoJob() {
    CliRunner.Result result = put("--reply", "no/such/answer");
    assertEquals(1, result.exitCode(), result.out());
    assertEquals("refused", result.object().get("event").getAsString());
    assertEquals("0x80070003", error(result).get("hresult").getAsString());
    assertEquals("", cli.run("job", "list", "--json").out(), "no job is left");
    assertEquals(List.of(), accesses);
  }

  @Test
  void aFileThatIsThereIsNotReplacedAndAKeptJobGoesOn() throws Exception {
    Files.writeString(inbox.resolve("a.bin"), "older");
    CliRunner.Result refused = put("--keep");
    assertEquals(1, refused.exitCode(), refused.out());
    assertEquals("ERROR", refused.last().get("state").getAsString());
    assertEquals("older", Files.readString(inbox.resolve("a.bin")));
    JsonObject kept = cli.run("job", "list", "--json").object();
    Files.delete(inbox.resolve("a.bin"));
    assertEquals(kept.get("id"), finished(put()).get("id"));
  }

  @Test
  void inTheBackgroundNothingMovesUntilTheSameLineWaits() throws Exception {
    CliRunner.Result queued = put("--background", "--priority", "low");
    assertEquals("detached", queued.object().get("event").getAsString());
    assertEquals("QUEUED", queued.object().get("state").getAsString());
    assertTrue(queued.err().contains("bits agent"), queued.err());
    assertEquals(List.of(), accesses);
    assertEquals(queued.object().get("id"), finished(put()).get("id"));
  }

  @Test
  void theNoProgressTimeoutEndsInErrorWithItsOwnExitCode() throws Exception {
    withApplication();
    status = 503;
    CliRunner.Result result = put("--no-progress-timeout", "0");
    assertEquals(4, result.exitCode(), result.out() + result.err());
    assertEquals("ERROR", result.last().get("state").getAsString());
    assertEquals("", cli.run("job", "list", "--json").out(), "cancelled");
  }

  @Test
  void failFastEndsWhereNobodyListens() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      CliRunner.Result failed = putTo(nobody.url("/a.bin"), "--fail-fast");
      assertEquals(4, failed.exitCode(), failed.out() + failed.err());
      assertEquals("TRANSIENT_ERROR", failed.last().get("state").getAsString());
    }
  }

  @Test
  void goesToAFolderOfThisMachineToo() throws Exception {
    CliRunner.Result result = putTo(inbox.resolve("a.bin").toUri().toString());
    finished(result);
  }

  @Test
  void aFileThatChangedInBetweenIsAnErrorOfTheFile() throws Exception {
    withApplication();
    status = 503;
    assertEquals(4, put("--fail-fast").exitCode());
    Files.writeString(folder.resolve("a.bin"), "something else");
    CliRunner.Result changed = put();
    assertEquals(1, changed.exitCode(), changed.out());
    assertEquals("BG_E_LOCAL_FILE_CHANGED", error(changed).get("name").getAsString());
    assertEquals("LOCAL_FILE", error(changed).get("contextName").getAsString());
  }
}
