package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.BackgroundCopyEvents;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.RawAccess;
import io.github.bits4j.windows.stub.StubHeap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the callbacks of BITS do for a listener. */
class NotificationsTest extends StubbedTest {
  private static final int ALL = 0x3B;
  private static final int WITHOUT_RANGES = 0x1B;
  private static final int OF_JOBS = 0x0B;

  /** Writes down what it hears. */
  private static class Ear implements JobListener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void jobTransferred(BitsJob job, JobStatus status) {
      heard.add("transferred");
    }

    @Override
    public void jobError(BitsJob job, JobStatus status) {
      heard.add("error");
    }

    @Override
    public void jobModified(BitsJob job, JobStatus status) {
      heard.add("modified " + status.state());
    }

    @Override
    public void fileTransferred(BitsJob job, BitsFile file) {
      heard.add("file " + file.localName() + " of " + job.id());
    }

    @Override
    public void fileRangesTransferred(BitsJob job, BitsFile file, List<FileRange> ranges) {
      heard.add("ranges " + ranges + " of " + file.remoteName());
    }

    String next() throws InterruptedException {
      return heard.poll(60, TimeUnit.SECONDS);
    }
  }

  private final Ear ear = new Ear();

  @AfterEach
  void noCallbackIsLeft() {
    bits.close();
    assertEquals(0, RawAccess.javaObjects(), "COM objects of Java's");
  }

  private static void withFile(
      IBackgroundCopyJob job, BiConsumer<IBackgroundCopyFile, StubHeap> use, StubHeap heap) {
    try (IEnumBackgroundCopyFiles enumerator = job.EnumFiles()) {
      heap.secure(RawAccess.address(enumerator));
      try (IBackgroundCopyFile file = enumerator.Next(1).get(0)) {
        use.accept(file, heap);
      }
    }
  }

  private void fileTransferred(BitsJob job) {
    assertTrue(
        stub.call(
            job.id(),
            (callback, raw) ->
                withFile(raw, (file, heap) -> callback.FileTransferred(raw, file), stub.heap())));
  }

  /** A poller that runs nothing by itself. */
  private static final class Entries extends Poller {
    record Entry(Duration delay, FutureTask<?> task) {}

    final Deque<Entry> entries = new ArrayDeque<>();

    @Override
    Future<?> after(Duration delay, Runnable task) {
      FutureTask<?> future = new FutureTask<>(task, null);
      entries.add(new Entry(delay, future));
      return future;
    }

    Duration delayOfNext() {
      entries.removeIf(entry -> entry.task().isCancelled());
      assertEquals(1, entries.size(), "looks that are to come");
      return entries.element().delay();
    }

    void run() {
      delayOfNext();
      entries.remove().task().run();
    }
  }

  @Test
  void aWokenWatchLooksAtOnceAndOnce() {
    Entries poller = new Entries();
    BitsJob job = job();
    Watch watch = new Watch(job, poller, ear, Runnable::run, ended -> {});
    watch.begin();
    assertEquals(Duration.ofMillis(100), poller.delayOfNext());
    engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
    watch.wake();
    watch.wake();
    assertEquals(Duration.ZERO, poller.delayOfNext());
    poller.run();
    assertEquals("transferred", ear.heard.poll());
    assertEquals(Duration.ofMillis(100), poller.delayOfNext());
    watch.close();
    poller.close();
  }

  @Test
  void aWakeDuringALookLeadsToAnotherOne() {
    Entries poller = new Entries();
    BitsJob job = job();
    Watch[] watch = new Watch[1];
    JobListener waking =
        new JobListener() {
          @Override
          public void jobModified(BitsJob modified, JobStatus status) {
            watch[0].wake();
          }
        };
    watch[0] = new Watch(job, poller, waking, Runnable::run, ended -> {});
    watch[0].begin();
    job.setDescription("changed");
    poller.run();
    assertEquals(Duration.ZERO, poller.delayOfNext());
    poller.run();
    assertEquals(Duration.ofMillis(100), poller.delayOfNext());
    watch[0].close();
    poller.close();
  }

  @Test
  void aListenerIsRegisteredForEverythingAndFlagsAreSetBack() {
    BitsJob job = job();
    assertEquals(3, stub.heap().notifyFlags(job.id()));
    Subscription subscription = job.listen(ear, Runnable::run);
    assertEquals(ALL, stub.heap().notifyFlags(job.id()));
    assertTrue(stub.call(job.id(), (callback, raw) -> {}));
    subscription.close();
    assertEquals(3, stub.heap().notifyFlags(job.id()));
    assertFalse(stub.call(job.id(), (callback, raw) -> {}), "somebody is registered still");
  }

  @Test
  void anOlderBitsIsAskedForWhatItHas() {
    for (int most : new int[] {WITHOUT_RANGES, OF_JOBS}) {
      stub.answering(
          "IBackgroundCopyJob::SetNotifyFlags",
          (words, object) -> ((int) words[0] & ~most) == 0 ? object.getAsInt() : E_NOTIMPL.value());
      BitsJob job = job();
      job.listen(ear, Runnable::run);
      assertEquals(most, stub.heap().notifyFlags(job.id()));
    }
  }

  @Test
  void everyCallbackReachesTheListener() throws Exception {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    fileTransferred(job);
    assertEquals("file " + LOCAL + " of " + job.id(), ear.next());
    List<BG_FILE_RANGE> ranges = List.of(new BG_FILE_RANGE(5, 10), new BG_FILE_RANGE(100, 1));
    stub.call(
        job.id(),
        (callback, raw) ->
            withFile(
                raw,
                (file, heap) -> callback.FileRangesTransferred(raw, file, ranges),
                stub.heap()));
    assertEquals(
        "ranges " + List.of(FileRange.of(5, 10), FileRange.of(100, 1)) + " of " + REMOTE,
        ear.next());
    engine.change(job.id(), item -> item.state = JobState.ERROR);
    stub.call(job.id(), (callback, raw) -> callback.JobError(raw, null));
    assertEquals("error", eventAfterModifications());
    engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
    stub.call(job.id(), (callback, raw) -> callback.JobTransferred(raw));
    String heard = eventAfterModifications();
    while ("error".equals(heard)) {
      heard = eventAfterModifications();
    }
    assertEquals("transferred", heard);
    job.setDescription("changed");
    stub.call(job.id(), (callback, raw) -> callback.JobModification(raw, 0));
    while (!"modified TRANSFERRED".equals(heard)) {
      heard = ear.next();
      assertNotNull(heard);
    }
  }

  /**
   * A look is many calls: one of them may have seen the change before the state, and the job is
   * told of in the state before once more.
   */
  private String eventAfterModifications() throws InterruptedException {
    String heard = ear.next();
    while (heard != null && heard.startsWith("modified")) {
      heard = ear.next();
    }
    return heard;
  }

  @Test
  void allListenersOfAHandleHearOfFiles() throws Exception {
    BitsJob job = job();
    Ear other = new Ear();
    Subscription first = job.listen(ear, Runnable::run);
    job.listen(other, Runnable::run);
    first.close();
    fileTransferred(job);
    assertEquals("file " + LOCAL + " of " + job.id(), other.next());
    assertNull(ear.heard.poll());
  }

  @Test
  void aFileThatIsToldOfWorksAsAnyOther() throws Exception {
    BitsJob job = job();
    List<Object> seen = new ArrayList<>();
    CountDownLatch told = new CountDownLatch(1);
    job.listen(
        new JobListener() {
          @Override
          public void fileTransferred(BitsJob told1, BitsFile file) {
            seen.add(file.remoteName());
            seen.add(file.progress().bytesTransferred());
            told.countDown();
          }
        },
        Runnable::run);
    fileTransferred(job);
    assertTrue(told.await(60, TimeUnit.SECONDS));
    assertEquals(List.of(REMOTE, 7L), seen);
  }

  @Test
  void aListenerThatThrowsHearsTheNextFileToo() throws Exception {
    BitsJob job = job();
    job.listen(
        new Ear() {
          @Override
          public void fileTransferred(BitsJob told, BitsFile file) {
            ear.fileTransferred(told, file);
            throw new IllegalStateException("on purpose");
          }
        },
        Runnable::run);
    fileTransferred(job);
    fileTransferred(job);
    assertEquals("file " + LOCAL + " of " + job.id(), ear.next());
    assertEquals("file " + LOCAL + " of " + job.id(), ear.next());
  }

  @Test
  void theCallbackIsTakenOffBeforeTheJobEnds() {
    for (boolean complete : new boolean[] {true, false}) {
      BitsJob job = job();
      engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
      job.listen(ear, Runnable::run);
      stub.answering(
          complete ? "IBackgroundCopyJob::Complete" : "IBackgroundCopyJob::Cancel",
          (words, object) -> {
            assertFalse(stub.call(job.id(), (callback, raw) -> {}), "a callback is there");
            return object.getAsInt();
          });
      if (complete) {
        job.complete();
      } else {
        job.cancel();
      }
      assertFalse(stub.call(job.id(), (callback, raw) -> {}));
    }
  }

  @Test
  void aJobThatWouldNotEndIsListenedToAsBefore() throws Exception {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    stub.failing("IBackgroundCopyJob::Complete", E_FAIL);
    assertThrows(BitsException.class, job::complete);
    fileTransferred(job);
    assertEquals("file " + LOCAL + " of " + job.id(), ear.next());
  }

  @Test
  void theCallbackOfAnotherProgramStaysAndPollingGoesOn() throws Exception {
    BitsJob job = job();
    BlockingQueue<String> others = new LinkedBlockingQueue<>();
    try (IBackgroundCopyCallback3 other = IBackgroundCopyCallback3.of(new Others(others))) {
      stub.heap().callback(job.id(), other);
      Subscription subscription = job.listen(ear, Runnable::run);
      assertEquals(3, stub.heap().notifyFlags(job.id()));
      engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
      assertEquals("transferred", eventAfterModifications());
      subscription.close();
      assertTrue(stub.call(job.id(), (callback, raw) -> callback.JobTransferred(raw)));
      assertEquals("transferred", others.poll());
      engine.change(job.id(), item -> item.state = JobState.SUSPENDED);
      job.cancel();
    }
    stub.heap().noCallback(job.id());
  }

  @Test
  void aCallbackThatAnotherProgramHasTakenAwayIsNotTakenOff() {
    BitsJob job = job();
    Subscription subscription = job.listen(ear, Runnable::run);
    try (IBackgroundCopyCallback3 other =
        IBackgroundCopyCallback3.of(new Others(new LinkedBlockingQueue<>()))) {
      stub.heap().callback(job.id(), other);
      subscription.close();
      assertTrue(stub.call(job.id(), (callback, raw) -> {}), "the other's callback is gone");
    }
    stub.heap().noCallback(job.id());
  }

  @Test
  void afterARestartOfTheServiceTheCallbackIsRegisteredAgain() throws Exception {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    stub.end(new HResult(0x80010108));
    job.state();
    fileTransferred(job);
    assertEquals("file " + LOCAL + " of " + job.id(), ear.next());
  }

  @Test
  void aServiceWithoutNotificationsIsListenedToAllTheSame() throws Exception {
    stub.failing("IBackgroundCopyJob::SetNotifyInterface", E_NOTIMPL);
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    engine.change(job.id(), item -> item.state = JobState.TRANSFERRED);
    assertEquals("transferred", eventAfterModifications());
  }

  @Test
  void lateCallbacksAreHarmless() {
    BitsJob job = job();
    job.listen(ear, Runnable::run);
    stub.call(
        job.id(),
        (callback, raw) -> {
          job.close();
          callback.JobModification(raw, 0);
          callback.JobTransferred(raw);
          withFile(raw, (file, heap) -> callback.FileTransferred(raw, file), stub.heap());
        });
    ear.heard.removeIf(heard -> heard.startsWith("modified"));
    assertNull(ear.heard.poll());
  }

  @Test
  void aManagerMayBeClosedUnderCallbacks() throws Exception {
    BitsJob job = job();
    ExecutorService bitsThreads = Executors.newFixedThreadPool(3);
    ExecutorService listeners = Executors.newSingleThreadExecutor();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(300);
    try {
      job.listen(ear, listeners);
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(
            bitsThreads.submit(
                () -> {
                  while (!over.get() && stub.call(job.id(), this::all)) {
                    begun.countDown();
                  }
                }));
      }
      assertTrue(begun.await(60, TimeUnit.SECONDS));
      bits.close();
      over.set(true);
      for (Future<?> call : calls) {
        call.get(60, TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
      bitsThreads.shutdown();
      listeners.shutdown();
      assertTrue(listeners.awaitTermination(60, TimeUnit.SECONDS));
    }
  }

  private void all(IBackgroundCopyCallback3 callback, IBackgroundCopyJob raw) {
    callback.JobModification(raw, 0);
    withFile(raw, (file, heap) -> callback.FileTransferred(raw, file), stub.heap());
    callback.JobTransferred(raw);
  }

  /** Another program's callback. */
  private record Others(BlockingQueue<String> heard) implements BackgroundCopyEvents {
    @Override
    public void JobTransferred(IBackgroundCopyJob job) {
      heard.add("transferred");
    }

    @Override
    public void JobError(IBackgroundCopyJob job, IBackgroundCopyError error) {}

    @Override
    public void JobModification(IBackgroundCopyJob job, int reserved) {}

    @Override
    public void FileTransferred(IBackgroundCopyJob job, IBackgroundCopyFile file) {}

    @Override
    public void FileRangesTransferred(
        IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {}
  }
}
