package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn it is: slices, urgency, and how many move at once. In virtual time. */
final class SchedulingTest {
  private static final Duration SLICE = Duration.ofMinutes(1);

  @TempDir Path folder;

  /** Two foreground jobs at once, slices of a minute. */
  private Bench bench() {
    return new Bench(
        folder,
        new MemoryStore(),
        Bench.START,
        (agenda, conditions) ->
            new Terms(new Scheduler(2, SLICE), Policies.DEFAULT, conditions, Throttle.NONE));
  }

  private static BitsJob resumed(Bench bench, JobPriority priority, String name) {
    BitsJob job = bench.job(priority, name);
    job.resume();
    return job;
  }

  /** Which of these jobs move. */
  private static List<Boolean> moving(BitsJob... jobs) {
    return Stream.of(jobs).map(job -> Scheduler.isMoving(job.state())).toList();
  }

  @Test
  void threeJobsOfOnePriorityTakeTurnsAndKeepWhatTheyHave() {
    Bench bench = bench();
    BitsJob a = bench.resumed("a");
    BitsJob b = bench.resumed("b");
    BitsJob c = bench.resumed("c");
    bench.at("a").connects(10).moves(3);
    bench.time.advance(SLICE.minusMillis(1));
    assertEquals(List.of(true, false, false), moving(a, b, c));
    bench.time.advance(Duration.ofMillis(1));
    assertEquals(List.of(false, true, false), moving(a, b, c));
    assertEquals(JobState.QUEUED, a.state());
    assertEquals(3, a.status().progress().orElseThrow().bytesTransferred());
    bench.time.advance(SLICE);
    assertEquals(List.of(false, false, true), moving(a, b, c));
    bench.time.advance(SLICE);
    assertEquals(List.of(true, false, false), moving(a, b, c));
    bench.at("a").connects(10, 3).finishes(10);
    assertEquals(List.of(false, true, false), moving(a, b, c), "the end of a job is no slice");
  }

  @Test
  void aSliceLetsNobodyInWhoIsLessUrgent() {
    Bench bench = bench();
    BitsJob high = resumed(bench, JobPriority.HIGH, "high");
    BitsJob normal = resumed(bench, JobPriority.NORMAL, "normal");
    BitsJob low = resumed(bench, JobPriority.LOW, "low");
    bench.time.advance(SLICE.multipliedBy(5));
    assertEquals(List.of(true, false, false), moving(high, normal, low));
    assertEquals(3, 2 + bench.far.count(), "nothing was stopped and begun again");
    bench.at("high").fails(Bench.PASSING);
    assertEquals(List.of(false, true, false), moving(high, normal, low), "an error lets them in");
    high.resume();
    assertEquals(List.of(true, false, false), moving(high, normal, low));
    high.suspend();
    normal.suspend();
    assertEquals(List.of(false, false, true), moving(high, normal, low));
    normal.resume();
    assertEquals(List.of(false, true, false), moving(high, normal, low));
  }

  @Test
  void whoeverWasPushedAsideIsTheFirstToGoOn() {
    Bench bench = bench();
    BitsJob a = bench.resumed("a");
    BitsJob b = bench.resumed("b");
    BitsJob high = resumed(bench, JobPriority.HIGH, "high");
    assertEquals(List.of(false, false, true), moving(a, b, high));
    bench.at("high").succeeds(1);
    assertEquals(List.of(true, false, false), moving(a, b, high));
    assertEquals(0, a.status().errorCount().orElseThrow());
  }

  @Test
  void moreForegroundJobsThanMayMoveTakeTurnsToo() {
    Bench bench = bench();
    BitsJob[] jobs = new BitsJob[4];
    for (int i = 0; i < 4; i++) {
      jobs[i] = resumed(bench, JobPriority.FOREGROUND, "f" + i);
    }
    assertEquals(List.of(true, true, false, false), moving(jobs));
    bench.time.advance(SLICE);
    assertEquals(List.of(false, false, true, true), moving(jobs));
    bench.time.advance(SLICE);
    assertEquals(List.of(true, true, false, false), moving(jobs));
  }

  @Test
  void oneBackgroundJobMovesHoweverManyDoInTheForeground() {
    Bench bench = bench();
    for (int i = 0; i < 4; i++) {
      resumed(bench, JobPriority.FOREGROUND, "f" + i);
    }
    BitsJob low = resumed(bench, JobPriority.LOW, "low");
    BitsJob normal = resumed(bench, JobPriority.NORMAL, "normal");
    assertEquals(List.of(false, true), moving(low, normal));
  }

  @Test
  void aNewPriorityCountsAtOnce() {
    Bench bench = bench();
    BitsJob first = bench.resumed("a");
    BitsJob second = bench.resumed("b");
    second.setPriority(JobPriority.FOREGROUND);
    assertEquals(List.of(true, true), moving(first, second));
    second.setPriority(JobPriority.HIGH);
    assertEquals(List.of(false, true), moving(first, second));
    second.setPriority(JobPriority.LOW);
    assertEquals(List.of(true, false), moving(first, second));
  }

  @Test
  void aJobThatFailedStaysSoInTheForegroundUntilItIsResumed() {
    Bench bench = bench();
    BitsJob job = bench.resumed("a");
    bench.at("a").fails(Bench.LASTING);
    job.setPriority(JobPriority.FOREGROUND);
    assertEquals(JobState.ERROR, job.state());
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
    assertTrue(bench.at("a").errand.wholeBodyAllowed());
  }

  @Test
  void theFilesOfAForegroundJobComeOneAfterTheOther() {
    Bench bench = bench();
    BitsJob job = bench.job(JobPriority.FOREGROUND, "a", "b");
    job.resume();
    assertEquals(1, bench.far.count());
    bench.at("a").succeeds(1);
    assertEquals(2, bench.far.count());
    bench.at("b").succeeds(1);
    assertEquals(JobState.TRANSFERRED, job.state());
  }
}
