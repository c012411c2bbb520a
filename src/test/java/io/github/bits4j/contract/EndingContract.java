package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertInvalidState;
import static io.github.bits4j.contract.Contracts.assertNoErrorInformation;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.awaitStatus;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Jobs end, and refuse every change afterwards. */
interface EndingContract extends ContractCase {

  @Test
  default void cancelOfAnEmptyJob() {
    BitsJob job = create(JobSpec.download("cancelled"));
    assertEquals(Completion.ALL, job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertGone(job);
  }

  @Test
  default void cancelOfAJobWithFiles() {
    BitsJob job = create(download("never-fetched"));
    assertEquals(cancelled(), job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertGone(job);
  }

  @Test
  default void cancelOfATransferredJobLeavesNothing() throws Exception {
    serve("dropped", 5000);
    BitsJob job = create(download("dropped"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(cancelled(), job.cancel());
    assertOnlyHere();
  }

  @Test
  default void cancelOfARunningJob() throws Exception {
    BitsJob job = create(foreground("running").file(badUrl("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    assertEquals(cancelled(), job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertOnlyHere();
  }

  @Test
  default void cancelAndWhatStoodUnderTheFinalName() throws Exception {
    Files.writeString(here("kept"), "mine");
    BitsJob job = create(download("kept"));
    assertEquals(Completion.ALL, job.cancel());
    assertEquals(!differs(Difference.CANCEL_DELETES_THE_DESTINATION), Files.exists(here("kept")));
  }

  @Test
  default void aJobThatEndedRefusesEveryChange() {
    BitsJob job = create(download("ended"));
    job.cancel();
    assertInvalidState(job::resume);
    assertInvalidState(job::cancel);
    assertInvalidState(() -> job.setDescription("late"));
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
    } else {
      assertInvalidState(job::suspend);
    }
    Executable add = () -> job.addFile(goodUrl("y"), here("y"));
    if (differs(Difference.FILES_CAN_BE_ADDED_AFTER_THE_END)) {
      assertDoesNotThrow(add);
    } else {
      assertInvalidState(add);
    }
    assertEquals(JobState.CANCELLED, job.state());
    assertInvalidState(job::complete);
  }

  @Test
  default void aJobThatEndedStillAnswers() {
    BitsJob job = create(download("answers").description("text"));
    job.cancel();
    assertEquals(JobState.CANCELLED, job.status().state());
    assertEquals(Optional.of("answers"), job.properties().displayName());
    assertEquals(Optional.of("text"), job.properties().description());
    assertEquals(1, job.files().size());
    assertNoErrorInformation(job);
  }

  @Test
  default void completeTwiceIsRefused() throws Exception {
    serve("twice", 10);
    BitsJob job = create(download("twice"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    job.complete();
    assertInvalidState(job::complete);
    assertInvalidState(job::resume);
    assertInvalidState(job::cancel);
  }

  @Test
  default void completeOfAJobThatNeverRan() throws Exception {
    serve("unfetched", 10);
    BitsJob job = create(download("unfetched"));
    assertEquals(Completion.PARTIAL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertOnlyHere();
  }

  @Test
  default void completeOfAnEmptyJob() {
    BitsJob job = create(JobSpec.download("nothing"));
    assertEquals(Completion.ALL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
  }

  @Test
  default void suspendHoldsARunningJob() throws Exception {
    BitsJob job = create(foreground("held").file(badUrl("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
      assertEquals(JobState.TRANSFERRING, job.state());
    } else {
      job.suspend();
      assertEquals(JobState.SUSPENDED, job.state());
      job.suspend();
      assertEquals(JobState.SUSPENDED, job.state());
    }
  }

  @Test
  default void resumeOfARunningJobChangesNothing() throws Exception {
    BitsJob job = create(foreground("running").file(badUrl("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    job.resume();
    assertEquals(JobState.TRANSFERRING, job.state());
  }
}
