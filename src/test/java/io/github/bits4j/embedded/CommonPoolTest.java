package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
@Timeout(120)
final class CommonPoolTest {
  private static final Duration LONG = Duration.ofSeconds(30);

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

  @Test
  void aRefusedConnectionIsSaid() throws Exception {
    try (HttpBench bench = new HttpBench(folder)) {
      int port;
      try (RawServer server = new RawServer((head, connection) -> {})) {
        port = server.port();
      }
      HttpBench.fail(
          bench.job("http://127.0.0.1:" + port + "/f"), JobState.TRANSIENT_ERROR, 0x80072EFD);
    }
  }
}
