package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else's machine: which transfers are stuck, why, and what cures them.
 *
 * <p>The tool of the support team reads first, for everybody's jobs where it may and for the
 * caller's where not; explains each code; then resumes what can go on and cancels what cannot.
 */
@BitsTest(mayLeaveJobs = true)
class SupportOfAFleetTest {
  private static final String SERVER = "http://files.example/";

  @TempDir private Path folder;

  // ---- the program ----

  private static List<BitsJob> visible(BitsManager bits) {
    try {
      return bits.jobsOfAllUsers();
    } catch (AccessDeniedException e) {
      return bits.jobs(); // not elevated: read what is there to read
    }
  }

  private static String explain(BitsJob job) {
    JobStatus status = job.status();
    return job.properties().displayName().orElse("?")
        + ": "
        + status.state()
        + status
            .error()
            .map(error -> " " + error.fault() + ": " + error.fault().advice())
            .orElse("")
        + status.waitReason().map(reason -> " waits for " + reason).orElse("");
  }

  private static void cure(BitsJob job) {
    if (job.state() == JobState.SUSPENDED && !job.files().isEmpty()) {
      job.resume();
    } else if (job.state() == JobState.ERROR) {
      job.cancel();
    }
  }

  // ---- what happens to it ----

  @Test
  void whatIsStuckIsExplainedAndCured(BitsManager bits, MockNetwork network, VirtualTime time)
      throws Exception {
    network.serve(SERVER + "good", MockFile.pattern(1000));
    BitsJob forgotten = job(bits, "forgotten", "good");
    BitsJob broken = job(bits, "broken", "missing");
    broken.resume();
    time.advance(Duration.ofMinutes(1));

    List<String> report = visible(bits).stream().map(SupportOfAFleetTest::explain).toList();
    assertTrue(report.get(0).equals("forgotten: SUSPENDED waits for SUSPENDED"), report::toString);
    assertTrue(
        report.get(1).startsWith("broken: ERROR BG_E_HTTP_ERROR_404 (0x80190194)"),
        report::toString);

    visible(bits).forEach(SupportOfAFleetTest::cure);
    assertEquals(JobState.TRANSFERRED, forgotten.await(Duration.ofHours(1)).state());
    assertEquals(JobState.CANCELLED, broken.state());
  }

  @Test
  void aThousandSuspendedJobsAreListedAndLeave(BitsManager bits) {
    List<BitsJob> made =
        java.util.stream.IntStream.range(0, 60)
            .mapToObj(i -> job(bits, "under runas " + i, "good"))
            .toList();
    assertEquals(made.size(), visible(bits).size());
    visible(bits).forEach(BitsJob::cancel);
    assertEquals(List.of(), visible(bits));
  }

  private BitsJob job(BitsManager bits, String name, String file) {
    return bits.createJob(
        JobSpec.download(name)
            .priority(JobPriority.FOREGROUND)
            .file(SERVER + file, folder.resolve(name))
            .build());
  }
}
