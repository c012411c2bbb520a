package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Logged;
import io.github.bits4j.Observations;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jobs when the engine's own means fail it: the store, threads, executors. */
@Timeout(60)
final class OwnFailuresTest {
  @TempDir Path folder;

  /** Keeps records, and fails when it is told to. */
  private static final class FailingStore implements Store {
    final Map<UUID, JobRecord> records = new LinkedHashMap<>();
    Predicate<JobRecord> failing = record -> false;
    boolean failingToRemove;
    boolean closed;
    int failures;

    void fail(boolean always) {
      failing = record -> always;
    }

    @Override
    public List<JobRecord> load() {
      return List.copyOf(records.values());
    }

    @Override
    public void save(JobRecord before, JobRecord after, Keep keep) {
      check(failing.test(after));
      records.put(after.id(), after);
    }

    private void check(boolean fails) {
      if (fails) {
        if (++failures > 100) {
          throw new AssertionError("tried again and again without a pause");
        }
        throw new StoreException(HResult.ofWin32(112), "no room for the queue", null);
      }
    }

    @Override
    public void remove(JobRecord job) {
      check(failingToRemove);
      records.remove(job.id());
    }

    @Override
    public Secrets secrets() {
      return Secrets.ofThisProcess();
    }

    @Override
    public boolean durable() {
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final FailingStore store = new FailingStore();

  private Bench bench() {
    return new Bench(folder, store, new LocalFiles(), true);
  }

  @Test
  void aCallThatCannotBeStoredChangesNothing() {
    Bench bench = bench();
    BitsJob job = bench.job("a");
    store.fail(true);
    for (Runnable call :
        List.<Runnable>of(
            job::resume, job::cancel, () -> job.setDescription("x"), () -> bench.job("b"))) {
      BitsException refusal = assertThrows(BitsException.class, call::run);
      assertEquals(0x80070070, refusal.hresult().value());
    }
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(Optional.of(""), job.properties().description());
    assertEquals(1, bench.bits.jobs().size());
    store.fail(false);
    job.resume();
    assertEquals(JobState.CONNECTING, job.state());
  }

  @Test
  void aFailureAfterAFailureIsNoChangeOfState() {
    Bench bench = bench();
    Observations seen = new Observations();
    try (Logged logged = new Logged(Steps.class)) {
      BitsJob job = bench.resumed("a");
      store.fail(true);
      bench.at("a").connects(10);
      bench.time.advance(Duration.ofSeconds(1250));
      assertEquals(JobState.TRANSIENT_ERROR, job.state());
      assertTrue(job.status().errorCount().orElseThrow() >= 2);
      assertFalse(logged.records.isEmpty());
    }
    seen.close();
    assertEquals("CONNECTING -> TRANSIENT_ERROR", seen.steps().get(seen.steps().size() - 1));
    assertFalse(
        seen.steps().contains("TRANSIENT_ERROR -> TRANSIENT_ERROR"), seen.steps()::toString);
  }

  @Test
  void aTransferThatCannotBeStoredIsTriedAgain() {
    Bench bench = bench();
    try (Logged logged = new Logged(Steps.class)) {
      BitsJob job = bench.resumed("a");
      ScriptedTransport.Go go = bench.at("a");
      store.fail(true);
      go.connects(10);
      assertTrue(go.stopped);
      assertEquals(JobState.TRANSIENT_ERROR, job.state());
      assertEquals(0x80070070, job.error().hresult().value());
      assertEquals(ErrorContext.GENERAL_QUEUE_MANAGER, job.error().context().orElseThrow());
      store.fail(false);
      bench.time.advance(Duration.ofSeconds(600));
      bench.at("a").succeeds(1);
      assertEquals(JobState.TRANSFERRED, job.state());
      assertEquals(1, logged.records.size());
    }
  }

  @Test
  void theEndOfPatienceThatCannotBeStoredWaitsForTheNextRetry() {
    Bench bench = bench();
    try (Logged logged = new Logged(Steps.class)) {
      BitsJob job = bench.job("a");
      job.setNoProgressTimeout(Duration.ofSeconds(700));
      job.resume();
      bench.at("a").fails(Bench.PASSING);
      bench.time.advance(Duration.ofSeconds(600));
      job.setMinimumRetryDelay(Duration.ofSeconds(300));
      bench.at("a").fails(Bench.PASSING);
      store.fail(true);
      bench.time.advance(Duration.ofSeconds(300));
      assertEquals(JobState.TRANSIENT_ERROR, job.state());
      assertEquals(1, logged.records.size());
      store.fail(false);
      bench.time.advance(Duration.ofSeconds(100));
      bench.at("a").fails(Bench.PASSING);
      assertEquals(JobState.ERROR, job.state());
    }
  }

  @Test
  void aJobThatCannotBeStartedLeavesItsTurnToTheNext() {
    Bench bench = bench();
    try (Logged logged = new Logged(Steps.class)) {
      BitsJob first = bench.resumed("a");
      BitsJob second = bench.resumed("b");
      BitsJob third = bench.resumed("c");
      store.failing = record -> record.id().equals(second.id());
      first.cancel();
      assertEquals(JobState.TRANSIENT_ERROR, second.state());
      assertEquals(JobState.CONNECTING, third.state());
      assertEquals(1, logged.records.size());
    }
  }

  @Test
  void anEndedJobThatCannotBeForgottenHasEndedAllTheSame() {
    Bench bench = bench();
    try (Logged logged = new Logged(Engine.class)) {
      store.failingToRemove = true;
      BitsJob completed = bench.resumed("a");
      bench.at("a").succeeds(3);
      assertEquals(Completion.ALL, completed.complete());
      BitsJob cancelled = bench.job("b");
      assertEquals(Completion.ALL, cancelled.cancel());
      assertEquals(List.of("a"), bench.names());
      assertEquals(2, logged.records.size());
      bench.engine.close();

      Bench next = bench();
      assertEquals(List.of(), next.bits.jobs());
      assertEquals(List.of("a"), next.names());
      store.failingToRemove = false;
      bench();
      assertEquals(Map.of(), store.records);
    }
  }

  @Test
  void aQueueThatCannotBeOpenedMovesNothing() {
    Bench bench = bench();
    bench.job(JobPriority.FOREGROUND, "a").resume();
    BitsJob second = bench.job(JobPriority.FOREGROUND, "b");
    second.resume();
    store.failing = record -> record.id().equals(second.id());
    ScriptedTransport far = new ScriptedTransport();
    Engine engine =
        Engines.downloading(
            new VirtualAgenda(new VirtualTime(Bench.START)),
            store,
            name -> far,
            new LocalFiles(),
            2);
    try (Logged logged = new Logged(Steps.class)) {
      assertThrows(BitsException.class, engine::open);
      assertEquals(0, far.count());
      assertTrue(store.closed);
      assertFalse(logged.records.isEmpty());
    }
  }

  /** Or bytes of one version could be taken for those of another one after a crash. */
  @Test
  void theVersionIsKeptBeforeTheFirstByteOfIt() {
    Bench bench = bench();
    BitsJob job = bench.resumed("a");
    bench.agenda.call(
        () -> {
          bench.at("a").connects(10);
          assertEquals(10, store.records.get(job.id()).files().get(0).size().orElseThrow());
          return null;
        });
  }

  @Test
  void aTransferWithoutAThreadIsTriedAgain() throws Exception {
    List<Runnable> work = new ArrayList<>();
    Executor once =
        runnable -> {
          if (work.isEmpty()) {
            work.add(runnable);
            throw new InternalError("unable to create native thread");
          }
          runnable.run();
        };
    VirtualTime time = new VirtualTime(Bench.START);
    VirtualAgenda agenda = new VirtualAgenda(time);
    Engine engine =
        Engines.downloading(
            agenda, new MemoryStore(), name -> new FileTransport(once), new LocalFiles(), 2);
    engine.open();
    Path source = Files.writeString(folder.resolve("source"), "text");
    try (Logged logged = new Logged(Move.class);
        BitsManager bits =
            new EmbeddedManager(
                engine, agenda::execute, ClientCertificates.none(), true, () -> {})) {
      BitsJob job =
          bits.createJob(
              JobSpec.download("x").file(source.toString(), folder.resolve("a")).build());
      job.resume();
      assertEquals(JobState.TRANSIENT_ERROR, job.state());
      assertEquals(1, logged.records.size());
      time.advance(Duration.ofSeconds(600));
      assertEquals(JobState.TRANSFERRED, job.state());
    }
  }

  @Test
  void aListenerWithoutAThreadHearsTheNextTime() {
    Bench bench = bench();
    List<JobState> heard = new ArrayList<>();
    List<Runnable> refused = new ArrayList<>();
    Executor carrier =
        runnable -> {
          if (refused.isEmpty()) {
            refused.add(runnable);
            throw new InternalError("unable to create native thread");
          }
          runnable.run();
        };
    BitsManager bits =
        new EmbeddedManager(bench.engine, carrier, ClientCertificates.none(), true, () -> {});
    try (Logged logged = new Logged(Subscriber.class)) {
      BitsJob job = bits.job(bench.job("a").id());
      job.listen(
          new JobListener() {
            @Override
            public void jobModified(BitsJob j, JobStatus status) {
              heard.add(status.state());
            }

            @Override
            public void jobError(BitsJob j, JobStatus status) {
              heard.add(status.state());
            }
          },
          Runnable::run);
      job.resume();
      assertEquals(JobState.CONNECTING, job.state());
      assertEquals(List.of(), heard);
      bench.at("a").fails(Bench.LASTING);
      assertEquals(JobState.ERROR, heard.get(heard.size() - 1));
      assertEquals(1, logged.records.size());
    }
  }

  @Test
  void theDescriptionOfAnErrorFitsItsContext() {
    ErrorRecord here = error(ErrorContext.LOCAL_FILE);
    ErrorRecord there = error(ErrorContext.REMOTE_FILE);
    assertNotEquals(here.asJobError().description(), there.asJobError().description());
    assertEquals(here.asJobError().fault(), there.asJobError().fault());
  }

  private static ErrorRecord error(ErrorContext context) {
    return new ErrorRecord(
        Failure.ACCESS_DENIED,
        context.value(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
