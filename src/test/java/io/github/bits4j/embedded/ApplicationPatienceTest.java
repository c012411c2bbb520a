package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.ServerApplication.Notification;
import io.github.bits4j.server.UploadSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server application has its time, and both ends wait for so long: five minutes, which {@code
 * -Dbits4j.long=true} really takes, with nothing set by anybody. Otherwise it is some seconds.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ApplicationPatienceTest {
  private static final boolean LONG = Boolean.getBoolean("bits4j.long");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final byte[] bytes = new byte[812];
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger posts = new AtomicInteger();

  ApplicationPatienceTest() {
    new Random(5).nextBytes(bytes);
  }

  @AfterEach
  void end() {
    over.countDown();
  }

  /** An application whose first answer takes its time. */
  private RawServer application(Duration first) {
    return new RawServer(
        (head, connection) -> {
          if (posts.getAndIncrement() == 0) {
            over.await(first.toMillis(), TimeUnit.MILLISECONDS);
          }
          RawServer.writeLast(
              connection,
              "HTTP/1.1 200 OK\r\nBITS-Copy-File-To-Destination: 1\r\n"
                  + "Content-Length: 0\r\n\r\n");
        });
  }

  private BitsServer server(RawServer application, Duration shortPatience) throws Exception {
    URI url = URI.create(application.url("/"));
    return BitsServer.serving(Files.createDirectory(folder.resolve("served")))
        .uploads(
            UploadSettings.builder()
                .application(
                    LONG
                        ? new ServerApplication(url, Notification.VALUE)
                        : new ServerApplication(url, Notification.VALUE, shortPatience))
                .build())
        .start();
  }

  private BitsJob upload(BitsManager bits, BitsServer server) throws Exception {
    Path source = Files.write(folder.resolve("source"), bytes);
    String url = server.url("arrived").toString();
    BitsJob job = bits.createJob(JobSpec.upload("slow").file(url, source).build());
    job.resume();
    return job;
  }

  private static void reach(BitsJob job, JobState state) throws InterruptedException {
    Duration longest = LONG ? FIVE_MINUTES.plusMinutes(1) : Duration.ofMinutes(1);
    until(longest, () -> job.state() == state);
  }

  private void assertArrived() throws Exception {
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("served/arrived")));
  }

  @Test
  void anAnswerThatComesInTimeIsTaken() throws Exception {
    Duration takes = LONG ? FIVE_MINUTES.minusSeconds(5) : Duration.ofSeconds(1);
    long start = System.nanoTime();
    try (RawServer application = application(takes);
        BitsServer server = server(application, Duration.ofMinutes(1));
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      BitsJob job = upload(bits, server);
      reach(job, JobState.TRANSFERRED);
      assertTrue(System.nanoTime() - start >= takes.toNanos(), "before there was an answer");
      assertEquals(0, job.status().errorCount().orElseThrow());
      assertEquals(1, posts.get());
      assertArrived();
    }
  }

  @Test
  void anAnswerThatComesTooLateIsAskedForAgain() throws Exception {
    // So long that the second answer, which comes at once, does so in time on any machine.
    Duration patience = LONG ? FIVE_MINUTES : Duration.ofSeconds(5);
    long start = System.nanoTime();
    try (RawServer application = application(FIVE_MINUTES.plusSeconds(20));
        BitsServer server = server(application, patience);
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      BitsJob job = upload(bits, server);
      reach(job, JobState.TRANSIENT_ERROR);
      assertTrue(System.nanoTime() - start >= patience.toNanos(), "before its time was over");
      assertEquals(HResult.ofHttpStatus(504), job.error().hresult());
      assertEquals(Optional.of(ErrorContext.REMOTE_APPLICATION), job.error().context());
      job.resume();
      reach(job, JobState.TRANSFERRED);
      assertEquals(2, posts.get());
      assertArrived();
    }
  }
}
