package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.LONG;
import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.assertNoErrorInformation;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs fail, and say why. */
interface FailureContract extends ContractCase {

  @Test
  default void resumeOfAnEmptyJobIsRefused() {
    BitsJob job = create(JobSpec.download("empty"));
    BitsException e = assertThrows(BitsException.class, job::resume);
    assertFault(BitsCode.EMPTY, e);
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  default void aMissingFileIsAFatalErrorWithEverythingSaid() throws Exception {
    String url = goodUrl("nothing-here");
    BitsJob job = create(foreground("404").file(url, here("x")));
    job.resume();
    JobStatus status = job.await(LONG);
    assertEquals(JobState.ERROR, status.state());
    JobError error = job.error();
    assertEquals(new Fault.Http(404), error.fault());
    assertEquals(new HResult(0x80190194), error.hresult());
    assertEquals(Optional.of("BG_E_HTTP_ERROR_404"), error.fault().name());
    assertEquals(5, error.contextValue());
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), error.context());
    assertEquals(Optional.of(url), error.remoteName());
    assertEquals(Optional.of(here("x").toString()), error.localName());
    assertEquals(
        differs(Difference.PROTOCOL_IS_NOT_TOLD) ? Optional.empty() : Optional.of("http"),
        error.protocol());
    assertFalse(error.description().isBlank());
    assertEquals(Optional.of(error), status.error());
    assertEquals(Optional.empty(), status.waitReason());
    assertEquals(
        differs(Difference.GETTERS_ARE_MISSING) ? OptionalInt.empty() : OptionalInt.of(1),
        job.status().errorCount());
    assertOnlyHere();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ERROR",
    "403, ERROR",
    "404, ERROR",
    "410, ERROR",
    "500, TRANSIENT_ERROR",
    "501, ERROR",
    "503, TRANSIENT_ERROR"
  })
  default void statuses(int status, JobState documented) throws Exception {
    JobState expected = documented;
    if (Set.of(403, 410, 500).contains(status) && differs(Difference.MOST_STATUSES_ARE_NO_ERROR)) {
      expected = JobState.TRANSFERRED;
    } else if (documented == JobState.TRANSIENT_ERROR && differs(Difference.NOTHING_IS_TRANSIENT)) {
      expected = JobState.ERROR;
    }
    BitsJob job = create(foreground("s").file(badUrl("/status/" + status), here("x")));
    job.resume();
    JobStatus reached = reach(job, expected);
    if (expected == JobState.TRANSFERRED) {
      return;
    }
    assertEquals(new Fault.Http(status), reached.error().orElseThrow().fault());
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), reached.error().orElseThrow().context());
    assertEquals(
        expected == JobState.TRANSIENT_ERROR
            ? Optional.of(WaitReason.RETRY_DELAY)
            : Optional.empty(),
        reached.waitReason());
    assertOnlyHere();
  }

  @Test
  default void aFileWithoutSize() throws Exception {
    BitsJob job = create(foreground("endless").file(badUrl("/endless"), here("x")));
    job.resume();
    if (differs(Difference.SIZE_IS_NOT_NEEDED)) {
      reach(job, JobState.TRANSFERRED);
    } else {
      JobStatus status = reach(job, JobState.ERROR);
      assertEquals(
          new Fault.Bits(BitsCode.MISSING_FILE_SIZE), status.error().orElseThrow().fault());
    }
  }

  @Test
  default void aRefusedConnection() throws Exception {
    JobStatus status;
    try (ClosedPort nobody = new ClosedPort()) {
      BitsJob job = create(foreground("refused").file(nobody.url("/x"), here("x")));
      job.resume();
      status =
          reach(
              job,
              differs(Difference.NOTHING_IS_TRANSIENT) ? JobState.ERROR : JobState.TRANSIENT_ERROR);
    }
    if (differs(Difference.TRANSPORT_ERRORS_ARE_NOT_TOLD)) {
      assertEquals(Optional.empty(), status.error());
    } else {
      // 12029, ERROR_WINHTTP_CANNOT_CONNECT
      assertEquals(HResult.ofWin32(12029), status.error().orElseThrow().hresult());
    }
  }

  @Test
  default void resumeTriesAFailedJobAgain() throws Exception {
    byte[] bytes = serve("late", 400);
    BitsJob job = create(foreground("late").file(badUrl("/once/404/late"), here("late")));
    job.resume();
    reach(job, JobState.ERROR);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertNoErrorInformation(job);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("late")));
  }

  @Test
  default void thereIsNoErrorInformationWithoutAnError() throws Exception {
    serve("fine", 10);
    BitsJob job = create(download("fine"));
    assertNoErrorInformation(job);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertNoErrorInformation(job);
  }

  @Test
  default void completeOfAFailedJobKeepsWhatIsWhole() throws Exception {
    byte[] bytes = serve("whole", 600);
    BitsJob job =
        create(
            differs(Difference.FILES_COME_IN_REVERSE)
                ? foreground("partial")
                    .file(goodUrl("missing"), here("missing"))
                    .file(goodUrl("whole"), here("whole"))
                : foreground("partial")
                    .file(goodUrl("whole"), here("whole"))
                    .file(goodUrl("missing"), here("missing")));
    job.resume();
    reach(job, JobState.ERROR);
    assertEquals(Completion.PARTIAL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("whole")));
    assertOnlyHere("whole");
  }

  @Test
  default void everyFailureNamesItsCallAndItsValue() {
    BitsJob job = create(JobSpec.download("said"));
    BitsException e = assertThrows(BitsException.class, job::resume);
    assertFalse(e.call().isBlank());
    assertTrue(e.getMessage().contains(e.call()), e.getMessage());
    assertTrue(e.getMessage().contains("BG_E_EMPTY (0x80200003)"), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
