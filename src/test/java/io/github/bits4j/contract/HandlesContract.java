package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.LONG;
import static io.github.bits4j.contract.Contracts.assertInvalidState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
    List<Executable> calls =
        List.of(
            () -> bits().backend(),
            () -> bits().runner(),
            () -> bits().jobs(),
            () -> bits().jobsOfAllUsers(),
            () -> bits().job(job.id()),
            () -> bits().findJob(job.id()),
            () -> bits().createJob(JobSpec.download("late").build()),
            () -> bits().describe(HResult.S_OK, Locale.ENGLISH));
    for (Executable call : calls) {
      assertThrows(ClosedBitsException.class, call);
    }
    reopen();
    BitsJob again = bits().job(job.id());
    assertEquals(JobState.SUSPENDED, again.state());
    assertEquals(Optional.of("outlives"), again.properties().displayName());
    assertEquals(goodUrl("outlives"), again.files().get(0).remoteName());
  }

  @Test
  default void twoManagersHaveOneQueue() throws Exception {
    BitsJob job = create(download("common"));
    try (BitsManager first = bits()) {
      reopen();
      BitsJob other = bits().job(job.id());
      other.setDescription("told by the second");
      assertEquals(Optional.of("told by the second"), job.properties().description());
      assertTrue(first.jobs().stream().anyMatch(it -> it.id().equals(job.id())));
    }
    assertThrows(ClosedBitsException.class, job::state);
    assertEquals(JobState.SUSPENDED, bits().job(job.id()).state());
  }

  @Test
  default void ownJobsAreAmongThoseOfAllUsers() {
    BitsJob job = create(JobSpec.download("mine"));
    assertTrue(bits().jobsOfAllUsers().stream().anyMatch(it -> it.id().equals(job.id())));
  }

  @Test
  default void aJobOfTheListIsAHandleOfItsOwn() {
    BitsJob job = create(download("listed"));
    BitsJob listed =
        bits().jobs().stream().filter(it -> it.id().equals(job.id())).findFirst().orElseThrow();
    job.close();
    listed.setDescription("by the list");
    assertEquals(Optional.of("by the list"), listed.properties().description());
    assertEquals(1, listed.files().size());
  }

  @Test
  default void everyHandleSeesTheEnd() {
    BitsJob job = create(download("seen"));
    BitsJob other = bits().job(job.id());
    assertEquals(cancelled(), other.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertInvalidState(job::resume);
    assertEquals(1, job.files().size());
  }

  @Test
  default void manyThreadsUseOneHandle() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRING);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String text = "by thread " + i;
        calls.add(
            threads.submit(
                () -> {
                  for (int turn = 0; turn < 10; turn++) {
                    job.setDescription(text);
                    assertTrue(
                        job.properties().description().orElseThrow().startsWith("by thread"));
                    assertEquals(JobState.TRANSFERRING, job.status().state());
                    assertEquals(1, job.files().size());
                  }
                }));
      }
      for (Future<?> call : calls) {
        call.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void closingTheManagerEndsAnAwait() throws Exception {
    BitsJob job = jobIn(JobState.TRANSFERRING);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<JobStatus> waiting = thread.submit(() -> job.await(Duration.ofDays(1)));
      bits().close();
      ExecutionException thrown =
          assertThrows(ExecutionException.class, () -> waiting.get(60, TimeUnit.SECONDS));
      assertEquals(ClosedBitsException.class, thrown.getCause().getClass());
    } finally {
      thread.shutdownNow();
      reopen();
    }
    assertEquals(job.id(), bits().job(job.id()).id());
  }
}
