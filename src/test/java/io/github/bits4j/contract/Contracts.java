package io.github.bits4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.function.Executable;

/** Words that every case of the contract may use. */
final class Contracts {
  static final Duration LONG = Duration.ofSeconds(60);
  static final HResult E_INVALIDARG = new HResult(0x80070057);
  static final HResult E_NOTIMPL = new HResult(0x80004001);
  static final HResult PATH_NOT_FOUND = new HResult(0x80070003);

  private Contracts() {}

  /** A job in the foreground, which no other job delays. */
  static JobSpec.Builder foreground(String name) {
    return JobSpec.download(name).priority(JobPriority.FOREGROUND);
  }

  /** Waits for a state; fails at once if the job ends up in another one that it does not leave. */
  static JobStatus reach(BitsJob job, JobState state) throws InterruptedException {
    return awaitStatus(
        job,
        status -> {
          if (status.state() != state && !status.state().isActive()) {
            fail("the job is " + status + ", not " + state);
          }
          return status.state() == state;
        });
  }

  static JobStatus awaitStatus(BitsJob job, Predicate<JobStatus> wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    JobStatus status = job.status();
    while (!wanted.test(status)) {
      assertTrue(System.nanoTime() < deadline, "after " + LONG + " the job is still " + status);
      Thread.sleep(20);
      status = job.status();
    }
    return status;
  }

  static void assertNoErrorInformation(BitsJob job) {
    assertFault(
        BitsCode.ERROR_INFORMATION_UNAVAILABLE, assertThrows(BitsException.class, job::error));
    assertEquals(Optional.empty(), job.status().error());
  }

  static void assertInvalidState(Executable call) {
    assertFault(BitsCode.INVALID_STATE, assertThrows(InvalidJobStateException.class, call));
  }

  static void assertRefused(HResult expected, Executable call) {
    assertEquals(expected, assertThrows(BitsException.class, call).hresult());
  }

  static void assertFault(BitsCode expected, BitsException thrown) {
    assertEquals(new Fault.Bits(expected), thrown.fault());
  }
}
