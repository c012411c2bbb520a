package io.github.bits4j.observe;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationTarget.PROXY;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Logged;
import io.github.bits4j.Observations;
import io.github.bits4j.embedded.EmbeddedBits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted wherever a program may have them, everything that can go wrong does, and all
 * that any logger of bits4j writes at any level, all that metrics are told and all that is recorded
 * is searched for them.
 */
@Timeout(120)
class SecretsStaySecretTest {
  /** In every secret, whatever it is. */
  private static final String SECRET = "hush";

  private static final String SIGNED = "?sig=" + SECRET + "-query&expires=1#" + SECRET + "-part";

  @TempDir private Path folder;

  @Test
  void noneIsLoggedToldOrRecorded() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.getResponseHeaders().set("Set-Cookie", "id=" + SECRET + "-cookie");
          exchange.getResponseHeaders().set("X-Answer", SECRET + "-answer");
          if (status == 302) {
            exchange.getResponseHeaders().set("Location", "/404?sig=" + SECRET + "-redirect");
          } else if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    List<String> said = new ArrayList<>();
    Path file = folder.resolve("recording.jfr");
    Observations seen = new Observations();
    try (Logged logged = new Logged("io.github.bits4j", Level.ALL);
        jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
      recording.start();
      try (BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("queue")).open()) {
        for (String url :
            List.of(
                base + "/404",
                base + "/403",
                base + "/500",
                base + "/302",
                base + "/401",
                base + "/200",
                "http://127.0.0.1:1/closed",
                "http://nowhere.invalid/a")) {
          everythingGoesWrong(bits, url + SIGNED);
        }
      }
      recording.stop();
      recording.dump(file);
      Told.everything();
      logged.records.forEach(it -> said.add(text(it)));
    } finally {
      seen.close();
      server.stop(0);
    }
    assertTrue(said.size() > 30, () -> "only " + said.size() + " lines");
    assertTrue(said.toString().contains("BG_E_HTTP_ERROR_404"), "what is no secret is there");
    said.addAll(List.of(seen.calls.toString(), seen.changes.toString(), seen.waits.toString()));
    RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.github.bits4j."))
        .forEach(event -> said.add(event.toString()));
    assertTrue(said.toString().contains("StateChange"), "events are there");
    for (String line : said) {
      assertFalse(line.contains(SECRET), line);
      assertFalse(line.contains("aHVza"), line); // the same in Base64
    }
  }

  private void everythingGoesWrong(BitsManager bits, String url) throws Exception {
    BitsJob job =
        bits.createJob(
            JobSpec.download(SECRET + "-name")
                .description(SECRET + "-description")
                .file(url, Files.createTempFile(folder, "a", "b"))
                .build());
    job.http().setHeaders(List.of(new HttpHeader("Authorization", "Bearer " + SECRET)));
    try (Credentials site = Credentials.of(SERVER, BASIC, SECRET, (SECRET + "-p").toCharArray());
        Credentials proxy = Credentials.of(PROXY, BASIC, SECRET, SECRET.toCharArray())) {
      job.credentials().set(site);
      job.credentials().set(proxy);
    }
    assertThrows(
        RuntimeException.class,
        () -> job.http().setHeaders(List.of(new HttpHeader("X", SECRET + "-\u4f60"))));
    job.listen(
        new JobListener() {
          @Override
          public void jobError(BitsJob told, JobStatus status) {
            throw new IllegalStateException("a listener's own mistake");
          }
        },
        Runnable::run);
    job.resume();
    for (JobState state = job.state();
        state.isActive() && state != JobState.TRANSIENT_ERROR;
        state = job.state()) {
      job.await(Duration.ofMillis(50));
    }
    job.files().get(0).setRemoteName(url + SECRET);
    assertThrows(RuntimeException.class, () -> job.files().get(0).setRemoteName("x:" + SECRET));
    job.cancel();
    assertThrows(RuntimeException.class, () -> job.http().setHeaders(List.of()));
  }

  private static String text(LogRecord line) {
    StringWriter text = new StringWriter();
    text.write(line.getLoggerName() + ": " + line.getMessage());
    if (line.getThrown() != null) {
      line.getThrown().printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }
}
