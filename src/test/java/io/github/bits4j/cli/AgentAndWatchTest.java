package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who runs the queue of the embedded engine, and who looks on. */
@Timeout(120)
class AgentAndWatchTest {
  private final byte[] content = new byte[1 << 20];

  @TempDir Path folder;
  private CliRunner cli;

  @BeforeEach
  void engine() {
    new Random(3).nextBytes(content);
    cli = CliRunner.onEngine(folder);
  }

  private static List<String> states(CliRunner.Result result) {
    return result.objects().stream()
        .map(it -> it.get("state").getAsString())
        .collect(Collectors.toList());
  }

  @Test
  void untilIdleTransfersEverythingAndCompletesNothing() throws Exception {
    try (RecordingServer server = new RecordingServer(content)) {
      for (String name : new String[] {"a", "b"}) {
        assertEquals(0, cli.run("get", "--background", server.url(name)).exitCode());
      }
      CliRunner.Result result = cli.run("agent", "--until-idle", "--json");
      assertEquals(0, result.exitCode(), result.err());
      result.objects().forEach(it -> assertEquals("progress", it.get("event").getAsString()));
      assertEquals(JsonFields.and(JsonFields.JOB, "event"), result.objects().get(0).keySet());
      List<JsonObject> after = cli.run("job", "list", "--json").objects();
      after.forEach(it -> assertEquals("TRANSFERRED", it.get("state").getAsString()));
      assertEquals(2, after.size());
      assertFalse(Files.exists(folder.resolve("a")));

      server.requests.clear();
      assertEquals(0, cli.run("get", server.url("a")).exitCode());
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("a")));
      assertEquals(0, server.requests.size(), "all was there");
    }
  }

  @Test
  void nothingToDoIsIdle() {
    CliRunner.Result result = cli.run("agent", "--until-idle");
    assertEquals(0, result.exitCode());
    assertEquals("", result.out());
    assertEquals("No jobs.\n", cli.run("job", "watch").out());
  }

  @Test
  void theAgentRunsTheQueueForOthersUntilItIsInterrupted() throws Exception {
    try (HalfwayServer server = new HalfwayServer(content)) {
      CompletableFuture<CliRunner.Result> agent =
          // Not on the common pool: as of JDK 25 the HTTP client needs it, and it may have one
          // thread.
          CompletableFuture.supplyAsync(() -> cli.run("agent"), task -> new Thread(task).start());
      CliRunner other = CliRunner.onEngine(folder);
      String url = server.url("big.bin").toString();
      String id = other.run("get", "--background", "--json", url).object().get("id").getAsString();
      JsonObject job;
      do {
        job = other.run("job", "show", id, "--json").object();
      } while (!job.get("state").getAsString().equals("TRANSFERRING"));
      assertEquals("process", job.get("runner").getAsString());
      CliRunner.Result resumed = other.run("job", "resume", id, "--json");
      assertEquals(0, resumed.exitCode());
      assertEquals("", resumed.err(), "somebody runs the queue");

      other.interruption.request();
      CliRunner.Result interrupted = other.run("job", "watch", id, "--json");
      assertEquals(130, interrupted.exitCode());
      assertEquals(List.of("TRANSFERRING"), states(interrupted));

      server.goOn();
      CliRunner.Result watched = CliRunner.onEngine(folder).run("job", "watch", "--json");
      assertEquals(0, watched.exitCode());
      assertEquals("TRANSFERRED", watched.last().get("state").getAsString());
      assertEquals(content.length, watched.last().get("bytesTransferred").getAsLong());
      assertEquals("progress", watched.last().get("event").getAsString());

      cli.interruption.request();
      CliRunner.Result result = agent.get();
      assertEquals(0, result.exitCode(), "an agent that is interrupted has done its work");
      assertTrue(result.out().contains(id.substring(0, 8)), result.out());
      assertTrue(result.out().contains("TRANSFERRED"), result.out());
    }
  }

  @Test
  void aQuietAgentWaitsForItsEndToo() {
    cli.interruption.request();
    CliRunner.Result result = cli.run("agent", "--quiet");
    assertEquals(0, result.exitCode());
    assertEquals("", result.out() + result.err());
    assertTrue(cli.openedRunning);
  }

  @Test
  void theServiceNeedsNoAgent() {
    CliRunner service = new CliRunner(folder);
    service.manager.runner = Optional.of(Runner.SERVICE);
    service.manager.backend = "windows";
    CliRunner.Result result = service.run("agent");
    assertEquals(0, result.exitCode());
    assertTrue(result.out().contains("service"), result.out());
    assertEquals("", service.run("agent", "--json").out());
  }

  @Test
  void watchSaysWhenNobodyRunsTheQueue() {
    CliRunner fake = new CliRunner(folder);
    fake.manager.runner = Optional.empty();
    FakeJob job = fake.manager.add(UUID.randomUUID(), JobSpec.download("setup.exe").build());
    job.state = JobState.QUEUED;
    fake.interruption.request();
    CliRunner.Result result = fake.run("job", "watch", "setup.exe");
    assertEquals(130, result.exitCode());
    assertTrue(result.err().contains("nothing in it moves"), result.err());
    assertTrue(result.out().contains("QUEUED"), result.out());
    assertTrue(fake.manager.closed);
    assertFalse(fake.openedRunning, "watching runs nothing");
  }

  @Test
  void watchEndsWithTheJob() {
    CliRunner fake = new CliRunner(folder);
    FakeJob job = fake.manager.add(UUID.randomUUID(), JobSpec.download("setup.exe").build());
    for (JobState state : new JobState[] {JobState.SUSPENDED, JobState.ERROR}) {
      job.state = state;
      CliRunner.Result result = fake.run("job", "watch", "--json", job.id().toString());
      assertEquals(0, result.exitCode());
      assertEquals(List.of(state.name()), states(result));
    }
  }

  @Test
  void aTableIsDrawnOverItself() {
    CliRunner fake = new CliRunner(folder);
    List<FakeJob> jobs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      FakeJob job = fake.manager.add(UUID.randomUUID(), JobSpec.download("job " + i).build());
      job.state = i == 0 ? JobState.TRANSFERRING : JobState.QUEUED;
      job.transferred = FakeJob.SIZE / 2;
      jobs.add(job);
    }
    fake.terminal = true;
    Screen screen = new Screen(fake.environment(), new GlobalOptions());
    JobTable table = new JobTable(screen, () -> new TerminalSize(100, 11));
    List<JobSnapshot> snapshots =
        jobs.stream().map(job -> JobSnapshot.of(fake.manager, job)).collect(Collectors.toList());
    table.show(snapshots);
    String first = fake.printed();
    List<String> lines = plain(first).lines().collect(Collectors.toList());
    assertEquals(10, lines.size(), first);
    assertTrue(lines.get(0).contains("job 0"), first);
    assertTrue(lines.get(0).contains("━━━━━━━╸───────  1.5/3.0 MiB"), first);
    assertEquals("and 21 more", lines.get(9));
    lines.forEach(line -> assertTrue(Text.width(line) < 100, line));

    jobs.get(1).state = JobState.ACKNOWLEDGED;
    List<JobSnapshot> fewer =
        jobs.subList(0, 3).stream()
            .map(job -> JobSnapshot.of(fake.manager, job))
            .collect(Collectors.toList());
    table.show(fewer);
    String second = fake.printed();
    assertTrue(second.contains("\u001b[10A\r"), "over the ten lines of before");
    lines = plain(second).lines().collect(Collectors.toList());
    assertTrue(lines.get(0).contains("acknowledged"), "what has ended stays above: " + second);
    assertTrue(lines.get(1).contains("job 0") && lines.get(2).contains("job 2"), second);
    table.show(fewer.subList(0, 1));
    assertTrue(fake.printed().contains("\u001b[2A\r"), "only over what may change");
  }

  private static String plain(String drawn) {
    return drawn.replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "").replace("\r", "");
  }
}
