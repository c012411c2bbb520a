package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.bits4j.BitsManager;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other direction, to a server of ours. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadsTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private Path source;
  private HttpServer application;
  private BitsServer server;
  private BitsManager bits;
  private volatile byte[] answer = "thank you".getBytes();

  @BeforeEach
  void start() throws IOException {
    source = Files.write(folder.resolve("report"), new byte[5000]);
    application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    application.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    application.start();
    bits = EmbeddedBits.builder().inMemory().open();
  }

  private URI served(boolean withApplication) throws IOException {
    UploadSettings.Builder settings = UploadSettings.builder();
    if (withApplication) {
      URI url = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/");
      settings.application(new ServerApplication(url, ServerApplication.Notification.VALUE));
    }
    server =
        BitsServer.serving(Files.createDirectory(folder.resolve("served")))
            .uploads(settings.build())
            .start();
    return server.url("/report");
  }

  @AfterEach
  void stop() {
    bits.close();
    server.close();
    application.stop(0);
  }

  @Test
  void aFileIsWithTheServer() throws Exception {
    try (Transfer transfer = Transfer.upload(source, served(false)).on(bits).start()) {
      TransferResult result = transfer.await(LONG).orThrow();
      assertTrue(result.files().get(0).isThere());
      assertEquals(Optional.empty(), result.reply());
    }
    assertEquals(5000, Files.size(folder.resolve("served/report")));
    assertEquals(5000, Files.size(source));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, (1 << 20) + 1})
  void theAnswerComesBackAndIsKept(int size) throws Exception {
    answer = new byte[size];
    answer[size - 1] = 7;
    Path kept = folder.resolve("answer");
    try (Transfer transfer =
        Transfer.upload(source, served(true)).withReply(kept).on(bits).start()) {
      TransferResult result = transfer.await(LONG).orThrow();
      assertEquals(size <= 1 << 20, result.reply().isPresent());
      result.reply().ifPresent(it -> assertArrayEquals(answer, it));
    }
    assertArrayEquals(answer, Files.readAllBytes(kept));
  }

  @Test
  void aRefusedUploadHasFailedAndTheSourceStays() throws Exception {
    URI url = URI.create(served(false).toString().replace("/report", "/missing/folder/report"));
    try (Transfer transfer =
        Transfer.upload(source, url).on(bits).retry(RetryPolicy.none()).start()) {
      TransferResult result = transfer.await(LONG);
      assertEquals(Outcome.FAILED, result.outcome(), result::toString);
      assertFalse(result.files().get(0).isThere());
    }
    assertEquals(5000, Files.size(source));
    assertEquals(0, bits.jobs().size());
  }

  @Test
  void whatIsForDownloadsIsRefusedAtOnce() throws Exception {
    TransferRequest upload = Transfer.upload(source, served(false));
    assertThrows(IllegalStateException.class, () -> upload.size(5));
    assertThrows(IllegalStateException.class, () -> upload.within(folder));
    assertThrows(IllegalStateException.class, () -> upload.and("http://a/b", source));
    assertThrows(
        IllegalStateException.class, () -> Transfer.download("http://a/b", source).withReply());
  }
}
