package io.github.bits4j.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpServer;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Outlook;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.ServerApplication.Notification;
import io.github.bits4j.server.UploadSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of {@code src/docs/uploads.md}, run; another test holds the two together. */
class UploadsGuideTest {
  @TempDir private Path folder;

  @Test
  void aReplyComesBack() throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    Path log = Files.writeString(folder.resolve("app.log"), "all is well");
    HttpServer application = application(200, "thank you");
    try (BitsServer server = server(inbox, url(application))) {
      assertEquals("thank you", upload(log, server.url("/app.log").toString()));
    } finally {
      application.stop(0);
    }
  }

  @Test
  void theApplicationsStatusComesBack() throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    Path log = Files.writeString(folder.resolve("app.log"), "all is well");
    HttpServer application = application(403, "");
    try (BitsServer server = server(inbox, url(application))) {
      assertEquals("403 for good", upload(log, server.url("/app.log").toString()));
    } finally {
      application.stop(0);
    }
    assertFalse(Files.exists(folder.resolve("app.log.reply")));
  }

  private static BitsServer server(Path inbox, URI application) throws Exception {
    return BitsServer.serving(inbox)
        .uploads(
            UploadSettings.builder()
                .maximumSize(100_000_000)
                .sessionTimeout(Duration.ofDays(1))
                .application(new ServerApplication(application, Notification.VALUE))
                .build())
        .start();
  }

  private static String upload(Path log, String url) throws InterruptedException {
    try (BitsManager bits = EmbeddedBits.builder().inMemory().open();
        BitsJob job = bits.createJob(JobSpec.uploadReply("log").file(url, log).build())) {
      job.resume();
      JobStatus end = job.await(Duration.ofMinutes(10));
      if (end.state() == JobState.TRANSFERRED) {
        byte[] answer =
            job.reply().data().orElse(new byte[0]); // at most 1 MiB; else reply().file()
        job.complete();
        return new String(answer, StandardCharsets.UTF_8);
      }
      String told = end.error().map(UploadsGuideTest::words).orElse("?");
      job.cancel();
      return told;
    }
  }

  private static String words(JobError error) {
    if (error.context().equals(Optional.of(ErrorContext.REMOTE_APPLICATION))) {
      boolean again = error.fault().outlook() == Outlook.TRANSIENT;
      return error.fault().httpStatus().orElse(0) + (again ? " for now" : " for good");
    }
    return error.description();
  }

  private static HttpServer application(int status, String answer) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }
}
