package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.bits4j.server.ServerApplication.Notification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server makes of every final status of a server application, through real sockets. */
class ServerApplicationStatusesTest {
  private static final byte[] FILE = new byte[812];

  /** A client would act upon these by itself; they travel under another of the same class. */
  private static final Set<Integer> DISGUISED = Set.of(304, 401, 407, 413, 416);

  @TempDir static Path folder;
  private static ScriptedApplication application;
  private static BitsServer server;

  @BeforeAll
  static void start() throws IOException {
    new Random(5).nextBytes(FILE);
    application = new ScriptedApplication();
    server =
        BitsServer.serving(folder)
            .uploads(
                UploadSettings.builder()
                    .application(
                        new ServerApplication(application.url("/handle"), Notification.VALUE))
                    .build())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    application.close();
  }

  static IntStream finalStatuses() {
    return IntStream.rangeClosed(200, 599);
  }

  /**
   * What the client is told, whether the file is posted again when the client repeats the last
   * fragment, and that nothing is lost on the way.
   */
  @ParameterizedTest
  @MethodSource("finalStatuses")
  void everyStatus(int status) throws IOException {
    application.requests.clear();
    // What a case that failed left would be the answer to this one.
    application.forget();
    application.answers(ScriptedApplication.status(status));
    application.answers(ScriptedApplication.status(200, "BITS-Copy-File-To-Destination: 1"));
    Path target = folder.resolve("file-" + status);
    try (UploadClient client = new UploadClient(server.url(), "/file-" + status)) {
      String session = client.session();
      assertEquals(200, client.fragment(session, FILE, 0, 800).status());
      RawConnection.Head ack = client.fragment(session, FILE, 800, 812);
      assertFalse(Files.exists(target));
      RawConnection.Head again = client.fragment(session, FILE, 800, 812);
      if (status == 200) {
        assertGood(ack);
        assertGood(again);
        assertEquals(ack.the("BITS-Reply-URL"), again.the("BITS-Reply-URL"));
        assertEquals(1, application.requests.size(), "posted once");
      } else if (status == 403) {
        assertFailed(status, ack);
        assertFailed(status, again);
        assertEquals(1, application.requests.size(), "never again");
      } else {
        assertFailed(status, ack);
        assertGood(again);
        assertEquals(2, application.requests.size(), "posted again");
        assertArrayEquals(FILE, application.requests.get(1).body());
        assertArrayEquals(FILE, Files.readAllBytes(target));
      }
      int open = sessions();
      assertEquals(200, client.close(session).status());
      assertEquals(open - 1, sessions());
    }
  }

  private static int sessions() {
    return folder.resolve(Sessions.FOLDER).toFile().list().length;
  }

  private static void assertGood(RawConnection.Head ack) {
    assertEquals(200, ack.status(), ack::toString);
    assertEquals("812", ack.the("BITS-Received-Content-Range"));
    assertEquals(Optional.empty(), ack.header("BITS-Error-Code"));
    assertEquals(Optional.empty(), ack.header("BITS-Error"));
    assertEquals(Optional.empty(), ack.header("BITS-Error-Context"));
  }

  private static void assertFailed(int status, RawConnection.Head ack) {
    int wire = DISGUISED.contains(status) ? 400 : status < 300 ? 500 : status;
    assertEquals(wire, ack.status(), ack::toString);
    assertEquals(String.format("0x%08X", 0x80190000 + status), ack.the("BITS-Error-Code"));
    assertEquals(ack.the("BITS-Error-Code"), ack.the("BITS-Error"));
    assertEquals("0x7", ack.the("BITS-Error-Context"));
    assertEquals("812", ack.the("BITS-Received-Content-Range"));
    assertEquals(Optional.empty(), ack.header("BITS-Reply-URL"));
  }
}
