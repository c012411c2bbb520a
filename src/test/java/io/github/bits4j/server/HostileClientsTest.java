package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good, or can't help it. */
class HostileClientsTest {
  /** As many as there are threads to be held. */
  private static final int MANY = 300;

  /** Longer than this machine holds up a server that works for somebody who means well. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final Queue<Access> log = new ConcurrentLinkedQueue<>();
  private byte[] large;

  @BeforeEach
  void write() throws IOException {
    large = new byte[8 << 20];
    Files.write(folder.resolve("large"), large);
    Files.writeString(folder.resolve("small"), "12345");
  }

  private BitsServer impatient() throws IOException {
    return BitsServer.serving(folder)
        .uploads(UploadSettings.defaults())
        .patience(SHORT)
        .accessLog(log::add)
        .start();
  }

  private static void assertServes(BitsServer server) throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      assertEquals(200, connection.send("GET /small HTTP/1.1").head().status());
      assertArrayEquals("12345".getBytes(StandardCharsets.US_ASCII), connection.body(5));
    }
  }

  @Test
  void thoseWhoNeverEndTheirRequestHoldNobodyUp() throws Exception {
    assertHoldNobodyUp("GET /small HTTP/1.1\r\nHost: x\r\nX: ", 0);
  }

  @Test
  void thoseWhoNeverSendTheirFragmentHoldNobodyUp() throws Exception {
    assertHoldNobodyUp(
        "BITS_POST /file HTTP/1.1\r\nHost: x\r\nBITS-Packet-Type: Ping\r\nContent-Length: 10\r\n\r\nx",
        MANY);
  }

  @Test
  void thoseWhoNeverTakeTheirAnswerHoldNobodyUp() throws Exception {
    assertHoldNobodyUp("GET /large HTTP/1.1\r\nHost: x\r\n\r\n", MANY);
  }

  /** Nobody who never moves is waited for; so many of them come to be told in the log. */
  private void assertHoldNobodyUp(String request, int told) throws Exception {
    List<RawConnection> connections = new ArrayList<>();
    try (BitsServer server = impatient()) {
      for (int i = 0; i < MANY; i++) {
        RawConnection connection = new RawConnection(server.url());
        connections.add(connection);
        connection.write(request.getBytes(StandardCharsets.US_ASCII));
      }
      assertServes(server);
      // Whoever takes his answer in the end moves: none of it is read before all were given up.
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (log.stream().filter(access -> !access.path().equals("/small")).count() < told) {
        assertTrue(System.nanoTime() < end, () -> "only " + log.size() + " are over");
        Thread.sleep(10);
      }
      for (RawConnection connection : connections) {
        assertTrue(connection.drain() < large.length, "the connection ended early");
      }
      assertServes(server);
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }

  /** A hundred bytes a second are not enough to be waited for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /small HTTP/1.1\r\nX: ",
        "BITS_POST /x HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nContent-Length: 1000000\r\n\r\n"
      })
  void aTrickleIsNoProgress(String request) throws Exception {
    try (BitsServer server = impatient();
        RawConnection connection = new RawConnection(server.url())) {
      connection.write(request.getBytes(StandardCharsets.US_ASCII));
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 2000; i++) {
              connection.write(new byte[] {'x'});
              Thread.sleep(10);
            }
          });
      assertServes(server);
    }
  }

  /** Those who are slow but move get everything: half the time passes, again and again. */
  @Test
  void whoMovesIsWaitedFor() throws Exception {
    try (BitsServer server =
            BitsServer.serving(folder)
                .uploads(UploadSettings.defaults())
                .patience(Duration.ofSeconds(3))
                .start();
        UploadClient client = new UploadClient(server.url(), "/file")) {
      String session = client.session();
      try (RawConnection connection = new RawConnection(server.url())) {
        connection.sendExactly(
            List.of(
                "BITS_POST /file HTTP/1.1",
                "Host: x",
                "BITS-Packet-Type: Fragment",
                "BITS-Session-Id: " + session,
                "Content-Range: bytes 0-39999/40000",
                "Content-Length: 40000"),
            new byte[0]);
        // Longer than the patience in all; 10 kB a second is more than it asks for.
        for (int i = 0; i < 40; i++) {
          connection.write(new byte[1000]);
          Thread.sleep(100);
        }
        assertEquals("40000", connection.head().the("BITS-Received-Content-Range"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "BITS_POST"})
  void headersWithoutEndAreCutOff(String method) throws IOException {
    try (BitsServer server =
        BitsServer.serving(folder).uploads(UploadSettings.defaults()).start()) {
      String start = method + " /small HTTP/1.1\r\nHost: x\r\n";
      assertCutOff(server, start + "X: ", "a".repeat(8192));
      assertCutOff(server, start, "X: a\r\n".repeat(1000));
      assertCutOff(server, method + " /", "a".repeat(8192));
      assertServes(server);
    }
  }

  private static void assertCutOff(BitsServer server, String start, String piece)
      throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      connection.write(start.getBytes(StandardCharsets.US_ASCII));
      boolean refused = false;
      byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
      for (int sent = 0; sent < 16 << 20 && !refused; sent += bytes.length) {
        try {
          connection.write(bytes);
        } catch (IOException e) {
          refused = true;
        }
      }
      assertTrue(refused, "16 MiB of " + start.split(" ")[0] + " were taken");
    }
  }

  /** The server answers before it has everything; the client must get to see the answer. */
  @Test
  void whoSendsTooMuchLearnsWhy() throws IOException {
    try (BitsServer server =
            BitsServer.serving(folder)
                .uploads(UploadSettings.builder().maximumFragment(1000).build())
                .start();
        UploadClient client = new UploadClient(server.url(), "/file")) {
      String session = client.session();
      assertEquals(413, client.fragment(session, large, 0, large.length).status());
      assertEquals(500, client.fragment("{unknown}", large, 0, large.length).status());
      assertEquals(405, post(server, large));
      assertFalse(Files.exists(folder.resolve("file")));
    }
  }

  private static int post(BitsServer server, byte[] body) throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      return connection
          .sendExactly(
              List.of("POST /small HTTP/1.1", "Host: x", "Content-Length: " + body.length), body)
          .head()
          .status();
    }
  }

  @Test
  void patienceHasToBeATime() {
    BitsServer.Builder builder = BitsServer.serving(folder);
    assertThrows(IllegalArgumentException.class, () -> builder.patience(Duration.ZERO));
  }
}
