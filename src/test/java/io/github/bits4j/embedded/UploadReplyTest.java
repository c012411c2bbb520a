package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobType;
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server application answers comes back with the job. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadReplyTest {
  @TempDir Path folder;
  private HttpApplication application;
  private BitsServer server;
  private UploadBench bench;
  private volatile byte[] reply = "thank you".getBytes();
  private volatile String elsewhere;

  @BeforeEach
  void start() throws IOException {
    application =
        new HttpApplication(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              if (elsewhere != null) {
                exchange.getResponseHeaders().set("BITS-Static-Response-URL", elsewhere);
              }
              exchange.sendResponseHeaders(200, reply.length == 0 ? -1 : reply.length);
              exchange.getResponseBody().write(reply);
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
    bench.source(5000);
  }

  @AfterEach
  void stop() {
    bench.close();
    server.close();
    application.close();
  }

  private BitsJob upload() {
    return bench.job(JobType.UPLOAD_REPLY, server.url("/order.xml").toString());
  }

  @Test
  void theReplyIsThereAsBytesAndAsAFile() throws Exception {
    BitsJob job = upload();
    Path file = folder.resolve("answer.txt");
    assertEquals(Optional.empty(), job.reply().file());
    assertEquals(new ReplyProgress(OptionalLong.empty(), 0), job.reply().progress());
    assertThrows(InvalidJobStateException.class, () -> job.reply().data());
    job.reply().setFile(file);
    assertEquals(Optional.of(file), job.reply().file());
    HttpBench.succeed(job);
    assertArrayEquals(reply, job.reply().data().orElseThrow());
    assertEquals(
        new ReplyProgress(OptionalLong.of(reply.length), reply.length), job.reply().progress());
    assertEquals(
        Optional.of(new JobProgress(OptionalLong.of(5000), 5000, 1, 1)), job.status().progress());
    assertEquals(1, job.files().size());
    assertThrows(InvalidJobStateException.class, () -> job.reply().setFile(file));
    assertFalse(Files.exists(file));
    job.complete();
    assertArrayEquals(reply, Files.readAllBytes(file));
    try (var sessions = Files.list(folder.resolve("served/BITS-Sessions"))) {
      assertEquals(0, sessions.count());
    }
  }

  @Test
  void anEmptyReplyIsNone() throws Exception {
    reply = new byte[0];
    BitsJob job = HttpBench.succeed(upload());
    assertEquals(Optional.empty(), job.reply().data());
    Path chosen = job.reply().file().orElseThrow();
    assertEquals(bench.source.getParent(), chosen.getParent());
    job.complete();
    assertEquals(0, Files.size(chosen));
  }

  @Test
  void aReplyThatLiesElsewhereComesFromThere() throws Exception {
    Path packages = Files.createDirectory(folder.resolve("packages"));
    byte[] answer = "the same for everybody".getBytes();
    Files.write(packages.resolve("v7.cab"), answer);
    try (BitsServer other = BitsServer.serving(packages).start()) {
      reply = new byte[0];
      elsewhere = other.url("/v7.cab").toString();
      BitsJob job = HttpBench.succeed(upload());
      assertArrayEquals(answer, job.reply().data().orElseThrow());
      job.complete();
    }
  }

  @Test
  void aLargeReplyIsAFileOnly() throws Exception {
    reply = new byte[(1 << 20) + 1];
    BitsJob job = HttpBench.succeed(upload());
    assertEquals(
        BitsCode.TOO_LARGE.hresult(),
        assertThrows(BitsException.class, () -> job.reply().data()).hresult());
    Path chosen = job.reply().file().orElseThrow();
    job.complete();
    assertEquals(reply.length, Files.size(chosen));
  }

  @Test
  void cancellingLeavesNothingOfTheReply() throws Exception {
    BitsJob job = HttpBench.succeed(upload());
    job.cancel();
    try (var left = Files.list(folder)) {
      assertEquals(2, left.count(), "the source and the server's folder");
    }
  }

  @Test
  void listenersHearOfTheReplyAndNotOfTheUpload() throws Exception {
    BitsJob job = upload();
    StringBuffer heard = new StringBuffer();
    job.listen(
        new JobListener() {
          @Override
          public void fileTransferred(BitsJob of, io.github.bits4j.BitsFile file) {
            heard.append(file.localName()).append(';');
          }

          @Override
          public void jobTransferred(BitsJob of, JobStatus status) {
            heard.append("the end");
          }
        },
        Runnable::run);
    job.reply().setFile(folder.resolve("answer.txt"));
    HttpBench.succeed(job);
    until(() -> heard.toString().endsWith("the end"));
    assertEquals(folder.resolve("answer.txt") + ";the end", heard.toString());
  }

  @Test
  void aServerWithoutRepliesEndsTheJob() throws Exception {
    try (StrictUploads silent = new StrictUploads()) {
      BitsJob job = bench.job(JobType.UPLOAD_REPLY, silent.url("/in"));
      HttpBench.fail(job, JobState.ERROR, BitsCode.INVALID_SERVER_RESPONSE.hresult().value());
      assertEquals(OptionalLong.empty(), job.reply().progress().bytesTotal());
    }
  }
}
