package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
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
import org.junit.jupiter.params.provider.ValueSource;

class PutCommandTest {
  private static final String URL = "http://example.org/inbox/report.pdf";
  private static final HResult CANNOT_CONNECT = new HResult(0x80072EFD);

  @TempDir Path folder;
  private CliRunner cli;
  private final List<FakeJob> made = new ArrayList<>();

  @BeforeEach
  void queue() {
    cli = new CliRunner(folder);
    cli.manager.plan =
        job -> {
          made.add(job);
          job.then(JobState.TRANSFERRING, 1 << 20).then(JobState.TRANSFERRED, FakeJob.SIZE);
        };
  }

  private JobSpec upload(String file, String url) {
    return JobSpec.upload("report.pdf").file(url, folder.resolve(file)).build();
  }

  private FakeJob fails(JobState state, HResult hresult, ErrorContext context) {
    FakeJob job = cli.manager.add(UUID.randomUUID(), upload("report.pdf", URL));
    job.then(
        state,
        new JobError(
            Fault.of(hresult),
            context.value(),
            Optional.of(URL),
            Optional.of(folder.resolve("report.pdf").toString()),
            Optional.of("http"),
            "it failed"));
    return job;
  }

  @Test
  void uploadsInTheForeground() {
    CliRunner.Result result = cli.run("put", "report.pdf", URL);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains(folder.resolve("report.pdf") + " → " + URL), result.out());
    JobSpec spec = made.get(0).spec;
    assertEquals(JobType.UPLOAD, spec.type());
    assertEquals(List.of(new FileSpec(URL, folder.resolve("report.pdf"))), spec.files());
    assertEquals(
        Optional.of(JobPriority.FOREGROUND), made.get(0).properties().priority(), "somebody waits");
    assertEquals(List.of("resume", "complete"), made.get(0).calls);
    assertTrue(cli.openedRunning, "a waiting put runs the queue");
    assertTrue(cli.manager.closed);
  }

  @Test
  void reportsEachStepAndThenExactlyOneEnd() {
    CliRunner.Result result = cli.run("--json", "put", "report.pdf", URL);
    assertEquals(0, result.exitCode());
    List<String> events =
        result.objects().stream()
            .map(o -> o.get("event").getAsString())
            .collect(Collectors.toList());
    assertTrue(events.size() >= 2, events.toString());
    assertTrue(events.subList(0, events.size() - 1).stream().allMatch("progress"::equals));
    JsonObject finished = result.last();
    assertEquals(JsonFields.and(JsonFields.JOB, "event file partial"), finished.keySet());
    assertAll(
        () -> assertEquals("finished", finished.get("event").getAsString()),
        () -> assertEquals("ACKNOWLEDGED", finished.get("state").getAsString()),
        () -> assertEquals("UPLOAD", finished.get("type").getAsString()),
        () -> assertFalse(finished.get("partial").getAsBoolean()),
        () ->
            assertEquals(
                folder.resolve("report.pdf").toString(), finished.get("file").getAsString()));
  }

  @Test
  void theReplyGoesToAFileThatIsSetBeforeTheJobMoves() {
    CliRunner.Result result = cli.run("put", "--reply", "answers/a.xml", "report.pdf", URL);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(JobType.UPLOAD_REPLY, made.get(0).spec.type());
    assertEquals(List.of("reply to a.xml", "resume", "complete"), made.get(0).calls);
    assertEquals(Optional.of(folder.resolve("answers/a.xml")), made.get(0).replyFile);
    assertTrue(
        result.out().contains("the reply: " + folder.resolve("answers/a.xml") + "  2.0 KiB"),
        result.out());
    JsonObject finished = cli.run("--json", "put", "--reply", "a.xml", "report.pdf", URL).last();
    assertEquals(JsonFields.and(JsonFields.JOB, "event file partial"), finished.keySet());
    assertEquals("UPLOAD_REPLY", finished.get("type").getAsString());
  }

  @Test
  void aReplyFileThatIsRefusedLeavesNoJob() {
    cli.manager.plan =
        job ->
            job.refusesReply =
                BitsException.of(
                    new HResult(0x80070003), "UploadReply.setFile", "no such folder", null);
    CliRunner.Result result = cli.run("--json", "put", "--reply", "no/a.xml", "report.pdf", URL);
    assertEquals(1, result.exitCode());
    assertEquals("refused", result.object().get("event").getAsString());
    assertEquals(
        "0x80070003", result.object().get("error").getAsJsonObject().get("hresult").getAsString());
    assertTrue(cli.manager.jobs.isEmpty());
  }

  @Test
  void whatWasGivenIsSet() {
    cli.manager.plan =
        job -> {
          made.add(job);
          job.then(JobState.TRANSFERRED, FakeJob.SIZE);
        };
    CliRunner.Result result =
        cli.run(
            "put",
            "report.pdf",
            "--priority=low",
            "--retry-delay=7",
            "--no-progress-timeout=8",
            URL);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(Optional.of(JobPriority.LOW), made.get(0).properties().priority());
    assertEquals(Optional.of(Duration.ofSeconds(7)), made.get(0).properties().minimumRetryDelay());
    assertEquals(Optional.of(Duration.ofSeconds(8)), made.get(0).properties().noProgressTimeout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put",
        "put file",
        "put file http://e/x extra",
        "put file nonsense",
        "put file ftp://e/x",
        "put file http:///x",
        "put --reply= file http://e/x",
        "put --reply http://e/x",
        "put --range 0:1 file http://e/x",
        "put --sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 f http://e/x",
        "put --user me file http://e/x",
        "put --background --keep file http://e/x",
        "put --background --fail-fast file http://e/x",
        "put --priority urgent file http://e/x",
        "put --no-progress-timeout 1.5 file http://e/x",
      })
  void refusesBadInputBeforeAnythingChanges(String line) {
    CliRunner.Result result = cli.run(("--json " + line).split(" "));
    assertEquals(2, result.exitCode(), result.out() + result.err());
    assertEquals(JsonFields.REFUSED, result.object().keySet());
    assertEquals("refused", result.object().get("event").getAsString());
    assertFalse(result.err().isBlank());
    assertEquals(0, cli.manager.created);
  }

  @Test
  void aRefusedCallLeavesNoJob() {
    cli.manager.refusesJobs =
        BitsException.of(new HResult(0x80070002), "BitsJob.addFiles", "no such file", null);
    CliRunner.Result result = cli.run("--json", "put", "missing", URL);
    assertEquals(1, result.exitCode());
    assertEquals(
        "0x80070002", result.object().get("error").getAsJsonObject().get("hresult").getAsString());
  }

  @Test
  void aServerApplicationThatRefusesIsShownAndTheJobCancelled() {
    FakeJob job = fails(JobState.ERROR, HResult.ofHttpStatus(422), ErrorContext.REMOTE_APPLICATION);
    CliRunner.Result result = cli.run("--json", "put", "report.pdf", URL);
    assertEquals(1, result.exitCode());
    assertEquals("failed", result.last().get("event").getAsString());
    assertEquals("ERROR", result.last().get("state").getAsString(), "as before the cancelling");
    JsonObject error = result.last().get("error").getAsJsonObject();
    assertEquals("REMOTE_APPLICATION", error.get("contextName").getAsString());
    assertEquals(422, error.get("httpStatus").getAsInt());
    assertEquals(List.of("resume", "cancel"), job.calls);
  }

  @Test
  void keepLeavesTheFailedJob() {
    FakeJob job = fails(JobState.ERROR, HResult.ofHttpStatus(403), ErrorContext.REMOTE_FILE);
    assertEquals(1, cli.run("put", "--keep", "report.pdf", URL).exitCode());
    assertEquals(List.of("resume"), job.calls);
  }

  @Test
  void failFastEndsAtATransientErrorAndLeavesTheJob() {
    FakeJob job = fails(JobState.TRANSIENT_ERROR, CANNOT_CONNECT, ErrorContext.REMOTE_FILE);
    CliRunner.Result result = cli.run("--json", "put", "--fail-fast", "report.pdf", URL);
    assertEquals(4, result.exitCode());
    assertEquals("TRANSIENT_ERROR", result.last().get("state").getAsString());
    assertEquals(List.of("resume"), job.calls);
  }

  @Test
  void theNoProgressTimeoutEndsWithItsOwnCode() {
    FakeJob job = fails(JobState.ERROR, CANNOT_CONNECT, ErrorContext.REMOTE_FILE);
    assertEquals(4, cli.run("put", "report.pdf", URL).exitCode());
    assertEquals(List.of("resume", "cancel"), job.calls);
  }

  @Test
  void interruptingLeavesTheJob() {
    cli.interruption.request();
    cli.manager.plan = job -> job.then(JobState.TRANSFERRING, 5);
    CliRunner.Result result = cli.run("--json", "put", "report.pdf", URL);
    assertEquals(130, result.exitCode());
    assertEquals("interrupted", result.last().get("event").getAsString());
    assertEquals(List.of("resume"), cli.manager.jobs.get(0).calls);
  }

  @Test
  void theSameCommandLineGoesOnWithTheSameJob() {
    List<FakeJob> others = new ArrayList<>();
    others.add(cli.manager.add(UUID.randomUUID(), upload("other.pdf", URL)));
    others.add(cli.manager.add(UUID.randomUUID(), upload("report.pdf", URL + "x")));
    others.add(
        cli.manager.add(
            UUID.randomUUID(),
            JobSpec.download("report.pdf").file(URL, folder.resolve("report.pdf")).build()));
    JobSpec wantsReply =
        JobSpec.uploadReply("report.pdf").file(URL, folder.resolve("report.pdf")).build();
    FakeJob otherReply = cli.manager.add(UUID.randomUUID(), wantsReply);
    otherReply.replyFile = Optional.of(folder.resolve("b.xml"));
    others.add(otherReply);

    FakeJob plain = cli.manager.add(UUID.randomUUID(), upload("report.pdf", URL));
    plain.then(JobState.TRANSFERRED, FakeJob.SIZE);
    FakeJob reply = cli.manager.add(UUID.randomUUID(), wantsReply);
    reply.replyFile = Optional.of(folder.resolve("a.xml"));
    reply.then(JobState.TRANSFERRED, FakeJob.SIZE);

    assertEquals(
        plain.id().toString(),
        cli.run("--json", "put", "report.pdf", URL).last().get("id").getAsString());
    assertEquals(
        reply.id().toString(),
        cli.run("--json", "put", "./report.pdf", "--reply=a.xml", URL)
            .last()
            .get("id")
            .getAsString());
    assertEquals(0, cli.manager.created);
    others.forEach(other -> assertEquals(List.of(), other.calls));
  }

  @Test
  void inTheBackgroundItPrintsTheIdAndReturns() {
    cli.manager.runner = Optional.empty();
    CliRunner.Result result = cli.run("put", "--background", "report.pdf", URL);
    assertEquals(0, result.exitCode());
    FakeJob job = cli.manager.jobs.get(0);
    assertEquals(job.id() + System.lineSeparator(), result.out());
    assertFalse(cli.openedRunning);
    assertEquals(List.of("resume"), job.calls);
    assertTrue(result.err().contains("'bits put'"), result.err());
    assertEquals(
        "detached",
        cli.run("--json", "put", "--background", "report.pdf", URL)
            .object()
            .get("event")
            .getAsString());
  }

  @Test
  void drawsABarForAPersonOnly() {
    assertEquals("", cli.run("put", "report.pdf", URL).err());
    cli.terminal = true;
    CliRunner.Result result = cli.run("put", "report.pdf", URL);
    assertTrue(result.err().contains("100%"), result.err());
    assertEquals("", cli.run("put", "-q", "report.pdf", URL).err());
  }

  @Test
  void showTellsWhereAnUploadGoesAndWhatComesBack() {
    FakeJob job =
        cli.manager.add(
            UUID.randomUUID(),
            JobSpec.uploadReply("order").file(URL, folder.resolve("order.xml")).build());
    String waiting = cli.run("job", "show", "order").out();
    assertTrue(waiting.contains("from      " + folder.resolve("order.xml")), waiting);
    assertTrue(waiting.contains("to        " + URL), waiting);
    assertTrue(waiting.contains("reply     to a file that BITS chooses"), waiting);
    job.replyFile = Optional.of(folder.resolve("a.xml"));
    String chosen = cli.run("job", "show", "order").out();
    assertTrue(chosen.contains("reply     " + folder.resolve("a.xml")), chosen);
  }
}
