package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Observations;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.observe.ObservedCall;
import io.github.bits4j.observe.ObservedChange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is observed of the service: each way to it once, and each change of a job once. */
class ObservedCallsTest extends StubbedTest {
  private final Observations seen = new Observations();

  @AfterEach
  void uninstall() {
    seen.close();
  }

  static Set<String> everyCall() {
    return JobCalls.ALL.keySet();
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void everyCallOnAJobIsObservedOnce(String call) {
    if (call.equals("a file that is held")) {
      return; // several calls, see below
    }
    BitsJob job = job();
    job.addFiles(List.of(new FileSpec(REMOTE, LOCAL.resolveSibling("b"))));
    seen.calls.clear();
    boolean thrown = false;
    try {
      JobCalls.ALL.get(call).apply(job);
    } catch (RuntimeException e) {
      thrown = true;
    }
    List<String> expected =
        call.equals("files")
            ? List.of(
                "BitsJob.files",
                "BitsFile.remoteName",
                "BitsFile.progress",
                "BitsFile.remoteName",
                "BitsFile.progress")
            : List.of("BitsJob." + call);
    assertEquals(expected, seen.names());
    for (ObservedCall observed : seen.calls) {
      assertEquals(Optional.of(job.id()), observed.job());
      assertEquals(!thrown, observed.succeeded());
    }
  }

  @Test
  void callsOnTheQueueAreNamedByThePublicMethod() {
    BitsJob job = job();
    assertEquals(List.of("BitsManager.createJob"), seen.names());
    assertEquals(Optional.of(job.id()), seen.calls.get(0).job());
    seen.calls.clear();
    bits.findJob(job.id()).orElseThrow().close();
    bits.job(job.id()).close();
    bits.jobs().forEach(BitsJob::close);
    bits.describe(E_FAIL, Locale.ENGLISH);
    assertEquals(
        List.of("BitsManager.findJob", "BitsManager.job", "BitsManager.jobs"),
        seen.names().subList(0, 3));
    assertEquals(Set.of("BitsManager.describe"), Set.copyOf(seen.names().subList(3, 4)));
    assertEquals(Optional.of(job.id()), seen.calls.get(1).job());
  }

  @Test
  void callsOnGroupsAndOwnersAreOneEach() {
    BitsJob job = job();
    seen.calls.clear();
    job.owner();
    assertEquals(List.of("BitsJob.owner"), seen.names());
    seen.calls.clear();
    try {
      job.options().costPolicy();
    } catch (RuntimeException e) {
      // Whether it is there is not asked here.
    }
    assertEquals(List.of("JobOptions.costPolicy"), seen.names());
  }

  @Test
  void aFailureIsObservedWithWhatTheServiceSaid() {
    BitsJob job = job();
    seen.calls.clear();
    stub.failing("IBackgroundCopyJob::Suspend", E_FAIL);
    assertThrows(RuntimeException.class, job::suspend);
    assertEquals(Optional.of(Fault.of(E_FAIL)), seen.calls.get(0).fault());
    assertFalse(bits.findJob(UUID.randomUUID()).isPresent());
    assertEquals(Optional.of(Fault.of(new HResult(0x80200001))), seen.calls.get(1).fault());
  }

  @Test
  void aClosedHandleIsAFailureWithoutACode() {
    BitsJob job = job();
    job.close();
    seen.calls.clear();
    assertThrows(ClosedBitsException.class, job::state);
    assertFalse(seen.calls.get(0).succeeded());
    assertEquals(Optional.empty(), seen.calls.get(0).fault());
  }

  @Test
  void whatTheLibraryAsksForListenersIsItsOwn() throws Exception {
    BitsJob job = job();
    seen.calls.clear();
    job.listen(new JobListener() {}, Runnable::run).close();
    job.complete();
    assertEquals(
        Set.of("BitsJob.status", "bits4j", "BitsJob.complete"),
        Set.copyOf(seen.names()).stream()
            .filter(name -> !name.equals("BitsJob.properties"))
            .collect(Collectors.toSet()));
    assertEquals(1, seen.names().stream().filter("BitsJob.complete"::equals).count());
  }

  // ---- changes

  @Test
  void aChangeIsSeenWhereSomebodyLooks() {
    BitsJob job = job();
    job.resume();
    engine.change(
        job.id(),
        item -> {
          item.state = JobState.ERROR;
          item.error = NOT_FOUND;
        });
    job.status();
    job.status();
    job.state();
    job.cancel();
    seen.close();
    assertEquals(
        List.of("null -> SUSPENDED", "SUSPENDED -> ERROR", "ERROR -> CANCELLED"), seen.steps());
    ObservedChange failed = seen.changes.get(1);
    assertEquals(job.id(), failed.job());
    assertEquals(Optional.of(NOT_FOUND.fault()), failed.fault());
    assertEquals(7L, failed.progress().map(it -> it.bytesTransferred() + 7).orElseThrow());
    assertFalse(seen.changes.toString().contains("127.0.0.1"), "no URL is told");
  }

  @Test
  void severalWhoLookSeeAChangeOnce() throws Exception {
    BitsJob job = job();
    BitsJob second = bits.job(job.id());
    CountDownLatch heard = new CountDownLatch(2);
    JobListener ear =
        new JobListener() {
          @Override
          public void jobModified(BitsJob told, JobStatus status) {
            if (status.state() == JobState.QUEUED) {
              heard.countDown();
            }
          }
        };
    job.listen(ear, Runnable::run);
    second.listen(ear, Runnable::run);
    job.resume();
    heard.await();
    second.state();
    seen.close();
    assertEquals(List.of("null -> SUSPENDED", "SUSPENDED -> QUEUED"), seen.steps());
  }

  @Test
  void aJobThatIsFoundIsNoChange() {
    UUID id = job().id();
    seen.changes.clear();
    try (var other = stub.open()) {
      BitsJob job = other.job(id);
      job.state();
      job.resume();
      job.state();
    }
    seen.close();
    assertTrue(seen.steps().contains("SUSPENDED -> QUEUED"), seen.steps()::toString);
    assertEquals(1, seen.steps().stream().filter("SUSPENDED -> QUEUED"::equals).count());
  }

  @Test
  void aLookThatBeganEarlierAndAnswersLateIsNoChange() {
    Sightings sightings = new Sightings();
    UUID id = UUID.randomUUID();
    sightings.saw(id, 1, JobState.QUEUED);
    sightings.saw(id, 3, JobState.TRANSFERRED);
    sightings.saw(id, 2, JobState.TRANSFERRING);
    seen.close();
    assertEquals(List.of("QUEUED -> TRANSFERRED"), seen.steps());
  }

  @Test
  void aWaitIsObserved() throws Exception {
    BitsJob job = job();
    job.await(Duration.ofSeconds(1));
    seen.close();
    assertEquals(Optional.of(JobState.SUSPENDED), seen.waits.get(0).reached());
  }

  @Test
  void aConnectionIsMadeOnce() {
    seen.calls.clear();
    stub.open().close();
    assertEquals(1, seen.calls.size(), seen.names()::toString);
  }
}
