package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.ServerApplicationStatus;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every final status of a server application, from it to the job, through real sockets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadedToApplicationsTest {
  @TempDir static Path folder;
  private static HttpApplication application;
  private static final ConcurrentLinkedQueue<Integer> ANSWERS = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger POSTS = new AtomicInteger();
  private static BitsServer server;
  private static UploadBench bench;
  private static UploadBench quick;
  private static byte[] bytes;

  @BeforeAll
  static void start() throws IOException {
    application =
        new HttpApplication(
            exchange -> {
              POSTS.incrementAndGet();
              exchange.getRequestBody().readAllBytes();
              Integer status = ANSWERS.poll();
              exchange.getResponseHeaders().set("BITS-Copy-File-To-Destination", "1");
              exchange.sendResponseHeaders(status == null ? 200 : status, -1);
              exchange.close();
            });
    server =
        BitsServer.serving(Files.createDirectory(folder.resolve("served")))
            .uploads(
                UploadSettings.builder()
                    .application(
                        new ServerApplication(
                            application.url(), ServerApplication.Notification.VALUE))
                    .build())
            .start();
    bench = new UploadBench(folder);
    quick = new UploadBench(folder, new QuickAgenda(), new MemoryStore());
    bytes = bench.source(812);
  }

  @AfterAll
  static void stop() {
    bench.close();
    quick.close();
    server.close();
    application.close();
  }

  @ParameterizedTest
  @MethodSource("io.github.bits4j.embedded.FinalStatuses#all")
  void everyStatusEndsInTheStateOfItsClass(int status) throws Exception {
    ANSWERS.clear();
    POSTS.set(0);
    ANSWERS.add(status);
    Path target = folder.resolve("served").resolve("resumed-" + status);
    BitsJob job = bench.upload(server.url("/resumed-" + status).toString());
    if (status == 200) {
      HttpBench.succeed(job);
      assertEquals(1, POSTS.get());
    } else {
      HttpBench.fail(
          job,
          FinalStatuses.isFatal(status) ? JobState.ERROR : JobState.TRANSIENT_ERROR,
          0x80190000 + status,
          ErrorContext.REMOTE_APPLICATION);
      assertEquals(1, POSTS.get());
      assertFalse(Files.exists(target));
      assertEquals(
          bytes.length, job.status().progress().orElseThrow().bytesTransferred(), "all is there");
      resumedAfter(status, job);
    }
    if (status != 403) {
      assertArrayEquals(bytes, Files.readAllBytes(target));
    }
    job.close();
  }

  /** What a Resume after a failure comes to: posted again, but for 403. */
  private static void resumedAfter(int status, BitsJob job) throws InterruptedException {
    if (status == 403) {
      HttpBench.fail(job, JobState.ERROR, 0x80190193, ErrorContext.REMOTE_APPLICATION);
      assertEquals(1, POSTS.get(), "never posted again");
      job.cancel();
    } else {
      HttpBench.succeed(job);
      assertEquals(2, POSTS.get(), "posted again");
      job.complete();
    }
  }

  static IntStream transientStatuses() {
    return FinalStatuses.all().filter(status -> status != 200 && !FinalStatuses.isFatal(status));
  }

  @ParameterizedTest
  @MethodSource("transientStatuses")
  void whatMayPassIsPostedAgainByItself(int status) throws Exception {
    ANSWERS.clear();
    POSTS.set(0);
    ANSWERS.add(status);
    assertEquals(
        ServerApplicationStatus.Outcome.TRANSIENT, new ServerApplicationStatus(status).outcome());
    BitsJob job = quick.upload(server.url("/retried-" + status).toString());
    job.resume();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JobStatus now = job.status();
    while (now.state() != JobState.TRANSFERRED && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(2);
      now = job.status();
    }
    assertEquals(JobState.TRANSFERRED, now.state(), now::toString);
    assertEquals(2, POSTS.get());
    assertEquals(1, now.errorCount().orElseThrow());
    job.complete();
  }
}
