package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.assertInvalidState;
import static io.github.bits4j.contract.Contracts.assertNoErrorInformation;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call in every state, but for those that {@link EndingContract} is about. */
interface StatesContract extends ContractCase {
  /** Where ended jobs linger, nobody can say for how long if somebody was at work on them. */
  private void assertGone(BitsJob job, JobState before) {
    if (!before.isActive() || !differs(Difference.ENDED_JOBS_LINGER)) {
      assertGone(job);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING", "TRANSIENT_ERROR", "ERROR"})
  default void cancel(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    assertEquals(cancelled(), job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertGone(job, state);
    assertOnlyHere();
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING", "TRANSFERRING", "TRANSIENT_ERROR", "ERROR"})
  default void completeOfAJobThatHasNothingYet(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    assertEquals(Completion.PARTIAL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertGone(job, state);
    assertOnlyHere();
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED, SUSPENDED",
    "CONNECTING, SUSPENDED",
    "TRANSIENT_ERROR, SUSPENDED",
    "ERROR, SUSPENDED",
    "TRANSFERRED, TRANSFERRED"
  })
  default void suspend(JobState state, JobState documented) throws Exception {
    BitsJob job = jobIn(state);
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
      assertEquals(actual(state), job.state());
    } else {
      job.suspend();
      assertEquals(documented, job.state());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING"})
  default void resumeOfAnActiveJobChangesNothing(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    job.resume();
    assertEquals(state, job.state());
  }

  @Test
  default void resumeIsSeenAtOnce() {
    BitsJob job = bad("/silent");
    job.resume();
    assertTrue(job.state().isActive());
  }

  @Test
  default void resumeOfATransferredJobHasNothingToDo() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRED);
    if (differs(Difference.RESUME_NEEDS_WORK)) {
      assertFault(BitsCode.EMPTY, assertThrows(BitsException.class, job::resume));
    } else {
      job.resume();
    }
    assertEquals(JobState.TRANSFERRED, job.state());
    assertEquals(Completion.ALL, job.complete());
  }

  @Test
  default void resumeDoesNotWaitForTheRetryDelay() throws Exception {
    byte[] bytes = serve("soon", 400);
    BitsJob job = create(foreground("soon").file(badUrl("/once/503/soon"), here("soon")));
    job.resume();
    reach(job, actual(JobState.TRANSIENT_ERROR));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("soon")));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING", "TRANSFERRING", "TRANSIENT_ERROR", "ERROR"})
  default void aFileIsAdded(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    job.addFile(goodUrl("more"), here("more"));
    assertEquals(actual(state), job.state());
    assertEquals(2, job.files().size());
  }

  @Test
  default void noFileIsAddedAfterComplete() throws Exception {
    BitsJob job = jobIn(JobState.ACKNOWLEDGED);
    Executable add = () -> job.addFile(goodUrl("more"), here("more"));
    if (differs(Difference.FILES_CAN_BE_ADDED_AFTER_THE_END)) {
      job.addFile(goodUrl("more"), here("more"));
    } else {
      assertInvalidState(add);
      assertEquals(1, job.files().size());
    }
    assertEquals(JobState.ACKNOWLEDGED, job.state());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ACKNOWLEDGED", "CANCELLED"},
      mode = EnumSource.Mode.EXCLUDE)
  default void aPropertyIsSet(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    job.setDescription("set in " + state);
    assertEquals(Optional.of("set in " + state), job.properties().description());
    assertEquals(actual(state), job.state());
  }

  @ParameterizedTest
  @EnumSource(names = {"ACKNOWLEDGED", "CANCELLED"})
  default void noPropertyIsSetAfterTheEnd(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    assertInvalidState(() -> job.setDescription("late"));
    for (Executable setting :
        List.<Executable>of(
            () -> job.setPriority(JobPriority.HIGH),
            () -> job.setMinimumRetryDelay(Duration.ofHours(1)),
            () -> job.setNoProgressTimeout(Duration.ofHours(1)))) {
      if (differs(Difference.SETTERS_WORK_AFTER_THE_END)) {
        assertDoesNotThrow(setting);
      } else {
        assertInvalidState(setting);
      }
    }
    if (differs(Difference.RENAMING_IS_MISSING)) {
      assertRefused(E_NOTIMPL, () -> job.setDisplayName("late"));
    } else {
      assertInvalidState(() -> job.setDisplayName("late"));
    }
    assertEquals(state, job.state());
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPENDED", "TRANSFERRING", "TRANSFERRED"})
  default void takingWhatOneOwnsStopsNothing(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    if (differs(Difference.OWNERSHIP_IS_FIXED)) {
      assertRefused(E_NOTIMPL, job::takeOwnership);
    } else {
      Optional<String> owner = job.properties().owner();
      job.takeOwnership();
      assertEquals(owner, job.properties().owner());
    }
    assertEquals(state, job.state());
  }

  @ParameterizedTest
  @EnumSource(names = {"ACKNOWLEDGED", "CANCELLED"})
  default void nobodyOwnsWhatHasEnded(JobState state) throws Exception {
    BitsJob job = jobIn(state);
    if (differs(Difference.OWNERSHIP_IS_FIXED)) {
      assertRefused(E_NOTIMPL, job::takeOwnership);
    } else {
      assertInvalidState(job::takeOwnership);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING", "TRANSFERRING", "ACKNOWLEDGED"})
  default void thereIsNoErrorInformation(JobState state) throws Exception {
    assertNoErrorInformation(jobIn(state));
  }

  @Test
  default void theErrorEndsWithTheJob() throws Exception {
    BitsJob job = jobIn(JobState.ERROR);
    job.cancel();
    if (differs(Difference.ERRORS_STAY_AFTER_THE_END)) {
      assertEquals(new Fault.Http(404), job.error().fault());
    } else {
      assertNoErrorInformation(job);
    }
  }

  @Test
  default void theErrorIsReadWhileTheJobRests() throws Exception {
    BitsJob job = jobIn(JobState.ERROR);
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
    } else {
      job.suspend();
    }
    assertEquals(new Fault.Http(404), job.error().fault());
    assertEquals(job.error(), job.status().error().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CONNECTING", "TRANSFERRING", "TRANSFERRED", "ACKNOWLEDGED"})
  default void onlyAQueuedJobWaits(JobState state) throws Exception {
    assertEquals(
        state == JobState.QUEUED ? Optional.of(WaitReason.QUEUE) : Optional.empty(),
        jobIn(state).status().waitReason());
  }

  @Test
  default void theNextTry() throws Exception {
    assertEquals(
        differs(Difference.NEXT_RETRY_IS_TOLD),
        jobIn(JobState.TRANSIENT_ERROR).status().nextRetryTime().isPresent());
  }

  @Test
  default void aCompletedJobStillAnswers() throws Exception {
    BitsJob job = jobIn(JobState.ACKNOWLEDGED);
    assertEquals(1, job.status().progress().orElseThrow().filesTransferred());
    assertEquals(Optional.of("there"), job.properties().displayName());
    assertEquals(goodUrl("there"), job.files().get(0).remoteName());
    assertEquals(here("there").toString(), job.files().get(0).localName());
    assertEquals(1000, job.files().get(0).progress().bytesTransferred());
  }
}
