package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener hears. */
class WatchTest extends StubbedTest {
  /** Writes down what it hears. */
  private static class Ear implements JobListener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void jobTransferred(BitsJob job, JobStatus status) {
      heard.add("transferred");
    }

    @Override
    public void jobError(BitsJob job, JobStatus status) {
      heard.add("error " + status.error().map(it -> it.fault().toString()).orElse("without"));
    }

    @Override
    public void jobModified(BitsJob job, JobStatus status) {
      heard.add("modified " + status.state());
    }

    String next() throws InterruptedException {
      return heard.poll(60, TimeUnit.SECONDS);
    }

    /**
     * What comes next of a job that leaves a state. A look is many calls: one of them may have seen
     * the change before the state, and then the job is told of in the state before once more.
     */
    String nextAfter(JobState before) throws InterruptedException {
      String next = next();
      while (next != null && isOf(before, next)) {
        next = next();
      }
      return next;
    }

    private static boolean isOf(JobState state, String event) {
      return event.equals("modified " + state)
          || state == JobState.ERROR && event.startsWith("error ")
          || state == JobState.TRANSFERRED && event.equals("transferred");
    }
  }

  private final Ear ear = new Ear();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger(Watch.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record.getMessage() + ": " + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void readTheLog() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void leaveTheLog() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private void become(BitsJob job, JobState state) {
    engine.change(job.id(), item -> item.state = state);
  }

  @Test
  void everyKindOfEventIsHeard() throws Exception {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    job.setDescription("changed");
    assertEquals("modified SUSPENDED", ear.next());
    job.resume();
    assertEquals("modified QUEUED", ear.nextAfter(JobState.SUSPENDED));
    engine.change(
        job.id(),
        item -> {
          item.state = JobState.ERROR;
          item.error = NOT_FOUND;
        });
    assertEquals("error " + NOT_FOUND.fault(), ear.nextAfter(JobState.QUEUED));
    become(job, JobState.TRANSFERRED);
    assertEquals("transferred", ear.nextAfter(JobState.ERROR));
    job.cancel();
    assertEquals("modified CANCELLED", ear.nextAfter(JobState.TRANSFERRED));
  }

  @Test
  void aPropertyIsHeardOfWithoutModificationTimesToo() throws Exception {
    BitsJob job = job();
    stub.failing("IBackgroundCopyJob::GetTimes", E_NOTIMPL);
    job.listen(ear, Runnable::run);
    job.setDescription("changed");
    assertEquals("modified SUSPENDED", ear.next());
  }

  @Test
  void anErrorThatCameBackBetweenTwoLooksIsHeardAgain() throws Exception {
    BitsJob job = job();
    become(job, JobState.ERROR);
    job.listen(ear, Runnable::run);
    assertEquals("error without", ear.next());
    engine.change(job.id(), item -> item.errorCount++);
    assertEquals("error without", ear.next());
    assertEquals("modified ERROR", ear.next());
  }

  @Test
  void whatHappenedBeforeIsHeardToo() throws Exception {
    BitsJob job = job();
    become(job, JobState.TRANSFERRED);
    job.listen(ear, Runnable::run);
    assertEquals("transferred", ear.next());
  }

  @Test
  void aListenerThatThrowsStopsNobody() throws Exception {
    BitsJob job = job();
    job.listen(
        new JobListener() {
          @Override
          public void jobModified(BitsJob told, JobStatus status) {
            throw new AssertionError("a listener's own mistake");
          }
        },
        Runnable::run);
    job.listen(ear, Runnable::run);
    job.resume();
    assertEquals("modified QUEUED", ear.nextAfter(JobState.SUSPENDED));
    become(job, JobState.CONNECTING);
    assertEquals("modified CONNECTING", ear.nextAfter(JobState.QUEUED));
    // The other one may have looked first.
    while (logged.isEmpty()) {
      Thread.onSpinWait();
    }
    assertTrue(logged.get(0).contains("a listener's own mistake"), logged::toString);
    assertTrue(logged.get(0).contains(job.id().toString()), logged::toString);
  }

  @Test
  void theSameListenerGoesOnAfterItHasThrown() throws Exception {
    BitsJob job = job();
    AtomicInteger calls = new AtomicInteger();
    job.listen(
        new JobListener() {
          @Override
          public void jobModified(BitsJob told, JobStatus status) {
            ear.jobModified(told, status);
            if (calls.incrementAndGet() == 1) {
              throw new IllegalStateException("once");
            }
          }
        },
        Runnable::run);
    job.resume();
    assertEquals("modified QUEUED", ear.nextAfter(JobState.SUSPENDED));
    become(job, JobState.CONNECTING);
    assertEquals("modified CONNECTING", ear.nextAfter(JobState.QUEUED));
  }

  @Test
  void anExecutorThatTakesNothingIsAskedAgain() throws Exception {
    BitsJob job = job();
    AtomicInteger refusals = new AtomicInteger();
    job.listen(
        ear,
        task -> {
          if (refusals.incrementAndGet() == 1) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        });
    job.resume();
    assertEquals("modified QUEUED", ear.nextAfter(JobState.SUSPENDED));
    assertTrue(logged.get(0).contains("full"), logged::toString);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "TRANSFERRED"})
  void anExecutorThatFailsLosesNothing(JobState state) throws Exception {
    BitsJob job = job();
    become(job, JobState.CONNECTING);
    if (state == JobState.TRANSFERRED) {
      become(job, state); // told by the very first look
    }
    AtomicInteger failures = new AtomicInteger();
    job.listen(
        ear,
        task -> {
          switch (failures.incrementAndGet()) {
            case 1 -> throw new OutOfMemoryError("unable to create native thread");
            case 2 -> throw new IllegalStateException("an executor's own mistake");
            default -> task.run();
          }
        });
    if (state != JobState.TRANSFERRED) {
      become(job, state);
    }
    assertEquals(
        state == JobState.TRANSFERRED ? "transferred" : "modified QUEUED",
        ear.nextAfter(JobState.CONNECTING));
    assertTrue(logged.get(0).contains("native thread"), logged::toString);
  }

  @Test
  void aListenerAndItsExecutorMustBeThere() {
    BitsJob job = job();
    assertThrows(NullPointerException.class, () -> job.listen(null, Runnable::run));
    assertThrows(NullPointerException.class, () -> job.listen(ear, null));
  }

  @Test
  void anExecutorThatHasEndedEndsItsSubscription() throws Exception {
    BitsJob job = job();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    job.listen(ear, executor);
    job.listen(ear, Runnable::run);
    job.resume();
    assertEquals("modified QUEUED", ear.nextAfter(JobState.SUSPENDED));
  }

  @Test
  void aSlowListenerHearsInOrderAndOneAtATime() throws Exception {
    BitsJob job = job();
    ExecutorService executor = Executors.newFixedThreadPool(4);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try {
      job.listen(
          new JobListener() {
            @Override
            public void jobModified(BitsJob told, JobStatus status) {
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              inside.countDown();
              WindowsManagerTest.join(goOn);
              atOnce.decrementAndGet();
              ear.jobModified(told, status);
            }

            @Override
            public void jobTransferred(BitsJob told, JobStatus status) {
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              atOnce.decrementAndGet();
              ear.jobTransferred(told, status);
            }
          },
          executor);
      job.setDescription("changed");
      inside.await();
      become(job, JobState.CONNECTING);
      become(job, JobState.TRANSFERRED);
      goOn.countDown();
      assertEquals("modified SUSPENDED", ear.next());
      assertEquals("transferred", ear.next());
      assertEquals(1, most.get());
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aClosedSubscriptionHearsNothing() throws Exception {
    BitsJob job = job();
    Subscription closed = job.listen(ear, Runnable::run);
    Ear other = new Ear();
    job.listen(other, Runnable::run);
    closed.close();
    closed.close();
    job.resume();
    assertEquals("modified QUEUED", other.nextAfter(JobState.SUSPENDED));
    become(job, JobState.TRANSFERRED);
    assertEquals("transferred", other.nextAfter(JobState.QUEUED));
    assertNull(ear.heard.poll());
  }

  @Test
  void aServiceThatIsAwayForAWhileIsAskedAgain() throws Exception {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    CountDownLatch asked = new CountDownLatch(1);
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          asked.countDown();
          return RPC_SERVER_UNAVAILABLE.value();
        });
    asked.await();
    stub.working("IBackgroundCopyJob::GetState");
    become(job, JobState.TRANSFERRED);
    assertEquals("transferred", ear.nextAfter(JobState.SUSPENDED));
  }

  @Test
  void aListenerMayEndEverything() throws Exception {
    BitsJob job = job();
    CountDownLatch done = new CountDownLatch(1);
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            told.complete();
            bits.close();
            done.countDown();
          }
        },
        Runnable::run);
    become(job, JobState.TRANSFERRED);
    assertTrue(done.await(60, TimeUnit.SECONDS));
  }

  @Test
  void aClosedHandleEndsItsSubscriptions() throws Exception {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    BitsJob other = bits.job(job.id());
    Ear second = new Ear();
    other.listen(second, Runnable::run);
    job.close();
    become(job, JobState.TRANSFERRED);
    assertEquals("transferred", second.next());
    assertNull(ear.heard.poll());
  }

  @Test
  void aClosedHandleEndsWhatWasAboutToBeTold() throws Exception {
    BitsJob job = job();
    become(job, JobState.TRANSFERRED);
    BitsJob other = bits.job(job.id());
    Queue<Runnable> telling = new ConcurrentLinkedQueue<>();
    job.listen(ear, telling::add);
    job.close();
    Ear second = new Ear();
    other.listen(second, Runnable::run);
    assertEquals("transferred", second.next());
    telling.forEach(Runnable::run);
    assertNull(ear.heard.poll());
  }
}
