package io.github.bits4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.bits4j.JobState;
import io.github.bits4j.Observations;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Observing makes no garbage while nobody observes, compiled or not. */
@SuppressWarnings("try") // what is installed does its work by being there
class NoGarbageTest {
  private static final int CALLS = 10_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long bytesPerCall(Runnable call) {
    call.run(); // what loads classes
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    // What asking costs itself, and what the JVM does for its own sake, is less than a byte a call.
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }

  @Test
  void aCallThatNobodyObservesMakesNone() {
    Optional<UUID> job = Optional.of(UUID.randomUUID());
    Supplier<JobState> body = () -> JobState.QUEUED;
    Runnable call = () -> Observed.call("BitsJob.state", job, body);
    assertEquals(0, bytesPerCall(call));
    try (Observations any = new Observations()) {
      assertTrue(bytesPerCall(call) > 0, "or this measures nothing");
    }
    assertEquals(0, bytesPerCall(call));
  }

  @Test
  void whetherAnybodyObservesIsAskedWithoutAny() {
    assertEquals(0, bytesPerCall(Observed::calls));
    assertEquals(0, bytesPerCall(Observed::changes));
    assertEquals(0, bytesPerCall(Observed::settle));
  }
}
