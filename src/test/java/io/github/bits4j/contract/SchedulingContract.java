package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who goes first. */
interface SchedulingContract extends ContractCase {
  /** A job that does not end until its case does. */
  private BitsJob endless(String name, JobPriority priority) throws Exception {
    BitsJob job =
        create(JobSpec.download(name).priority(priority).file(badUrl("/hang"), here(name)));
    job.resume();
    reach(job, JobState.TRANSFERRING);
    return job;
  }

  private BitsJob small(String name, JobPriority priority) throws Exception {
    serve(name, 1000);
    BitsJob job = create(JobSpec.download(name).priority(priority).file(goodUrl(name), here(name)));
    job.resume();
    return job;
  }

  /** The job comes while the other one is at work, or waits for its end. */
  private void assertPasses(BitsJob job, BitsJob other) throws Exception {
    if (differs(Difference.PRIORITIES_HAVE_NO_EFFECT)) {
      assertEquals(JobState.QUEUED, job.state());
      other.cancel();
    }
    reach(job, JobState.TRANSFERRED);
  }

  @Test
  default void oneJobInTheBackgroundAtATime() throws Exception {
    BitsJob first = endless("first", JobPriority.NORMAL);
    BitsJob second = small("second", JobPriority.NORMAL);
    assertEquals(JobState.QUEUED, second.state());
    assertEquals(JobState.TRANSFERRING, first.state());
    first.cancel();
    reach(second, JobState.TRANSFERRED);
  }

  @Test
  default void theForegroundPassesTheBackground() throws Exception {
    BitsJob background = endless("slow", JobPriority.NORMAL);
    assertPasses(small("urgent", JobPriority.FOREGROUND), background);
  }

  @Test
  default void jobsInTheForegroundRunAtTheSameTime() throws Exception {
    BitsJob other = endless("other", JobPriority.FOREGROUND);
    assertPasses(small("one", JobPriority.FOREGROUND), other);
  }

  @Test
  default void aJobThatBecomesUrgentWaitsNoLonger() throws Exception {
    BitsJob first = endless("slow", JobPriority.NORMAL);
    BitsJob job = small("waiting", JobPriority.LOW);
    assertEquals(JobState.QUEUED, job.state());
    job.setPriority(JobPriority.FOREGROUND);
    assertPasses(job, first);
  }

  @Test
  default void aJobThatRestsKeepsNobodyWaiting() throws Exception {
    jobIn(JobState.ERROR);
    jobIn(JobState.TRANSIENT_ERROR);
    jobIn(JobState.SUSPENDED);
    reach(small("next", JobPriority.NORMAL), JobState.TRANSFERRED);
  }

  @Test
  default void twentyJobsAtOnce() throws Exception {
    byte[] bytes = serve("shared", 3000);
    List<BitsJob> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(create(foreground("many").file(goodUrl("shared"), here("copy" + i))));
    }
    jobs.forEach(BitsJob::resume);
    for (BitsJob job : jobs) {
      reach(job, JobState.TRANSFERRED);
      assertEquals(Completion.ALL, job.complete());
    }
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(bytes, Files.readAllBytes(here("copy" + i)));
    }
  }

  @Test
  default void aFileThatFailsStopsThoseAfterIt() throws Exception {
    serve("good", 1000);
    FileSpec bad = new FileSpec(badUrl("/status/404"), here("bad"));
    BitsJob job =
        create(inOrder(foreground("stops"), bad, new FileSpec(goodUrl("good"), here("good"))));
    job.resume();
    assertEquals(
        Optional.of(bad.remoteName()),
        reach(job, JobState.ERROR).error().orElseThrow().remoteName());
    assertEquals(0, job.status().progress().orElseThrow().filesTransferred());
  }

  @Test
  default void filesBeforeTheOneThatFailsAreThere() throws Exception {
    serve("good", 1000);
    BitsJob job =
        create(
            inOrder(
                foreground("half"),
                new FileSpec(goodUrl("good"), here("good")),
                new FileSpec(badUrl("/status/404"), here("bad"))));
    job.resume();
    reach(job, JobState.ERROR);
    assertEquals(1, job.status().progress().orElseThrow().filesTransferred());
    assertEquals(cancelled(), job.cancel());
    assertOnlyHere();
  }

  @Test
  default void completeOfARunningJobKeepsWhatIsWhole() throws Exception {
    byte[] bytes = serve("good", 1000);
    BitsJob job =
        create(
            inOrder(
                foreground("running"),
                new FileSpec(goodUrl("good"), here("good")),
                new FileSpec(badUrl("/hang"), here("half"))));
    job.resume();
    Contracts.awaitStatus(job, s -> s.progress().orElseThrow().bytesTransferred() > 1000);
    assertEquals(Completion.PARTIAL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("good")));
    assertOnlyHere("good");
  }
}
