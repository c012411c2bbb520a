package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Eventually;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.IBackgroundCopyCallback;
import io.github.bits4j.windows.com.IBackgroundCopyCallback2;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.NativeStubs;
import io.github.bits4j.windows.com.RawAccess;
import io.github.bits4j.windows.com.VtblMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each callback of BITS, made by a C thread on the object that the library has registered, until
 * the listener of a program hears of it.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CallbacksFromCTest {
  private static final String STATE = "IBackgroundCopyJob::GetState";
  private static final String PROGRESS = "IBackgroundCopyJob::GetProgress";
  private static final String REMOTE_NAME = "IBackgroundCopyFile::GetRemoteName";
  private static final String REMOTE = "http://127.0.0.1/a";
  private static final String LOCAL = Path.of("/here/a").toAbsolutePath().toString();
  private static final int OF_A_NEW_JOB = 3;
  private static final int ALL = 0x3B;

  /** With so many looks that saw nothing, the next one without a callback is 700 ms away. */
  private static final int IDLE_LOOKS = 6;

  /** What a listener was told of, by which thread. */
  private record Told(Thread thread, BitsJob job, String event, Object of) {}

  private final List<Told> heard = new CopyOnWriteArrayList<>();

  private final JobListener ear =
      new JobListener() {
        @Override
        public void jobTransferred(BitsJob told, JobStatus status) {
          hear(told, "transferred", status.state());
        }

        @Override
        public void jobError(BitsJob told, JobStatus status) {
          hear(told, "error", status.error());
        }

        @Override
        public void jobModified(BitsJob told, JobStatus status) {
          hear(told, "modified", status.progress().orElseThrow().bytesTransferred());
        }

        @Override
        public void fileTransferred(BitsJob told, BitsFile file) {
          hear(told, "file", List.of(file.localName(), file.remoteName()));
        }

        @Override
        public void fileRangesTransferred(BitsJob told, BitsFile file, List<FileRange> ranges) {
          hear(told, "ranges", List.of(file.localName(), file.remoteName(), ranges));
        }

        private void hear(BitsJob told, String event, Object of) {
          heard.add(new Told(Thread.currentThread(), told, event, of));
        }
      };

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final AtomicInteger looks = new AtomicInteger();
  private Thread listening;
  private NativeService service;
  private NativePlace place;
  private long file;
  private BitsJob job;
  private Subscription subscription;

  @BeforeEach
  void listen() throws Exception {
    listening = executor.submit(Thread::currentThread).get(60, TimeUnit.SECONDS);
    service = new NativeService();
    assertEquals(0, RawAccess.javaObjects(), "COM objects of another test");
    place = new NativePlace(service.stubs);
    file = service.object("IBackgroundCopyFile");
    service
        .stubs
        .script("IBackgroundCopyFile::GetLocalName", 0)
        .outText("IBackgroundCopyFile::GetLocalName", 0, LOCAL)
        .script(REMOTE_NAME, 0)
        .outText(REMOTE_NAME, 0, REMOTE);
    state(JobState.TRANSFERRING);
    service.stubs.hook(STATE, looks::incrementAndGet);
    progress(1);
    job = service.job();
    subscription = job.listen(ear, executor);
    assertEquals(ALL, place.flags(), "what BITS was asked to tell of");
    assertFalse(place.isEmpty());
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try {
      if (service != null) {
        subscription.close();
        assertTrue(place.isEmpty(), "the job has the callback still");
        assertEquals(OF_A_NEW_JOB, place.flags());
        assertEquals(0, RawAccess.javaObjects(), "COM objects of Java's");
        settle(); // a look that was under way has references
      }
    } finally {
      executor.shutdown();
      if (service != null) {
        service.close();
      }
    }
  }

  private void state(JobState state) {
    service.stubs.script(STATE, 0).outInt(STATE, 0, state.value());
  }

  /** So many bytes of 9, in none of 2 files. */
  private void progress(long bytes) {
    byte[] raw = NativeStubs.bytes(24).putLong(9).putLong(bytes).putInt(2).putInt(0).array();
    service.stubs.script(PROGRESS, 0).outBytes(PROGRESS, 0, raw);
  }

  /** Lets the poller do what it has to do at once, and the executor what came of that. */
  private void settle() throws Exception {
    onPoller(() -> {});
    onPoller(() -> {}); // a look that the first of what was to be done has asked for
    executor.submit(() -> {}).get(60, TimeUnit.SECONDS);
  }

  private void onPoller(Runnable task) throws Exception {
    Poller poller = ((WindowsManager) service.bits).poller();
    poller.after(Duration.ZERO, task).get(60, TimeUnit.SECONDS);
  }

  /**
   * Changes the service and makes one call from a C thread.
   *
   * <p>Sooner or later a listener hears of a job without any callback. Here that would be too late:
   * the call is made on the poller's thread, so that no look is under way, and what was heard is
   * read before the next look that has its time.
   */
  private List<Told> heardOf(Runnable change, VtblMethod method, long... words) throws Exception {
    Eventually.until(() -> looks.get() >= IDLE_LOOKS);
    AtomicInteger failures = new AtomicInteger(-1);
    onPoller(
        () -> {
          change.run();
          failures.set(place.call(1, 1, method, words));
        });
    assertEquals(0, failures.get(), "answers to C that were not S_OK");
    settle();
    return List.copyOf(heard);
  }

  private List<Told> once(String event, Object of) {
    return List.of(new Told(listening, job, event, of));
  }

  /** The objects that were asked for their remote name. */
  private Set<Long> askedForName() {
    return service.stubs.calls().stream()
        .filter(call -> call.method().equals(REMOTE_NAME))
        .map(NativeStubs.Call::self)
        .collect(Collectors.toSet());
  }

  @Test
  void jobTransferred() throws Exception {
    List<Told> told =
        heardOf(
            () -> state(JobState.TRANSFERRED),
            IBackgroundCopyCallback.Vtbl.JobTransferred,
            service.jobObject());
    assertEquals(once("transferred", JobState.TRANSFERRED), told);
  }

  @Test
  void jobError() throws Exception {
    long error = service.object("IBackgroundCopyError");
    String get = "IBackgroundCopyError::GetError";
    service
        .stubs
        .script(get, 0)
        .outInt(get, 0, 5)
        .outInt(get, 1, 0x80190194)
        .script("IBackgroundCopyError::GetFile", 0)
        .outObjects("IBackgroundCopyError::GetFile", 0, file)
        .script("IBackgroundCopyError::GetErrorDescription", 0)
        .outText("IBackgroundCopyError::GetErrorDescription", 1, "not there")
        .script("IBackgroundCopyError::GetProtocol", 0)
        .outText("IBackgroundCopyError::GetProtocol", 0, "http");
    List<Told> told =
        heardOf(
            () -> {
              service
                  .stubs
                  .script("IBackgroundCopyJob::GetError", 0)
                  .outObjects("IBackgroundCopyJob::GetError", 0, error);
              state(JobState.ERROR);
            },
            IBackgroundCopyCallback.Vtbl.JobError,
            service.jobObject(),
            error);
    JobError expected =
        new JobError(
            Fault.of(new HResult(0x80190194)),
            5,
            Optional.of(REMOTE),
            Optional.of(LOCAL),
            Optional.of("http"),
            "not there");
    assertEquals(once("error", Optional.of(expected)), told);
  }

  @Test
  void jobModification() throws Exception {
    List<Told> told =
        heardOf(
            () -> progress(7),
            IBackgroundCopyCallback.Vtbl.JobModification,
            service.jobObject(),
            0);
    assertEquals(once("modified", 7L), told);
  }

  @Test
  void fileTransferred() throws Exception {
    List<Told> told =
        heardOf(() -> {}, IBackgroundCopyCallback2.Vtbl.FileTransferred, service.jobObject(), file);
    assertEquals(once("file", List.of(LOCAL, REMOTE)), told);
    assertEquals(Set.of(file), askedForName());
  }

  @Test
  void fileRangesTransferred() throws Exception {
    List<Told> told;
    long[] raw = {5, 10, 100, BG_FILE_RANGE.BG_LENGTH_TO_EOF};
    try (Memory ranges = new Memory((long) raw.length * Long.BYTES)) {
      ranges.write(0, raw, 0, raw.length);
      told =
          heardOf(
              () -> {},
              IBackgroundCopyCallback3.Vtbl.FileRangesTransferred,
              service.jobObject(),
              file,
              2,
              Pointer.nativeValue(ranges));
    }
    List<FileRange> expected = List.of(FileRange.of(5, 10), FileRange.from(100));
    assertEquals(once("ranges", List.of(LOCAL, REMOTE, expected)), told);
    assertEquals(Set.of(file), askedForName());
  }

  @Test
  void manyThreadsAtOnce() throws Exception {
    VtblMethod method = IBackgroundCopyCallback2.Vtbl.FileTransferred;
    assertEquals(0, place.call(5, 20, method, service.jobObject(), file), "not S_OK");
    Eventually.until(() -> heard.size() >= 100);
    assertEquals(100, heard.size());
    assertEquals(Set.copyOf(once("file", List.of(LOCAL, REMOTE))), Set.copyOf(heard));
  }
}
