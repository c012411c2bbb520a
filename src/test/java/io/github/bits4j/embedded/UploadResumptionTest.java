package io.github.bits4j.embedded;

import static io.github.bits4j.embedded.UploadBench.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that were interrupted, by the far end or by what became of the near one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadResumptionTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final MemoryQueue queue = new MemoryQueue();
  private final CountDownLatch released = new CountDownLatch(1);
  private StrictUploads server;
  private UploadBench bench;

  @BeforeEach
  void start() throws IOException {
    server = new StrictUploads();
    bench = new UploadBench(folder, new ThreadAgenda(), queue.store());
  }

  @AfterEach
  void stop() {
    released.countDown();
    bench.close();
    server.close();
  }

  private BitsJob upload() {
    return bench.upload(server.url("/in/report.bin"));
  }

  private void nextProcess() {
    bench.close();
    bench = new UploadBench(folder, new ThreadAgenda(), queue.store());
  }

  private void failAtTheSecondFragment() {
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet ->
            packet.type().equals("Fragment") && fragments.getAndIncrement() == 1
                ? Optional.of(StrictUploads.Answer.of(503))
                : Optional.empty();
  }

  @Test
  void aSourceThatChangedWhileNobodyLookedIsNotSent() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    FileTime time = Files.getLastModifiedTime(bench.source);
    failAtTheSecondFragment();
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    bench.close();
    Files.setLastModifiedTime(bench.source, FileTime.from(Instant.EPOCH));
    nextProcess();
    BitsJob found = bench.bits.job(job.id());
    int packets = server.packets.size();
    HttpBench.fail(found, JobState.ERROR, 0x8020001D, ErrorContext.LOCAL_FILE);
    HttpBench.fail(found, JobState.ERROR, 0x8020001D, ErrorContext.LOCAL_FILE);
    assertEquals(packets, server.packets.size());
    Files.setLastModifiedTime(bench.source, time);
    HttpBench.succeed(found);
    assertArrayEquals(bytes, server.file());
  }

  @Test
  void aSourceThatIsGoneIsTold() throws Exception {
    bench.source(3 * MIB);
    failAtTheSecondFragment();
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    Files.delete(bench.source);
    HttpBench.fail(job, JobState.ERROR, 0x80070002, ErrorContext.LOCAL_FILE);
  }

  @Test
  void aServerThatWasRestoredFromABackupGetsThoseBytesAgain() throws Exception {
    byte[] bytes = bench.source(4 * MIB);
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet -> {
          if (packet.type().equals("Fragment") && fragments.getAndIncrement() == 2) {
            server.keepOnly(MIB + 12_345);
          }
          return Optional.empty();
        };
    BitsJob job = HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
    assertEquals(0, job.status().errorCount().orElseThrow());
    assertEquals(1, server.types().stream().filter("Create-Session"::equals).count());
  }

  @Test
  void aSessionThatIsLostAgainAndAgainIsATransientError() throws Exception {
    bench.source(MIB);
    server.instead =
        packet -> {
          if (packet.type().equals("Fragment")) {
            server.forgetSession();
          }
          return Optional.empty();
        };
    HttpBench.fail(upload(), JobState.TRANSIENT_ERROR, 0x8020001F);
  }

  @Test
  void anOffsetBehindTheEndIsNoAnswer() throws Exception {
    bench.source(MIB);
    server.said =
        answer ->
            answer.headers().containsKey("BITS-Received-Content-Range")
                ? answer.with("BITS-Received-Content-Range", "" + (MIB + 1))
                : answer;
    HttpBench.fail(upload(), JobState.ERROR, 0x8020001B);
  }

  // ---- Those who take their time ----

  private void impatient() {
    bench.close();
    bench =
        new UploadBench(
            folder,
            new ThreadAgenda(),
            queue.store(),
            Duration.ofMillis(300),
            null,
            ClientCertificates.none());
  }

  private void await(Duration longest) {
    try {
      released.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theLastAnswerMayTakeAsLongAsAServerApplication() throws Exception {
    byte[] bytes = bench.source(1000);
    impatient();
    server.said =
        answer -> {
          if (answer.headers().containsKey("BITS-Received-Content-Range")) {
            await(Duration.ofSeconds(2));
          }
          return answer;
        };
    HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
  }

  @Test
  void otherAnswersMayNot() throws Exception {
    bench.source(2 * MIB);
    impatient();
    server.said =
        answer -> {
          if (answer.headers().containsKey("BITS-Received-Content-Range")) {
            await(Duration.ofSeconds(30));
          }
          return answer;
        };
    HttpBench.fail(upload(), JobState.TRANSIENT_ERROR, 0x80072EE2);
  }

  /** What a server application does wrong passes, and the file is posted again. */
  @ParameterizedTest
  @CsvSource({"slow, 504", "crash, 502", "garbage, 502"})
  void aServerApplicationThatDoesNotAnswer(String how, int status) throws Exception {
    byte[] bytes = bench.source(100_000);
    AtomicInteger posts = new AtomicInteger();
    try (RawServer application =
            new RawServer(
                (head, connection) -> {
                  connection.getInputStream().readNBytes(1);
                  if (posts.getAndIncrement() > 0) {
                    RawServer.write(
                        connection,
                        "HTTP/1.1 200 OK\r\nBITS-Copy-File-To-Destination: 1\r\n"
                            + "Content-Length: 0\r\n\r\n");
                    connection.shutdownOutput();
                    connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                  } else if (how.equals("slow")) {
                    released.await(30, TimeUnit.SECONDS);
                  } else if (how.equals("garbage")) {
                    RawServer.write(connection, "good morning\r\n\r\n");
                  }
                });
        BitsServer ours =
            BitsServer.serving(Files.createDirectory(folder.resolve("served")))
                .uploads(
                    UploadSettings.builder()
                        .application(
                            new ServerApplication(
                                URI.create(application.url("/")),
                                ServerApplication.Notification.VALUE,
                                Duration.ofSeconds(how.equals("slow") ? 1 : 30)))
                        .build())
                .start()) {
      BitsJob job = bench.upload(ours.url("report.bin").toString());
      HttpBench.fail(
          job, JobState.TRANSIENT_ERROR, 0x80190000 + status, ErrorContext.REMOTE_APPLICATION);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("served/report.bin")));
      assertEquals(2, posts.get());
    }
  }

  // ---- Copies ----

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aFullPathIsCopiedTo(boolean asUrl) throws Exception {
    byte[] bytes = bench.source(700_001);
    Path target = Files.createDirectory(folder.resolve("share")).resolve("copy.bin");
    BitsJob job = bench.upload(asUrl ? target.toUri().toString() : target.toString());
    HttpBench.succeed(job).complete();
    assertArrayEquals(bytes, Files.readAllBytes(target));
    try (var left = Files.list(target.getParent())) {
      assertEquals(1, left.count());
    }
  }
}
