package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Finding;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.contract.ClosedPort;
import io.github.bits4j.error.HResult;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import io.github.bits4j.transfer.Preflight;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program may do in its common pool what it wants, for as long as it wants: nothing here waits
 * for it. With two processors it is one thread, and as of JDK 25 the JDK's client completes futures
 * on it.
 */
@Timeout(240)
final class CommonPoolTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch over = new CountDownLatch(1);
  private final byte[] content = new byte[1 << 20];

  @TempDir Path folder;

  CommonPoolTest() {
    new Random(3).nextBytes(content);
  }

  @BeforeEach
  void blockThePool() throws InterruptedException {
    int threads = ForkJoinPool.getCommonPoolParallelism();
    CountDownLatch blocked = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                blocked.countDown();
                try {
                  over.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    assertTrue(blocked.await(60, TimeUnit.SECONDS), "the common pool has work of others");
  }

  @AfterEach
  void letThePoolGo() {
    over.countDown();
  }

  private void assertComes(BitsManager bits, String url) throws Exception {
    Path target = folder.resolve("target");
    BitsJob job = bits.createJob(JobSpec.download("x").file(url, target).build());
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void aDownloadComes() throws Exception {
    try (Origin origin = new Origin();
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      assertComes(bits, origin.serve("/f", content));
    }
  }

  @Test
  void aDownloadComesOverAQueueInAFolder() throws Exception {
    try (Origin origin = new Origin();
        BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("queue")).open()) {
      assertComes(bits, origin.serve("/f", content));
    }
  }

  @Test
  void aServerIsAskedBeforehand() throws Exception {
    try (Origin origin = new Origin()) {
      List<Finding> found = Preflight.withoutBackend().url(origin.serve("/f", content)).check(LONG);
      Finding head = found.stream().filter(it -> it.id().equals("head")).findFirst().orElseThrow();
      assertEquals(Finding.Status.OK, head.status(), found.toString());
    }
  }

  @Test
  void aDownloadThatHangsIsStopped() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (head, connection) -> {
                  asked.countDown();
                  connection.getInputStream().read();
                });
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      BitsJob job =
          bits.createJob(
              JobSpec.download("x").file(server.url("/f"), folder.resolve("target")).build());
      job.resume();
      assertTrue(asked.await(60, TimeUnit.SECONDS));
      job.suspend();
      assertEquals(JobState.SUSPENDED, job.status().state());
    }
  }

  private BitsServer posting(RawServer application, Duration patience) throws Exception {
    ServerApplication told =
        new ServerApplication(
            URI.create(application.url("/")), ServerApplication.Notification.VALUE, patience);
    return BitsServer.serving(Files.createDirectory(folder.resolve("served")))
        .uploads(UploadSettings.builder().application(told).build())
        .start();
  }

  private BitsJob upload(BitsManager bits, BitsServer server) throws Exception {
    Path source = Files.write(folder.resolve("source"), content);
    String url = server.url("target").toString();
    BitsJob job = bits.createJob(JobSpec.upload("x").file(url, source).build());
    job.resume();
    return job;
  }

  @Test
  void anUploadIsPostedToTheServerApplication() throws Exception {
    try (RawServer application =
            new RawServer(
                (head, connection) ->
                    RawServer.writeLast(
                        connection,
                        "HTTP/1.1 200 OK\r\nBITS-Copy-File-To-Destination: 1\r\n"
                            + "Content-Length: 0\r\n\r\n"));
        BitsServer server = posting(application, LONG);
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      BitsJob job = upload(bits, server);
      assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("served/target")));
    }
  }

  @Test
  void aServerApplicationThatKeepsSilentIsGivenUp() throws Exception {
    try (RawServer application =
            new RawServer((head, connection) -> over.await(60, TimeUnit.SECONDS));
        BitsServer server = posting(application, Duration.ofMillis(300));
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      BitsJob job = upload(bits, server);
      UploadBench.reach(job, JobState.TRANSIENT_ERROR);
      assertEquals(HResult.ofHttpStatus(504), job.error().hresult());
    }
  }

  @Test
  void aRefusedConnectionIsSaid() throws Exception {
    try (ClosedPort nobody = new ClosedPort();
        HttpBench bench = new HttpBench(folder)) {
      HttpBench.fail(bench.job(nobody.url("/f")), JobState.TRANSIENT_ERROR, 0x80072EFD);
    }
  }
}
