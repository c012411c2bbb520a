package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.bits4j.Completion;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCommandTest {
  private static final UUID FIRST = UUID.fromString("3f2a91c0-0000-4000-8000-00000000000a");
  private static final UUID SECOND = UUID.fromString("3f2b91c0-0000-4000-8000-00000000000b");

  private final Path folder = Path.of("").toAbsolutePath();
  private final CliRunner cli = new CliRunner(folder);
  private FakeJob first;
  private FakeJob second;

  @BeforeEach
  void twoJobs() {
    first = cli.manager.add(FIRST, spec("updates", "a.bin"));
    first.state = JobState.TRANSIENT_ERROR;
    first.transferred = 1 << 20;
    first.errorCount = 2;
    first.nextRetry = Optional.of(Instant.parse("2026-03-04T06:00:00Z"));
    first.error =
        Optional.of(
            new JobError(
                Fault.of(new HResult(0x80072EE7)),
                99,
                Optional.of("http://example.org/a.bin"),
                Optional.empty(),
                Optional.empty(),
                "no name"));
    second = cli.manager.add(SECOND, spec("setup.exe", "b.bin"));
    second.total = OptionalLong.empty();
  }

  private JobSpec spec(String name, String file) {
    return JobSpec.download(name).file("http://example.org/" + file, folder.resolve(file)).build();
  }

  @Test
  void listsEachJobWithEveryField() {
    CliRunner.Result result = cli.run("job", "list", "--json");
    assertEquals(0, result.exitCode());
    assertEquals(2, result.objects().size());
    result.objects().forEach(job -> assertEquals(JsonFields.JOB, job.keySet()));
    JsonObject job = result.objects().get(0);
    assertEquals(FIRST.toString(), job.get("id").getAsString());
    assertEquals("TRANSIENT_ERROR", job.get("state").getAsString());
    assertEquals("RETRY_DELAY", job.get("waitReason").getAsString());
    assertEquals("2026-03-04T06:00:00Z", job.get("nextRetryTime").getAsString());
    assertEquals(2, job.get("errorCount").getAsInt());
    assertEquals(JsonFields.ERROR, job.get("error").getAsJsonObject().keySet());
    assertEquals(99, job.get("error").getAsJsonObject().get("context").getAsInt());
    assertTrue(job.get("error").getAsJsonObject().get("contextName").isJsonNull());
    assertTrue(result.objects().get(1).get("bytesTotal").isJsonNull(), "unknown, never -1");
    assertTrue(result.objects().get(1).get("description").isJsonNull());
    assertFalse(cli.openedRunning, "looking runs nothing");
  }

  @Test
  void listsForPeople() {
    CliRunner.Result result = cli.run("job", "list");
    assertEquals(
        """
        ID        STATE            PROGRESS                 NAME
        3f2a91c0  TRANSIENT_ERROR   33%  1.0/3.0 MiB        updates
        3f2b91c0  SUSPENDED        -                        setup.exe
        """,
        result.out());
    assertEquals(
        """
        ID        STATE            PROGRESS                 OWNER           NAME
        3f2a91c0  TRANSIENT_ERROR   33%  1.0/3.0 MiB        somebody        updates
        3f2b91c0  SUSPENDED        -                        somebody        setup.exe
        """,
        cli.run("job", "list", "--all-users").out());
    cli.manager.jobs.clear();
    assertEquals("No jobs.\n", cli.run("job", "list").out());
    assertEquals("", cli.run("job", "list", "-q").out());
    assertEquals("", cli.run("job", "list", "--json").out());
  }

  @Test
  void administratorsNameJobsOfOthersByTheBeginningOfTheirIds() {
    UUID id = UUID.fromString("77777777-0000-4000-8000-000000000001");
    FakeJob theirs = new FakeJob(cli.manager, id, spec("theirs", "c.bin"));
    cli.manager.jobsOfOthers.add(theirs);
    assertEquals(0, cli.run("job", "show", "7777").exitCode());
    assertEquals(5, cli.run("job", "show", "theirs").exitCode(), "names are for one's own");
    assertEquals(5, cli.run("job", "show", "8888").exitCode());
  }

  @Test
  void aJobThatIsDoneNeedsNobodyToRunIt() {
    cli.manager.runner = Optional.empty();
    assertTrue(cli.run("job", "show", "updates").out().contains("no process: nothing moves"));
    first.state = JobState.TRANSFERRED;
    first.error = Optional.empty();
    String shown = cli.run("job", "show", "updates").out();
    assertTrue(shown.contains("no process") && !shown.contains("nothing moves"), shown);
  }

  @Test
  void theReplyOfAnUploadIsSettable() {
    UUID id = UUID.fromString("77777777-0000-4000-8000-000000000002");
    FakeJob upload = cli.manager.add(id, JobSpec.uploadReply("up").build());
    assertEquals(0, cli.run("job", "set", "up", "--reply", "a.xml").exitCode());
    assertEquals(Optional.of(folder.resolve("a.xml")), upload.replyFile);
    cli.manager.plan = job -> {};
    assertEquals(
        0, cli.run("job", "create", "--name=x", "--type=upload-reply", "--reply=b.xml").exitCode());
    FakeJob made = cli.manager.jobs.get(cli.manager.jobs.size() - 1);
    assertEquals(Optional.of(folder.resolve("b.xml")), made.replyFile);
  }

  @Test
  void saysThatNobodyRunsTheQueue() {
    cli.manager.runner = Optional.empty();
    CliRunner.Result result = cli.run("job", "list", "--json");
    assertTrue(result.objects().get(0).get("runner").isJsonNull());
    assertTrue(result.err().contains("nothing in it moves"));
  }

  @Test
  void showsTheFilesToo() {
    JsonObject job = cli.run("job", "show", FIRST.toString(), "--json").object();
    assertEquals(JsonFields.and(JsonFields.JOB, "files"), job.keySet());
    JsonObject file = job.get("files").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(JsonFields.FILE, file.keySet());
    assertEquals("http://example.org/a.bin", file.get("remoteName").getAsString());
    assertEquals(folder.resolve("a.bin").toString(), file.get("localName").getAsString());
    assertFalse(file.get("completed").getAsBoolean());

    String text = cli.run("job", "show", FIRST.toString()).out();
    for (String part :
        new String[] {
          FIRST.toString(),
          "TRANSIENT_ERROR",
          "10 minutes",
          "14 days",
          "a.bin",
          "ERROR_WINHTTP_NAME_NOT_RESOLVED",
          "context 99",
          "2 times"
        }) {
      assertTrue(text.contains(part), part + " in " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3f2a91c0-0000-4000-8000-00000000000a",
        "{3F2A91C0-0000-4000-8000-00000000000A}",
        "3f2a",
        "3F2A91C0-00",
        "updates"
      })
  void findsAJobByIdPrefixOrName(String job) {
    assertEquals(
        FIRST.toString(), cli.run("job", "show", job, "--json").object().get("id").getAsString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3f2", "3", "", " "})
  void refusesWhatCanMeanSeveralJobs(String job) {
    CliRunner.Result result = cli.run("job", "cancel", job, "--json");
    assertEquals(2, result.exitCode());
    assertEquals("refused", result.object().get("event").getAsString());
    assertEquals(2, cli.manager.jobs.size());
  }

  @Test
  void aNameThatTwoJobsHaveMeansNone() {
    cli.manager.add(UUID.randomUUID(), spec("updates", "c.bin"));
    assertEquals(2, cli.run("job", "cancel", "updates").exitCode());
    assertEquals(3, cli.manager.jobs.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffff", "nobody", "00000000-0000-4000-8000-000000000000", "-1"})
  void noSuchJob(String job) {
    for (String command : new String[] {"show", "cancel", "error"}) {
      CliRunner.Result result = cli.run("--json", "job", command, "--", job);
      assertEquals(5, result.exitCode(), command);
      assertEquals("refused", result.object().get("event").getAsString());
      assertEquals(
          "BG_E_NOT_FOUND",
          result.object().get("error").getAsJsonObject().get("name").getAsString());
    }
  }

  /** The refusal itself is English: what is behind it is told again only where it says more. */
  @ParameterizedTest
  @CsvSource({"en, false", "en-GB, false", "de, false", "xx, false", "zh-TW, true"})
  void aRefusalIsToldOnceInEachLanguage(String language, boolean again) {
    CliRunner.Result result = cli.run("job", "show", "deadbeef", "--lang", language);
    assertEquals(5, result.exitCode());
    assertEquals(again, result.err().contains("meaning"), result.err());
    cli.locale = Locale.forLanguageTag(language);
    assertEquals(result, cli.run("job", "show", "deadbeef"));
  }

  @Test
  void anOptionThatIsNoPairSaysHowItIsWritten() {
    CliRunner.Result result = cli.run("--json", "job", "set", "updates", "--url", "foo");
    assertEquals(2, result.exitCode());
    assertEquals(
        "Invalid value for option '--url': it should be INDEX=URL",
        result.object().get("reason").getAsString());
  }

  @Test
  void cancelsAndShowsTheJobAfterwards() {
    second.completion = Completion.TEMP_FILES_LEFT;
    CliRunner.Result result = cli.run("job", "cancel", "setup.exe", "--json");
    assertEquals(0, result.exitCode());
    assertEquals(JsonFields.and(JsonFields.JOB, "completion"), result.object().keySet());
    assertEquals("CANCELLED", result.object().get("state").getAsString());
    assertEquals("TEMP_FILES_LEFT", result.object().get("completion").getAsString());
    assertEquals(1, cli.manager.jobs.size());
  }

  @Test
  void aServiceKeepsANewUrlOnlyBetweenSuspendAndResume() {
    assertEquals(0, cli.run("job", "set", "updates", "--url", "0=http://e/x").exitCode());
    assertEquals(List.of("suspend", "from http://e/x", "resume"), first.calls);
    assertEquals(0, cli.run("job", "set", "setup.exe", "--url", "0=http://e/y").exitCode());
    assertEquals(List.of("from http://e/y"), second.calls, "what rests goes on resting");
  }

  @Test
  void aTypeIsNamedAsItIsTyped() {
    String[] types = {"download", "upload", "Upload-Reply"};
    for (String type : types) {
      assertEquals(0, cli.run("job", "create", "--name", type, "--type", type).exitCode());
      FakeJob job = cli.manager.jobs.get(cli.manager.jobs.size() - 1);
      assertEquals(type.toUpperCase().replace('-', '_'), job.spec.type().name());
      assertEquals(List.of(), job.spec.files());
    }
  }

  @Test
  void aNewJobThatCannotBeAsWantedIsNotLeftBehind() {
    CliRunner.Result result = cli.run("--json", "job", "create", "--name", "x", "-H", "X-One: 1");
    assertEquals(1, result.exitCode());
    assertEquals("refused", result.object().get("event").getAsString());
    assertEquals(
        "E_NOTIMPL", result.object().get("error").getAsJsonObject().get("name").getAsString());
    assertEquals(2, cli.manager.jobs.size());
  }

  @Test
  void theHelpOfEachCommandFitsAndShowsItsOwnOptionsFirst() {
    for (String line :
        "get|job|job list|job create|job add|job resume|job set|job watch|agent|decode"
            .split("\\|")) {
      CliRunner.Result result = cli.run((line + " --help").split(" "));
      assertEquals(0, result.exitCode());
      result.lines().forEach(it -> assertTrue(Text.width(it) <= Screen.COLUMNS, it));
      assertTrue(result.out().startsWith("Usage: bits " + line), result.out());
      String common = result.out().substring(result.out().indexOf("Options of every command:"));
      for (String option : new String[] {"--queue", "--json", "--help"}) {
        assertTrue(common.contains(option), line);
      }
      assertFalse(common.contains("--no-progress-timeout"), line);
    }
  }

  @Test
  void showsTheErrorAlone() {
    JsonObject error = cli.run("job", "error", "updates", "--json").object();
    assertEquals(JsonFields.ERROR, error.keySet());
    assertEquals("0x80072EE7", error.get("hresult").getAsString());
    assertTrue(cli.run("job", "error", "updates").out().contains("0x80072EE7"));
  }

  @Test
  void refusesTheErrorOfAJobThatHasNone() {
    CliRunner.Result result = cli.run("job", "error", "setup.exe", "--json");
    assertEquals(1, result.exitCode());
    assertEquals(
        "BG_E_ERROR_INFORMATION_UNAVAILABLE",
        result.object().get("error").getAsJsonObject().get("name").getAsString());
  }
}
