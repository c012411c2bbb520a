package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPurgeCommandTest {
  @TempDir Path folder;
  private CliRunner cli;
  private FakeJob finished;
  private FakeJob failed;
  private FakeJob old;
  private FakeJob moving;

  @BeforeEach
  void queue() {
    cli = new CliRunner(folder);
    finished = job("finished", JobState.TRANSFERRED, Duration.ofHours(1));
    failed = job("failed", JobState.ERROR, Duration.ofHours(1));
    old = job("old", JobState.SUSPENDED, Duration.ofDays(31));
    moving = job("moving", JobState.TRANSFERRING, Duration.ofDays(3));
  }

  private FakeJob job(String name, JobState state, Duration age) {
    FakeJob job = cli.manager.add(UUID.randomUUID(), JobSpec.download(name).build());
    job.state = state;
    job.changed = Instant.now().minus(age);
    return job;
  }

  private List<String> left() {
    return cli.manager.jobs.stream().map(job -> job.spec.displayName()).toList();
  }

  @Test
  void showsThemAndAsksOnATerminal() {
    cli.answer = "y";
    CliRunner.Result result = cli.run("job", "purge");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(List.of("Cancel these 3 jobs? [y/N] "), cli.questions);
    assertEquals(List.of("moving"), left());
    for (FakeJob job : List.of(finished, failed, old)) {
      int shown = result.out().indexOf(job.spec.displayName());
      assertTrue(shown >= 0 && shown < result.out().indexOf("cancelled"), result.out());
    }
    assertFalse(cli.openedRunning, "purging moves nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "", "yup", "no"})
  void anythingButYesLeavesThem(String answer) {
    cli.answer = answer;
    CliRunner.Result result = cli.run("job", "purge");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("nothing was cancelled"), result.err());
    assertEquals(4, left().size());
  }

  @Test
  void withoutATerminalNothingHappensUnlessYesIsSaid() {
    CliRunner.Result refused = cli.run("job", "purge");
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("--yes"), refused.err());
    assertTrue(refused.out().contains("finished"), "shown all the same: " + refused.out());
    CliRunner.Result json = cli.run("--json", "job", "purge");
    assertEquals(2, json.exitCode());
    assertEquals("refused", json.object().get("event").getAsString());
    assertEquals(4, left().size());

    CliRunner.Result done = cli.run("--json", "job", "purge", "--yes");
    assertEquals(0, done.exitCode(), done.err());
    assertEquals(3, done.objects().size());
    done.objects()
        .forEach(
            line -> {
              assertEquals(JsonFields.and(JsonFields.JOB, "completion"), line.keySet());
              assertEquals("CANCELLED", line.get("state").getAsString());
            });
    assertEquals(List.of("moving"), left());
  }

  @Test
  void whoSaysYesIsShownThemFirstToo() {
    String out = cli.run("job", "purge", "--yes").out();
    assertTrue(out.indexOf("old") >= 0 && out.indexOf("old") < out.indexOf("cancelled"), out);
  }

  @ParameterizedTest
  @CsvSource({
    "--finished, 'failed, old, moving'",
    "--failed, 'finished, old, moving'",
    "--older-than=2, 'finished, failed'",
    "--older-than=0, ''",
    "--older-than=60, 'finished, failed, old, moving'",
    "--failed --older-than=31, 'finished, moving'",
  })
  void whichOnesCanBeSaid(String options, String left) {
    cli.run(("job purge --yes " + options).split(" "));
    assertEquals(left, String.join(", ", left()));
  }

  @Test
  void whatIsRefusedIsSaidAndTheOthersGo() {
    failed.refusesCancel = BitsException.of(new HResult(0x80070005), "BitsJob.cancel", "no", null);
    CliRunner.Result result = cli.run("job", "purge", "--yes");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("0x80070005"), result.err());
    assertEquals(List.of("failed", "moving"), left());
  }

  @Test
  void whatHasChangedWhileSomebodyThoughtAboutItStays() {
    cli.answer = "yes";
    cli.whenAsked = () -> failed.state = JobState.QUEUED;
    CliRunner.Result result = cli.run("job", "purge");
    assertEquals(0, result.exitCode());
    assertTrue(result.err().contains("has changed meanwhile"), result.err());
    assertEquals(List.of("failed", "moving"), left());
  }

  @Test
  void nothingToPurgeNeedsNoQuestion() {
    cli.manager.jobs.clear();
    CliRunner.Result result = cli.run("job", "purge");
    assertEquals(0, result.exitCode());
    assertEquals(List.of(), cli.questions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--older-than=-1", "--older-than=x", "--older-than", "extra"})
  void badInput(String option) {
    assertEquals(2, cli.run("job", "purge", "--yes", option).exitCode());
    assertEquals(4, left().size());
  }
}
