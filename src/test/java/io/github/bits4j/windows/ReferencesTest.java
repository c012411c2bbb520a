package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.NativeStubs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads share a native object, and nobody ever reaches a released one. */
@Timeout(120)
class ReferencesTest {
  private static final String GET_STATE = "IBackgroundCopyJob::GetState";

  private final NativeStubs stubs = NativeStubs.open();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A service that makes nothing ready. */
  private final Service service = mock(Service.class);

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    try (NativeStubs closed = stubs) {
      assertEquals(0, closed.violations(), "calls on released objects, wrong frees");
      assertEquals(0, closed.references(), "references");
      assertEquals(0, closed.taskBlocks(), "strings not freed");
    }
  }

  private References<IBackgroundCopyJob> references(long object) {
    return new References<>(service, 1, IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(object));
  }

  @Test
  void aCallUnderWayFinishesBeforeTheRelease() throws Exception {
    long object = stubs.object("IBackgroundCopyJob");
    References<IBackgroundCopyJob> job = references(object);
    CountDownLatch inFlight = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    stubs.script(GET_STATE, 0).outInt(GET_STATE, 0, 6);
    stubs.hook(
        GET_STATE,
        () -> {
          inFlight.countDown();
          await(closed);
        });

    assertTrue(job.enter());
    Future<Integer> state =
        threads.submit(
            () -> {
              try {
                return job.raw().GetState();
              } finally {
                job.exit();
              }
            });
    await(inFlight);
    job.close();

    assertEquals(1, stubs.references(object));
    assertFalse(job.enter());
    assertFalse(state.isDone());
    closed.countDown();
    assertEquals(6, state.get(60, TimeUnit.SECONDS));
    assertEquals(0, stubs.references(object));
    assertThrows(ClosedBitsException.class, () -> job.raw().GetState());
  }

  /** BITS calls back, and what it calls ends the handle. */
  @Test
  void aCallMayCloseWhatItUses() {
    References<IBackgroundCopyJob> job = references(stubs.object("IBackgroundCopyJob"));
    stubs.script(GET_STATE, 0).outInt(GET_STATE, 0, 4);
    stubs.hook(GET_STATE, job::close);
    assertTrue(job.enter());
    assertEquals(4, job.raw().GetState());
    job.exit();
    assertFalse(job.enter());
  }

  /** The other interfaces of an object have references of their own, which go with it. */
  @Test
  void closeRacesWithCalls() throws Exception {
    String name = "IBackgroundCopyJob::GetDisplayName";
    stubs.record(false);
    stubs.script(GET_STATE, 0).outInt(GET_STATE, 0, 2);
    stubs.script(name, 0).outText(name, 0, "a name");
    int callers = 4;
    int rounds = 150;
    long calls = 0;
    for (int round = 0; round < rounds; round++) {
      References<IBackgroundCopyJob> job = references(stubs.object("IBackgroundCopyJob"));
      CountDownLatch warm = new CountDownLatch(callers);
      List<Future<Integer>> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        running.add(threads.submit(() -> callUntilClosed(job, warm)));
      }
      await(warm);
      if (round % 50 == 0) {
        System.gc();
      }
      Future<?> closer = threads.submit(job::close);
      job.close();
      closer.get(60, TimeUnit.SECONDS);
      for (Future<Integer> caller : running) {
        calls += caller.get(60, TimeUnit.SECONDS);
      }
      assertEquals(0, stubs.references(), "references after round " + round);
      assertEquals(0, stubs.violations(), "use after free in round " + round);
    }
    assertTrue(calls >= (long) rounds * callers, calls + " calls");
  }

  private static int callUntilClosed(References<IBackgroundCopyJob> job, CountDownLatch warm) {
    int calls = 0;
    while (job.enter()) {
      try {
        assertEquals(2, job.raw().GetState());
        assertEquals("a name", job.raw().GetDisplayName());
        assertTrue(job.as(IUnknown.IID_IUnknown).isPresent());
      } finally {
        job.exit();
      }
      calls++;
      warm.countDown();
    }
    return calls;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS), "waited in vain");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
