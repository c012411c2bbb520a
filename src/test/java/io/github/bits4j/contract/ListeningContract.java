package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.LONG;
import static io.github.bits4j.contract.Contracts.awaitStatus;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.Fault;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs wait for jobs and listen to them. */
interface ListeningContract extends ContractCase {

  @Test
  default void awaitEndsAtItsDeadline() throws Exception {
    BitsJob job = create(foreground("slow").file(badUrl("/hang"), here("x")));
    job.resume();
    JobStatus status = assertTimeoutPreemptively(LONG, () -> job.await(Duration.ofMillis(300)));
    assertTrue(status.state().isActive(), status::toString);
  }

  @Test
  default void awaitOfASuspendedJobEndsAtOnce() {
    BitsJob job = create(download("resting"));
    JobStatus status = assertTimeoutPreemptively(LONG, () -> job.await(Duration.ofDays(1)));
    assertEquals(JobState.SUSPENDED, status.state());
  }

  @Test
  default void anInterruptedAwaitLeavesTheJobAsItWas() throws Exception {
    BitsJob job = create(foreground("slow").file(badUrl("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                job.await(LONG);
                thrown.complete(null);
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    waiter.start();
    waiter.interrupt();
    assertEquals(InterruptedException.class, thrown.get(60, TimeUnit.SECONDS).getClass());
    assertEquals(JobState.TRANSFERRING, job.state());
  }

  @Test
  default void aListenerHearsOfTheEndOnItsExecutor() throws Exception {
    serve("heard", 10_000);
    BitsJob job = create(download("heard"));
    ExecutorService executor =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "my listener"));
    try {
      Ear ear = new Ear();
      job.listen(ear, executor);
      job.resume();
      assertEquals(JobState.TRANSFERRED, ear.transferred.get(60, TimeUnit.SECONDS).state());
      assertEquals("my listener", ear.thread);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  default void aListenerHearsOfTheError() throws Exception {
    BitsJob job = create(foreground("404").file(goodUrl("nothing-here"), here("x")));
    Ear ear = new Ear();
    job.listen(ear, Runnable::run);
    job.resume();
    JobStatus status = ear.failed.get(60, TimeUnit.SECONDS);
    assertEquals(new Fault.Http(404), status.error().orElseThrow().fault());
  }

  @Test
  default void aListenerRegisteredLateHearsOfTheEndToo() throws Exception {
    serve("late", 10);
    BitsJob job = create(download("late"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    Ear ear = new Ear();
    job.listen(ear, Runnable::run);
    assertEquals(JobState.TRANSFERRED, ear.transferred.get(60, TimeUnit.SECONDS).state());
  }

  @Test
  default void aClosedSubscriptionHearsNothing() throws Exception {
    serve("unheard", 10);
    BitsJob job = create(download("unheard"));
    Ear closed = new Ear();
    Subscription subscription = job.listen(closed, Runnable::run);
    subscription.close();
    subscription.close();
    Ear open = new Ear();
    job.listen(open, Runnable::run);
    job.resume();
    open.transferred.get(60, TimeUnit.SECONDS);
    assertFalse(closed.transferred.isDone());
  }

  @Test
  default void aListenerHearsOfEveryFile() throws Exception {
    serve("one", 10_000);
    serve("two", 10);
    BitsJob job = create(download("one").file(goodUrl("two"), here("two")));
    Map<String, CompletableFuture<JobState>> files =
        Map.of(
            here("one").toString(), new CompletableFuture<>(),
            here("two").toString(), new CompletableFuture<>());
    Ear ear =
        new Ear() {
          @Override
          public void fileTransferred(BitsJob told, BitsFile file) {
            files.get(file.localName()).complete(told.state());
          }
        };
    job.listen(ear, Runnable::run);
    job.resume();
    ear.transferred.get(60, TimeUnit.SECONDS);
    for (CompletableFuture<JobState> file : files.values()) {
      if (differs(Difference.FILE_EVENTS_ARE_MISSING)) {
        assertFalse(file.isDone());
      } else {
        file.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  default void filesAreToldOfBeforeTheirJob() throws Exception {
    serve("one", 10_000);
    BitsJob job = create(download("one"));
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    Ear ear =
        new Ear() {
          @Override
          public void fileTransferred(BitsJob told, BitsFile file) {
            heard.add(file.localName());
          }

          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            heard.add("all");
            super.jobTransferred(told, status);
          }
        };
    job.listen(ear, Runnable::run);
    job.resume();
    ear.transferred.get(60, TimeUnit.SECONDS);
    assertEquals(
        differs(Difference.FILE_EVENTS_ARE_MISSING) ? "all" : here("one").toString(), heard.peek());
  }

  @Test
  default void aListenerHearsOfAChange() throws Exception {
    BitsJob job = create(download("changed"));
    Ear ear = new Ear();
    job.listen(ear, Runnable::run);
    job.setDescription("changed");
    assertEquals(JobState.SUSPENDED, ear.modified.get(60, TimeUnit.SECONDS).state());
  }

  @Test
  default void aListenerHearsOfTheCancel() throws Exception {
    BitsJob job = create(download("cancelled"));
    CompletableFuture<JobStatus> cancelled = new CompletableFuture<>();
    job.listen(
        new JobListener() {
          @Override
          public void jobModified(BitsJob told, JobStatus status) {
            if (status.state() == JobState.CANCELLED) {
              cancelled.complete(status);
            }
          }
        },
        Runnable::run);
    job.cancel();
    cancelled.get(60, TimeUnit.SECONDS);
  }

  @Test
  default void everyListenerHearsEvenIfOneThrows() throws Exception {
    serve("loud", 10);
    BitsJob job = create(download("loud"));
    Ear one = new Ear();
    Ear two = new Ear();
    job.listen(one, Runnable::run);
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            throw new IllegalStateException("a listener of the contract, which is to throw");
          }
        },
        Runnable::run);
    bits().job(job.id()).listen(two, Runnable::run);
    job.resume();
    one.transferred.get(60, TimeUnit.SECONDS);
    two.transferred.get(60, TimeUnit.SECONDS);
  }

  @Test
  default void aListenerMayCompleteTheJob() throws Exception {
    byte[] bytes = serve("prompt", 1000);
    BitsJob job = create(download("prompt"));
    CompletableFuture<Completion> completed = new CompletableFuture<>();
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            if (!completed.isDone()) {
              completed.complete(told.complete());
            }
          }
        },
        Runnable::run);
    job.resume();
    assertEquals(Completion.ALL, completed.get(60, TimeUnit.SECONDS));
    assertArrayEquals(bytes, Files.readAllBytes(here("prompt")));
  }

  @Test
  default void aListenerHearsOfTheSecondEndToo() throws Exception {
    serve("first", 10);
    serve("second", 20);
    BitsJob job = create(download("first"));
    Map<Integer, CompletableFuture<JobStatus>> ends =
        Map.of(1, new CompletableFuture<>(), 2, new CompletableFuture<>());
    job.listen(
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            ends.get(status.progress().orElseThrow().filesTransferred()).complete(status);
          }
        },
        Runnable::run);
    job.resume();
    ends.get(1).get(60, TimeUnit.SECONDS);
    job.addFile(goodUrl("second"), here("second"));
    job.resume();
    ends.get(2).get(60, TimeUnit.SECONDS);
  }

  @Test
  default void aListenerOfAClosedHandleHearsNothing() throws Exception {
    serve("unheard", 10);
    BitsJob job = create(download("unheard"));
    Ear deaf = new Ear();
    try (BitsJob other = bits().job(job.id())) {
      other.listen(deaf, Runnable::run);
    }
    Ear open = new Ear();
    job.listen(open, Runnable::run);
    job.resume();
    open.transferred.get(60, TimeUnit.SECONDS);
    assertFalse(deaf.transferred.isDone());
  }

  /** Keeps the first event of each kind. */
  class Ear implements JobListener {
    final CompletableFuture<JobStatus> transferred = new CompletableFuture<>();
    final CompletableFuture<JobStatus> failed = new CompletableFuture<>();
    final CompletableFuture<JobStatus> modified = new CompletableFuture<>();
    volatile String thread;

    @Override
    public void jobTransferred(BitsJob job, JobStatus status) {
      thread = Thread.currentThread().getName();
      transferred.complete(status);
    }

    @Override
    public void jobError(BitsJob job, JobStatus status) {
      failed.complete(status);
    }

    @Override
    public void jobModified(BitsJob job, JobStatus status) {
      modified.complete(status);
    }
  }
}
