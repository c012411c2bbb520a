package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Handles are closed; jobs stay. */
interface HandlesContract extends ContractCase {

  @Test
  default void aClosedHandleRefusesEverythingAndTheJobStays() {
    BitsJob job = create(download("closed"));
    UUID id = job.id();
    job.close();
    job.close();
    assertEquals(id, job.id());
    List<Executable> calls =
        List.of(
            job::state,
            job::status,
            job::properties,
            job::error,
            job::files,
            job::resume,
            job::suspend,
            job::complete,
            job::cancel,
            job::takeOwnership,
            () -> job.addFile(goodUrl("x"), here("x")),
            () -> job.setDescription("x"),
            () -> job.setDisplayName("x"),
            () -> job.setPriority(JobPriority.LOW),
            () -> job.setMinimumRetryDelay(LONG),
            () -> job.setNoProgressTimeout(LONG),
            () -> job.await(LONG),
            () -> job.listen(new JobListener() {}, Runnable::run));
    for (Executable call : calls) {
      assertThrows(ClosedBitsException.class, call);
    }
    assertEquals(JobState.SUSPENDED, bits().job(id).state());
  }

  @Test
  default void handlesAreIndependent() {
    BitsJob one = create(JobSpec.download("shared"));
    BitsJob two = bits().job(one.id());
    one.close();
    assertEquals(JobState.SUSPENDED, two.state());
    two.setDescription("still alive");
    assertEquals(Optional.of("still alive"), bits().job(one.id()).properties().description());
  }

  @Test
  default void aClosedManagerClosesItsHandlesAndTheJobsStay() throws Exception {
    BitsJob job = create(download("outlives"));
    bits().close();
    bits().close();
    assertThrows(ClosedBitsException.class, job::state);
    assertThrows(ClosedBitsException.class, () -> bits().jobs());
    assertThrows(ClosedBitsException.class, () -> bits().findJob(job.id()));
    assertThrows(ClosedBitsException.class, () -> bits().describe(HResult.S_OK, Locale.ENGLISH));
    assertThrows(
        ClosedBitsException.class, () -> bits().createJob(JobSpec.download("late").build()));
    reopen();
    BitsJob again = bits().job(job.id());
    assertEquals(JobState.SUSPENDED, again.state());
    assertEquals(Optional.of("outlives"), again.properties().displayName());
    assertEquals(goodUrl("outlives"), again.files().get(0).remoteName());
  }
}
