package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executor;

/** An engine that uploads over real sockets, with a source file. */
final class UploadBench implements AutoCloseable {
  /** Longer than any test, and longer still in quick time. */
  private static final Duration STALL = Duration.ofDays(30);

  /** Time enough to look at a job before it goes on by itself, and little in quick time. */
  private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

  final Path source;
  final BitsManager bits;

  UploadBench(Path folder) {
    this(folder, new ThreadAgenda(), new MemoryStore());
  }

  UploadBench(Path folder, Agenda agenda, Store store) {
    this(folder, agenda, store, STALL, null, ClientCertificates.none());
  }

  UploadBench(
      Path folder,
      Agenda agenda,
      Store store,
      Duration stall,
      KeyStore trusted,
      ClientCertificates certificates) {
    source = folder.resolve("report.bin");
    Executor workers = Workers.start();
    HttpClients clients = new HttpClients(workers, Duration.ofSeconds(30), trusted, certificates);
    Web web = new Web(agenda, workers, stall, "test", clients);
    Transport down = new HttpTransport(web);
    Uplink up = new HttpUplink(web);
    LocalFiles files = new LocalFiles();
    Uplink copying = new FileUplink(workers, files);
    Engine engine =
        new Engine(
            agenda,
            store,
            name -> down,
            name -> RemoteNames.isHttp(name) ? up : copying,
            files,
            Engines.terms(Limits.FOREGROUND_JOBS),
            true,
            "owner");
    engine.open();
    bits = new EmbeddedManager(engine, workers, certificates, true, () -> {});
  }

  /** Gives the source so many bytes. */
  byte[] source(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(source, bytes);
    return bytes;
  }

  BitsJob upload(String url) {
    return job(JobType.UPLOAD, url);
  }

  BitsJob job(JobType type, String url) {
    JobSpec.Builder spec =
        type == JobType.UPLOAD ? JobSpec.upload("up") : JobSpec.uploadReply("up");
    return bits.createJob(
        spec.priority(JobPriority.FOREGROUND)
            .minimumRetryDelay(RETRY_DELAY)
            .file(url, source)
            .build());
  }

  static BitsJob reach(BitsJob job, JobState state) throws InterruptedException {
    until(() -> job.state() == state);
    return job;
  }

  @Override
  public void close() {
    bits.close();
  }
}
