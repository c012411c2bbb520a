package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Runner;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetCommandTest {
  private static final String URL = "http://example.org/dir/setup.exe";
  private static final HResult CANNOT_CONNECT = new HResult(0x80072EFD);

  @TempDir Path folder;
  private CliRunner cli;

  @BeforeEach
  void queue() {
    cli = new CliRunner(folder);
    cli.manager.plan =
        job -> job.then(JobState.TRANSFERRING, 1 << 20).then(JobState.TRANSFERRED, FakeJob.SIZE);
  }

  private static JobError error(HResult hresult) {
    return new JobError(
        Fault.of(hresult),
        ErrorContext.REMOTE_FILE.value(),
        Optional.of(URL),
        Optional.of("/somewhere/setup.exe"),
        Optional.of("http"),
        "it failed");
  }

  private FakeJob fails(JobState state, HResult hresult) {
    FakeJob job = cli.manager.add(UUID.randomUUID(), spec(URL, "setup.exe"));
    job.then(state, error(hresult));
    return job;
  }

  private JobSpec spec(String url, String file) {
    return JobSpec.download("setup.exe").file(url, folder.resolve(file)).build();
  }

  private static List<String> events(CliRunner.Result result) {
    return result.objects().stream()
        .map(o -> o.get("event").getAsString())
        .collect(Collectors.toList());
  }

  @Test
  void downloadsInTheForeground() {
    cli.manager.plan =
        job -> {
          assertEquals(List.of(new FileSpec(URL, folder.resolve("setup.exe"))), job.spec.files());
          job.then(JobState.TRANSFERRED, FakeJob.SIZE);
        };
    CliRunner.Result result = cli.run("get", URL);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains(folder.resolve("setup.exe").toString()));
    assertTrue(cli.openedRunning, "a waiting get runs the queue");
    assertTrue(cli.manager.closed);
    assertTrue(cli.manager.jobs.isEmpty());
  }

  @Test
  void reportsEachStepAndThenExactlyOneEnd() {
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(0, result.exitCode());
    List<String> events = events(result);
    assertEquals("finished", events.get(events.size() - 1));
    assertTrue(events.size() >= 2, events.toString());
    assertTrue(events.subList(0, events.size() - 1).stream().allMatch("progress"::equals));
    assertEquals(JsonFields.and(JsonFields.JOB, "event"), result.objects().get(0).keySet());
    JsonObject finished = result.last();
    assertEquals(JsonFields.and(JsonFields.JOB, "event file partial"), finished.keySet());
    assertAll(
        () -> assertEquals("ACKNOWLEDGED", finished.get("state").getAsString()),
        () ->
            assertEquals(
                folder.resolve("setup.exe").toString(), finished.get("file").getAsString()),
        () -> assertFalse(finished.get("partial").getAsBoolean()),
        () -> assertEquals("DOWNLOAD", finished.get("type").getAsString()),
        () -> assertEquals("FOREGROUND", finished.get("priority").getAsString()),
        () -> assertEquals(FakeJob.SIZE, finished.get("bytesTotal").getAsLong()),
        () -> assertEquals(600, finished.get("minimumRetryDelay").getAsInt()),
        () -> assertEquals(1209600, finished.get("noProgressTimeout").getAsInt()),
        () -> assertEquals("2026-03-04T05:06:07Z", finished.get("creationTime").getAsString()),
        () -> assertTrue(finished.get("error").isJsonNull()),
        () -> assertEquals("process", finished.get("runner").getAsString()));
  }

  @Test
  void saysWhenOnlyAPartArrived() {
    cli.manager.plan =
        job -> {
          job.then(JobState.TRANSFERRED, FakeJob.SIZE);
          job.completion = Completion.PARTIAL;
        };
    assertTrue(cli.run("--json", "get", URL).last().get("partial").getAsBoolean());
  }

  @Test
  void whatWasGivenIsSetBeforeTheJobMoves() {
    List<FakeJob> made = new ArrayList<>();
    cli.manager.plan =
        job -> {
          job.refusesResume = BitsException.of(BitsCode.EMPTY.hresult(), "BitsJob.resume");
          made.add(job);
        };
    CliRunner.Result result =
        cli.run(
            "get",
            "--priority",
            "low",
            "--retry-delay=7",
            "--no-progress-timeout",
            "4294967295",
            URL);
    assertEquals(1, result.exitCode(), result.err());
    JobProperties properties = made.get(0).properties();
    assertEquals(Optional.of(JobPriority.LOW), properties.priority());
    assertEquals(Optional.of(Duration.ofSeconds(7)), properties.minimumRetryDelay());
    assertEquals(Optional.of(Duration.ofSeconds(0xFFFF_FFFFL)), properties.noProgressTimeout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "get -H colonless http://e/x",
        "get -H :nameless http://e/x",
        "get --proxy http://e/x",
        "get --proxy= http://e/x",
        "get --range 1 http://e/x",
        "get --range 1:0 http://e/x",
        "get --range -1:1 http://e/x",
        "get --range 99999999999999999999:1 http://e/x",
        "get --user me http://e/x",
        "get --user me --password-file missing http://e/x",
        "get --password-file missing http://e/x",
        "get --password secret http://e/x",
        "get --background --keep http://e/x",
        "get --background --fail-fast http://e/x",
        "get --priority urgent http://e/x",
        "get --retry-delay -1 http://e/x",
        "get --retry-delay 1.5 http://e/x",
        "get --no-progress-timeout 4294967296 http://e/x",
        "get --sha256 abc http://e/x",
        "get --background --sha256"
            + " 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 http://e/x",
        "get --backend linux http://e/x",
        "get http://e/x a b",
        "get nonsense",
        "get ftp://e/x",
        "get http:///x",
        "get http://e",
        "get http://e/",
        "get http://e/x/?a=b",
        "get http://e/a%2F",
        "get http://e/..",
        "get http://e/%2e%2e",
        "gte http://e/x",
        "job show",
        "job list extra",
        "job create",
        "job create --name x --type sideload",
        "job add",
        "job add 3f2a http://e/x",
        "job add 3f2a http://e/x x http://e/y",
        "job set 3f2a",
        "job set",
        "job set 3f2a --url http://e/x",
        "job set 3f2a --url 0=ftp://e/x",
        "job set 3f2a --priority urgent",
        "job resume",
        "job suspend a b",
        "agent now",
        "job",
        "",
        "demo extra",
      })
  void refusesBadInputBeforeAnythingChanges(String line) {
    String[] arguments = ("--json " + line).strip().split(" ");
    CliRunner.Result result = cli.run(arguments);
    assertEquals(2, result.exitCode(), result.out() + result.err());
    assertEquals(JsonFields.REFUSED, result.object().keySet());
    assertEquals("refused", result.object().get("event").getAsString());
    assertFalse(result.err().isBlank());
    assertFalse(result.err().contains("\tat "), "no stack trace");
    assertEquals(0, cli.manager.created);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-H, se cret:value", "--header, se cret: value", "-H, secret value"})
  void aHeaderThatIsRefusedIsNotRepeated(String header) {
    CliRunner.Result result =
        cli.run("--json", "get", header.split(", ")[0], header.split(", ")[1], URL);
    assertEquals(2, result.exitCode());
    assertFalse((result.out() + result.err()).contains("value\""), result.out());
    assertFalse((result.out() + result.err()).contains("cret"), result.out() + result.err());
    assertTrue(result.object().get("reason").getAsString().contains("--header"), result.out());
  }

  @Test
  void whatAnOptionCannotBeHasItsHresult() {
    JsonObject refused = cli.run("--json", "get", "--proxy", "a b", URL).object();
    assertEquals("0x80070057", refused.get("error").getAsJsonObject().get("hresult").getAsString());
    assertTrue(refused.get("reason").getAsString().contains("--proxy"), refused.toString());
  }

  @Test
  void aWrongUrlHasItsHresult() {
    JsonObject error =
        cli.run("--json", "get", "ftp://e/x").object().get("error").getAsJsonObject();
    assertEquals("0x80070057", error.get("hresult").getAsString());
    assertEquals(JsonFields.ERROR, error.keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "http://e/a/b.bin, , b.bin",
    "http://e/a/b.bin?x=/y#z, , b.bin",
    "http://e/a%20b%C3%A4, , a bä",
    "http://e/b.bin, other.bin, other.bin",
    "http://e/b.bin, there, there/b.bin",
    "http://e/b.bin, there/, there/b.bin",
    "http://e/b.bin, absent/, absent/b.bin",
    "http://e/b.bin, ./there/../c, c",
  })
  void findsTheFile(String url, String file, String expected) throws Exception {
    Files.createDirectory(folder.resolve("there"));
    CliRunner.Result result =
        file == null ? cli.run("--json", "get", url) : cli.run("--json", "get", url, file);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(folder.resolve(expected).toString(), result.last().get("file").getAsString());
  }

  @Test
  void aRefusedCallLeavesNoJob() {
    cli.manager.refusesJobs =
        BitsException.of(new HResult(0x80070003), "BitsJob.addFiles", "no such folder", null);
    CliRunner.Result result = cli.run("--json", "get", URL, "missing/x");
    assertEquals(1, result.exitCode());
    JsonObject refused = result.object();
    assertEquals("refused", refused.get("event").getAsString());
    assertEquals("0x80070003", refused.get("error").getAsJsonObject().get("hresult").getAsString());
    assertEquals(
        "BitsJob.addFiles", refused.get("error").getAsJsonObject().get("call").getAsString());
  }

  @Test
  void aJobThatCannotStartIsNotLeftBehind() {
    cli.manager.plan =
        job -> job.refusesResume = BitsException.of(BitsCode.EMPTY.hresult(), "BitsJob.resume");
    CliRunner.Result result = cli.run("get", URL);
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("BG_E_EMPTY (0x80200003)"));
    assertTrue(cli.manager.jobs.isEmpty());
  }

  @Test
  void saysWhyTheBackendCannotBeUsed() {
    cli.opens =
        () -> {
          throw new BitsUnavailableException(
              new HResult(0x80070422), "CoCreateInstance", "enable the service BITS", null);
        };
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(3, result.exitCode());
    assertEquals(
        "0x80070422", result.object().get("error").getAsJsonObject().get("hresult").getAsString());
    assertTrue(result.err().contains("enable the service BITS"));
  }

  @Test
  void aFatalErrorIsShownAndThenTheJobCancelled() {
    FakeJob job = fails(JobState.ERROR, HResult.ofHttpStatus(404));
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(1, result.exitCode());
    assertEquals("failed", result.last().get("event").getAsString());
    assertEquals("ERROR", result.last().get("state").getAsString(), "as before the cancelling");
    JsonObject error = result.last().get("error").getAsJsonObject();
    assertEquals(JsonFields.ERROR, error.keySet());
    assertAll(
        () -> assertEquals("0x80190194", error.get("hresult").getAsString()),
        () -> assertEquals(5, error.get("context").getAsInt()),
        () -> assertEquals("REMOTE_FILE", error.get("contextName").getAsString()),
        () -> assertEquals(URL, error.get("remoteName").getAsString()),
        () -> assertEquals("http", error.get("protocol").getAsString()),
        () -> assertTrue(error.get("call").isJsonNull()));
    assertTrue(result.err().contains("BG_E_HTTP_ERROR_404 (0x80190194)"));
    assertEquals(List.of("resume", "cancel"), job.calls);
  }

  @Test
  void keepLeavesTheFailedJob() {
    FakeJob job = fails(JobState.ERROR, HResult.ofHttpStatus(404));
    assertEquals(1, cli.run("get", "--keep", URL).exitCode());
    assertEquals(List.of("resume"), job.calls);
  }

  @Test
  void failFastEndsAtATransientErrorAndLeavesTheJob() {
    FakeJob job = fails(JobState.TRANSIENT_ERROR, CANNOT_CONNECT);
    CliRunner.Result result = cli.run("--json", "get", "--fail-fast", URL);
    assertEquals(4, result.exitCode());
    assertEquals("TRANSIENT_ERROR", result.last().get("state").getAsString());
    assertEquals("failed", result.last().get("event").getAsString());
    assertEquals(List.of("resume"), job.calls);
  }

  @Test
  void aTransientErrorIsWaitedThrough() {
    FakeJob job = fails(JobState.TRANSIENT_ERROR, CANNOT_CONNECT);
    job.then(JobState.TRANSFERRING, 5).then(JobState.TRANSFERRED, FakeJob.SIZE);
    CliRunner.Result result = cli.run("get", URL);
    assertEquals(0, result.exitCode());
    assertTrue(result.err().contains("ERROR_WINHTTP_CANNOT_CONNECT"), result.err());
  }

  @Test
  void theNoProgressTimeoutEndsWithItsOwnCode() {
    FakeJob job = fails(JobState.ERROR, CANNOT_CONNECT);
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(4, result.exitCode());
    assertEquals("ERROR", result.last().get("state").getAsString());
    assertEquals(List.of("resume", "cancel"), job.calls);
  }

  @Test
  void anErrorNobodyKnowsWasTransientIfItWasWaitedFor() {
    HResult unknown = new HResult(0x8ABC1234);
    FakeJob waited = fails(JobState.TRANSIENT_ERROR, unknown);
    waited.then(JobState.ERROR, error(unknown));
    assertEquals(4, cli.run("get", URL).exitCode());
    fails(JobState.ERROR, unknown);
    assertEquals(1, cli.run("get", URL).exitCode());
  }

  @Test
  void interruptingLeavesTheJob() {
    cli.manager.plan = job -> job.then(JobState.TRANSFERRING, 5);
    cli.interruption.request();
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(130, result.exitCode());
    assertEquals("interrupted", result.last().get("event").getAsString());
    assertEquals(JsonFields.and(JsonFields.JOB, "event"), result.last().keySet());
    assertEquals(List.of("resume"), cli.manager.jobs.get(0).calls);
    assertTrue(cli.manager.closed);
  }

  @Test
  void theSameCommandLineGoesOnWithTheSameJob() {
    FakeJob other = cli.manager.add(UUID.randomUUID(), spec(URL, "other.exe"));
    FakeJob job = cli.manager.add(UUID.randomUUID(), spec(URL, "setup.exe"));
    job.state = JobState.ERROR;
    job.error = Optional.of(error(CANNOT_CONNECT));
    job.then(JobState.TRANSFERRED, FakeJob.SIZE);
    CliRunner.Result result = cli.run("--json", "get", "--retry-delay", "60", URL);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(0, cli.manager.created);
    assertEquals(job.id().toString(), result.last().get("id").getAsString());
    assertEquals(60, result.last().get("minimumRetryDelay").getAsInt());
    assertEquals("FOREGROUND", result.last().get("priority").getAsString());
    assertEquals(List.of(), other.calls);
  }

  @Test
  void aJobThatIsWholeIsOnlyCompleted() {
    FakeJob job = cli.manager.add(UUID.randomUUID(), spec(URL, "setup.exe"));
    job.state = JobState.TRANSFERRED;
    assertEquals(0, cli.run("get", URL).exitCode());
    assertEquals(List.of("complete"), job.calls);
  }

  @Test
  void aFileThatCannotAppearLeavesTheJobToBeCompletedAgain() {
    cli.manager.plan =
        job -> {
          job.then(JobState.TRANSFERRED, FakeJob.SIZE);
          job.refusesComplete =
              BitsException.of(new HResult(0x80070020), "BitsJob.complete", "in use", null);
        };
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(1, result.exitCode());
    assertEquals("failed", result.last().get("event").getAsString());
    assertEquals("TRANSFERRED", result.last().get("state").getAsString());
    assertEquals(
        "0x80070020", result.last().get("error").getAsJsonObject().get("hresult").getAsString());
    assertEquals(1, cli.manager.jobs.size());
  }

  @Test
  void checksTheSumBeforeTheFileAppears() throws Exception {
    Path temporary = Files.writeString(folder.resolve("BIT1.tmp"), "test");
    cli.manager.plan =
        job -> {
          job.then(JobState.TRANSFERRED, FakeJob.SIZE);
          job.temporaryFile = Optional.of(temporary);
        };
    String sum = "9F86D081884C7D659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    assertEquals(0, cli.run("get", "--sha256", sum, URL).exitCode());

    CliRunner.Result wrong = cli.run("--json", "get", "--sha256", sum.replace('0', '1'), URL);
    assertEquals(1, wrong.exitCode());
    assertEquals("failed", wrong.last().get("event").getAsString());
    JsonObject error = wrong.last().get("error").getAsJsonObject();
    assertEquals("BG_E_VALIDATION_FAILED", error.get("name").getAsString());
    assertEquals(JsonFields.ERROR, error.keySet());
    assertTrue(cli.manager.jobs.isEmpty(), "cancelled");
  }

  @Test
  void aSumThatCannotBeCheckedIsNoSuccess() {
    CliRunner.Result result = cli.run("get", "--sha256", "0".repeat(64), URL);
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("E_NOTIMPL"));
    assertTrue(cli.manager.jobs.isEmpty());
  }

  @Test
  void aSumThatTheBackendCannotCheckIsRefusedBeforeAnythingMoves() {
    List<FakeJob> made = new ArrayList<>();
    cli.manager.plan =
        job -> {
          job.tellsTemporaryFiles = false;
          made.add(job);
        };
    CliRunner.Result result = cli.run("--json", "get", "--sha256", "0".repeat(64), URL);
    assertEquals(1, result.exitCode());
    assertEquals("refused", result.last().get("event").getAsString());
    assertTrue(result.out().contains("E_NOTIMPL"), result.out());
    assertTrue(result.out().contains("BITS 3.0"), result.out());
    assertEquals(List.of("cancel"), made.get(0).calls);
    assertTrue(cli.manager.jobs.isEmpty(), "left behind");
  }

  @Test
  void onWindowsTheSumIsCheckedToo() {
    cli.manager.backend = "windows";
    CliRunner.Result result = cli.run("get", "--sha256", "0".repeat(64), URL);
    assertTrue(result.err().contains("BitsFile.temporaryFile"), result.err());
  }

  @Test
  void inTheBackgroundItPrintsTheIdAndReturns() {
    cli.manager.runner = Optional.empty();
    CliRunner.Result result = cli.run("get", "--background", URL);
    assertEquals(0, result.exitCode());
    FakeJob job = cli.manager.jobs.get(0);
    assertEquals(job.id() + System.lineSeparator(), result.out());
    assertFalse(cli.openedRunning);
    assertEquals(List.of("resume"), job.calls);
    assertTrue(result.err().contains("nothing in it moves"), result.err());
  }

  @Test
  void inTheBackgroundOfAServiceNothingHasToBeSaid() {
    cli.manager.runner = Optional.of(Runner.SERVICE);
    CliRunner.Result result = cli.run("get", "--background", "--json", URL);
    assertEquals("detached", result.object().get("event").getAsString());
    assertEquals(JsonFields.and(JsonFields.JOB, "event"), result.object().keySet());
    assertEquals("service", result.object().get("runner").getAsString());
    assertEquals("", result.err());
  }

  @Test
  void quietSaysNothingOfASuccessAndEverythingOfAFailure() {
    CliRunner.Result result = cli.run("-q", "get", URL);
    assertEquals("", result.out() + result.err());
    fails(JobState.ERROR, HResult.ofHttpStatus(404));
    assertTrue(cli.run("get", "-q", URL).err().contains("0x80190194"));
  }

  @Test
  void drawsABarForAPersonOnly() {
    assertEquals("", cli.run("get", URL).err());
    cli.terminal = true;
    CliRunner.Result result = cli.run("get", URL);
    assertTrue(result.err().contains("100%"), result.err());
    assertTrue(result.err().contains("3.0/3.0 MiB"), result.err());
    for (String drawn : result.err().split("[\r\n]+")) {
      String plain = drawn.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
      assertTrue(Text.width(plain) < 80, plain);
    }
    assertEquals("", cli.run("get", "--quiet", URL).err());
    assertEquals("", cli.run("get", "--json", URL).err());
  }

  @Test
  void globalOptionsStandAnywhere() {
    cli.run("--backend", "embedded", "--queue", "q", "--json", "get", URL);
    assertEquals(Backend.EMBEDDED, cli.opened);
    assertEquals(Optional.of(folder.resolve("q")), cli.openedQueue);
    CliRunner.Result result = cli.run("get", "--backend", "windows", URL, "--queue=q", "--json");
    assertEquals(Backend.WINDOWS, cli.opened);
    assertEquals(Optional.of(folder.resolve("q")), cli.openedQueue);
    assertEquals("finished", result.last().get("event").getAsString());
    cli.run("job", "--json", "list", "--backend", "EMBEDDED");
    assertEquals(Backend.EMBEDDED, cli.opened);
  }

  @Test
  void theUnexpectedIsOneLineAndItsTraceOnlyWhenAskedFor() {
    cli.opens =
        () -> {
          throw new IllegalStateException("boom");
        };
    CliRunner.Result result = cli.run("--json", "get", URL);
    assertEquals(1, result.exitCode());
    assertTrue(result.object().get("reason").getAsString().contains("boom"));
    assertFalse(result.err().contains("\tat "));
    assertTrue(cli.run("get", "-v", URL).err().contains("\tat "));
  }
}
