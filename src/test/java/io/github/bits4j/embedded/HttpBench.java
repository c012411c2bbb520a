package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.ErrorContext;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** An engine with real transfers, whose trust and patience a test chooses. */
final class HttpBench implements AutoCloseable {
  /** How long a server may keep silent, unless a test says otherwise. */
  static final Duration STALL = Duration.ofSeconds(30);

  private static final Duration LONG = Duration.ofSeconds(60);

  final Path folder;
  final BitsManager bits;

  HttpBench(Path folder) {
    this(folder, null, ClientCertificates.none(), STALL);
  }

  /** In a time of its own. */
  HttpBench(Path folder, Agenda agenda) {
    this(folder, agenda, null, ClientCertificates.none(), STALL, new LocalFiles());
  }

  /** On a disk of its own kind. */
  HttpBench(Path folder, LocalFiles files) {
    this(folder, new ThreadAgenda(), null, ClientCertificates.none(), STALL, files);
  }

  HttpBench(Path folder, KeyStore trusted, ClientCertificates certificates, Duration stallTimeout) {
    this(folder, new ThreadAgenda(), trusted, certificates, stallTimeout, new LocalFiles());
  }

  private HttpBench(
      Path folder,
      Agenda agenda,
      KeyStore trusted,
      ClientCertificates certificates,
      Duration stallTimeout,
      LocalFiles files) {
    this.folder = folder;
    Executor workers = Workers.start();
    Transport http =
        new HttpTransport(
            new Web(
                agenda,
                workers,
                stallTimeout,
                "test",
                new HttpClients(workers, stallTimeout, trusted, certificates)));
    Engine engine =
        Engines.downloading(agenda, new MemoryStore(), name -> http, files, Limits.FOREGROUND_JOBS);
    engine.open();
    bits = new EmbeddedManager(engine, workers, certificates, true, () -> {});
  }

  Path target() {
    return folder.resolve("target");
  }

  BitsJob job(String url) {
    return job(url, JobPriority.NORMAL);
  }

  BitsJob job(String url, JobPriority priority) {
    return bits.createJob(JobSpec.download("x").priority(priority).file(url, target()).build());
  }

  /** Looks until a job rests or waits for its retry. */
  static JobStatus settled(BitsJob job) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      JobStatus status = job.status();
      if (status.state() == JobState.TRANSIENT_ERROR || !status.state().isActive()) {
        return status;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("still " + status);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** Resumes a job, which must come to its end. */
  static BitsJob succeed(BitsJob job) throws InterruptedException {
    job.resume();
    JobStatus status = settled(job);
    assertEquals(JobState.TRANSFERRED, status.state(), status::toString);
    return job;
  }

  /** Resumes a job, which must fail so. */
  static BitsJob fail(BitsJob job, JobState state, int hresult) throws InterruptedException {
    return fail(job, state, hresult, ErrorContext.REMOTE_FILE);
  }

  static BitsJob fail(BitsJob job, JobState state, int hresult, ErrorContext context)
      throws InterruptedException {
    job.resume();
    JobStatus status = settled(job);
    var error = status.error().orElseThrow(() -> new AssertionError(status.toString()));
    assertEquals("0x%08X".formatted(hresult), error.hresult().toString());
    assertEquals(state, status.state(), status::toString);
    assertEquals(context, error.context().orElseThrow());
    return job;
  }

  @Override
  public void close() {
    bits.close();
  }
}
