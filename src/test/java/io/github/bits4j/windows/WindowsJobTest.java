package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsJobTest extends StubbedTest {
  @Test
  void everyChangeReachesTheService() {
    BitsJob job = job();
    job.setDisplayName("h\u00e9llo \ud83d\ude00");
    job.setDescription("");
    job.setPriority(JobPriority.LOW);
    job.setMinimumRetryDelay(Duration.ofSeconds(5));
    job.setNoProgressTimeout(Duration.ZERO);
    job.takeOwnership();
    var properties = job.properties();
    assertEquals(Optional.of("h\u00e9llo \ud83d\ude00"), properties.displayName());
    assertEquals(Optional.of(""), properties.description());
    assertEquals(Optional.of(JobPriority.LOW), properties.priority());
    assertEquals(Optional.of(Duration.ofSeconds(5)), properties.minimumRetryDelay());
    assertEquals(Optional.of(Duration.ZERO), properties.noProgressTimeout());
    job.resume();
    assertEquals(JobState.QUEUED, job.state());
    job.suspend();
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void successCodesAreValues() {
    assertEquals(Completion.PARTIAL, job().complete());
    BitsJob job = job();
    assertEquals(Completion.TEMP_FILES_LEFT, job.cancel());
    assertThrows(InvalidJobStateException.class, job::resume);
    assertEquals(JobState.CANCELLED, job.state());
  }

  @Test
  void whatTheServiceLacksIsSaid() {
    BitsJob job = job();
    stub.failing("IBackgroundCopyJob::Suspend", E_NOTIMPL);
    stub.failing("IBackgroundCopyJob::TakeOwnership", E_NOTIMPL);
    BitsException e = assertThrows(FeatureNotSupportedException.class, job::suspend);
    assertEquals("IBackgroundCopyJob::Suspend", e.call());
    assertThrows(FeatureNotSupportedException.class, job::takeOwnership);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 33, 100})
  void everyFileIsListedOnce(int count) {
    BitsJob job = bits.createJob(JobSpec.download("many").build());
    List<FileSpec> specs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      specs.add(new FileSpec(REMOTE + i, LOCAL.resolveSibling("a" + i)));
    }
    if (count > 0) {
      job.addFiles(specs);
    }
    List<BitsFile> files = job.files();
    assertEquals(count, files.size());
    for (int i = 0; i < count; i++) {
      assertEquals(REMOTE + i, files.get(i).remoteName());
      assertEquals(LOCAL.resolveSibling("a" + i).toString(), files.get(i).localName());
    }
  }

  @Test
  void aFileListThatBreaksOffLeavesNoReference() {
    BitsJob job = job();
    stub.failing("IEnumBackgroundCopyFiles::Next", RPC_SERVER_UNAVAILABLE);
    assertThrows(BitsException.class, job::files);
  }

  @Test
  void filesEndWithTheHandleOfTheirJob() {
    BitsJob job = job();
    BitsFile file = job.files().get(0);
    job.close();
    assertThrows(ClosedBitsException.class, file::remoteName);
    assertThrows(ClosedBitsException.class, file::progress);
  }

  @Test
  void filesThatNobodyHoldsAreGivenBack() throws Exception {
    BitsJob job = job();
    for (int i = 0; i < 500; i++) {
      job.files();
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (files() > 1) {
      assertTrue(System.nanoTime() < deadline, () -> files() + " files are still referenced");
      System.gc();
      Thread.sleep(5);
      job.files();
    }
  }

  private long files() {
    return stub.imbalance().stream().filter(line -> line.contains("StubFile")).count();
  }

  @Test
  void aCallUnderWayFinishesAlthoughItsHandleIsClosed() throws Exception {
    BitsJob job = job();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          inside.countDown();
          WindowsManagerTest.join(goOn);
          return object.getAsInt();
        });
    CompletableFuture<JobState> state = CompletableFuture.supplyAsync(job::state);
    inside.await();
    job.close();
    assertThrows(ClosedBitsException.class, job::resume);
    bits.close();
    goOn.countDown();
    assertEquals(JobState.SUSPENDED, state.join());
  }

  @Test
  void closingWhileManyThreadsCallIsSafe() throws Exception {
    for (int round = 0; round < 20; round++) {
      BitsJob job = job();
      AtomicInteger calls = new AtomicInteger();
      CountDownLatch warm = new CountDownLatch(200);
      List<Thread> threads = new ArrayList<>();
      List<Throwable> surprises = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      job.status();
                      job.files().forEach(BitsFile::progress);
                      calls.incrementAndGet();
                      warm.countDown();
                      warm.countDown();
                      warm.countDown();
                      warm.countDown();
                    }
                  } catch (ClosedBitsException closed) {
                    // as it should be
                  } catch (Throwable surprise) {
                    synchronized (surprises) {
                      surprises.add(surprise);
                    }
                    while (warm.getCount() > 0) {
                      warm.countDown();
                    }
                  }
                });
        threads.add(thread);
        thread.start();
      }
      warm.await();
      job.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), surprises);
      assertTrue(calls.get() > 0);
    }
  }

  @Test
  void awaitReturnsWhenTheJobRests() throws Exception {
    BitsJob job = job();
    assertEquals(JobState.SUSPENDED, job.await(Duration.ofDays(1)).state());
    job.resume();
    AtomicInteger looks = new AtomicInteger();
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          if (looks.incrementAndGet() == 2) {
            engine.change(job.id(), item -> item.state = JobState.TRANSIENT_ERROR);
          } else if (looks.get() == 3) {
            engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
          }
          return object.getAsInt();
        });
    assertEquals(JobState.TRANSFERRED, job.await(Duration.ofSeconds(Long.MAX_VALUE)).state());
  }

  @Test
  void awaitEndsAtItsDeadline() throws Exception {
    BitsJob job = job();
    job.resume();
    long began = System.nanoTime();
    assertEquals(JobState.QUEUED, job.await(Duration.ofMillis(150)).state());
    assertEquals(JobState.QUEUED, job.await(Duration.ZERO).state());
    assertEquals(JobState.QUEUED, job.await(Duration.ofSeconds(Long.MIN_VALUE)).state());
    assertTrue(System.nanoTime() - began >= Duration.ofMillis(150).toNanos());
  }

  @Test
  void awaitEndsWithItsHandle() throws Exception {
    BitsJob job = job();
    job.resume();
    CountDownLatch looked = new CountDownLatch(2);
    stub.answering(
        "IBackgroundCopyJob::GetState",
        (words, object) -> {
          looked.countDown();
          return object.getAsInt();
        });
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                job.await(Duration.ofSeconds(60));
                thrown.complete(null);
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    waiter.start();
    looked.await();
    job.close();
    assertEquals(ClosedBitsException.class, thrown.get().getClass());
  }

  @Test
  void theWaitsGetLonger() {
    Pace pace = new Pace();
    assertEquals(Duration.ofMillis(100), pace.next());
    assertEquals(Duration.ofMillis(150), pace.next());
    for (int i = 0; i < 10; i++) {
      pace.next();
    }
    assertEquals(Duration.ofSeconds(1), pace.next());
    pace.quicken();
    assertEquals(Duration.ofMillis(100), pace.next());
  }
}
