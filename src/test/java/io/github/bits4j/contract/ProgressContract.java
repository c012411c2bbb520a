package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.awaitStatus;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.FileProgress;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobTimes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a job is, and since when. */
interface ProgressContract extends ContractCase {
  private static JobProgress progress(BitsJob job) {
    return job.status().progress().orElseThrow();
  }

  private OptionalLong jobSize(long size) {
    return differs(Difference.JOB_SIZE_STAYS_UNKNOWN)
        ? OptionalLong.empty()
        : OptionalLong.of(size);
  }

  @Test
  default void halfOfAFile() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRING);
    awaitStatus(job, status -> status.progress().orElseThrow().bytesTransferred() > 0);
    JobProgress half = progress(job);
    assertTrue(half.bytesTransferred() <= ContractServer.HALF, half::toString);
    assertEquals(jobSize(2 * ContractServer.HALF), half.bytesTotal());
    assertEquals(0, half.filesTransferred());
    FileProgress file = job.files().get(0).progress();
    assertEquals(OptionalLong.of(2 * ContractServer.HALF), file.bytesTotal());
    assertTrue(file.bytesTransferred() >= half.bytesTransferred(), file::toString);
    assertFalse(file.completed());
  }

  @Test
  default void aSizeBeyond4GiBIsTold() throws Exception {
    BitsJob job = bad("/huge");
    job.resume();
    awaitStatus(job, status -> status.progress().orElseThrow().bytesTransferred() > 0);
    long told = differs(Difference.SIZES_END_BELOW_2_GIB) ? Integer.MAX_VALUE : ContractServer.HUGE;
    assertEquals(OptionalLong.of(told), job.files().get(0).progress().bytesTotal());
    assertEquals(jobSize(ContractServer.HUGE), progress(job).bytesTotal());
    assertEquals(cancelled(), job.cancel());
    assertOnlyHere();
  }

  @Test
  default void aTransferredFileIsNotCompletedYet() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRED);
    assertEquals(
        new FileProgress(
            OptionalLong.of(1000), 1000, differs(Difference.TRANSFERRED_FILES_COUNT_AS_COMPLETED)),
        job.files().get(0).progress());
  }

  @Test
  default void sizesAddUp() throws Exception {
    serve("one", 1000);
    serve("none", 0);
    serve("two", 234);
    BitsJob job =
        create(
            foreground("sum")
                .file(goodUrl("one"), here("one"))
                .file(goodUrl("none"), here("none"))
                .file(goodUrl("two"), here("two")));
    assertEquals(new JobProgress(OptionalLong.empty(), 0, 3, 0), progress(job));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(new JobProgress(jobSize(1234), 1234, 3, 3), progress(job));
  }

  @Test
  default void aFileMoreMakesTheSizeUnknownAgain() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRED);
    job.addFile(goodUrl("more"), here("more"));
    assertEquals(new JobProgress(OptionalLong.empty(), 1000, 2, 1), progress(job));
  }

  @Test
  default void whatIsHereStaysWhileTheJobRests() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRING);
    awaitStatus(job, status -> status.progress().orElseThrow().bytesTransferred() > 0);
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
    } else {
      job.suspend();
    }
    assertTrue(progress(job).bytesTransferred() > 0);
  }

  @Test
  default void everyFailureCounts() throws Exception {
    BitsJob job = jobIn(JobState.ERROR);
    for (int failures = 1; failures <= 3; failures++) {
      assertEquals(
          differs(Difference.GETTERS_ARE_MISSING) ? OptionalInt.empty() : OptionalInt.of(failures),
          job.status().errorCount());
      job.resume();
      job.await(Contracts.LONG);
      assertEquals(JobState.ERROR, job.state());
    }
  }

  @Test
  default void aChangeIsTheLatestModification() {
    BitsJob job = create(download("changed"));
    Optional<JobTimes> before = job.status().times();
    job.setDescription("changed");
    Optional<JobTimes> after = job.status().times();
    assertEquals(!differs(Difference.GETTERS_ARE_MISSING), before.isPresent());
    assertEquals(before.map(JobTimes::creation), after.map(JobTimes::creation));
    assertFalse(
        before.isPresent()
            && after.orElseThrow().modification().isBefore(before.get().modification()),
        () -> before + " and " + after);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSFERRING", "ERROR", "CANCELLED"})
  default void aJobThatNeverArrivedHasNoTimeOfArrival(JobState state) throws Exception {
    Optional<JobTimes> times = jobIn(state).status().times();
    assertEquals(!differs(Difference.GETTERS_ARE_MISSING), times.isPresent());
    assertEquals(Optional.empty(), times.flatMap(JobTimes::transferCompletion));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9})
  default void withoutTimeForARetryEveryErrorIsFatal(long timeout) throws Exception {
    BitsJob job = bad("/status/503");
    job.setMinimumRetryDelay(Duration.ofSeconds(10));
    job.setNoProgressTimeout(Duration.ofSeconds(timeout));
    job.resume();
    reach(job, JobState.ERROR);
  }
}
