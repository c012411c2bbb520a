package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.server.ServerApplication.Notification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler behind a server of somebody else's, which has the folder under {@code /files}. */
class BitsHandlerTest {
  private static final byte[] FILE = {1, 2, 3, 4, 5};

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("served"));
  }

  private static final class Foreign implements Exchange {
    private final String method;
    private final String path;
    private final Map<String, String> request = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final InputStream body;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int status;
    private Map<String, String> answer;

    Foreign(String method, String path, byte[] body, String... headers) {
      this.method = method;
      this.path = path;
      this.body = new ByteArrayInputStream(body);
      request.put("Content-Length", Integer.toString(body.length));
      for (String header : headers) {
        request.put(header.split(": ")[0], header.split(": ")[1]);
      }
    }

    @Override
    public String method() {
      return method;
    }

    @Override
    public URI url() {
      return URI.create("https://front.example/files" + path + "?a=1");
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(request.get(name));
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public void reply(int status, Map<String, String> headers, long length, Body content)
        throws IOException {
      this.status = status;
      this.answer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      answer.putAll(headers);
      content.writeTo(sent);
      assertEquals(length, sent.size());
    }

    Foreign through(BitsHandler handler) throws IOException {
      handler.handle(this);
      return this;
    }
  }

  private Foreign packet(byte[] body, String... headers) {
    return new Foreign("BITS_POST", "/in.bin", body, headers);
  }

  @Test
  void downloadsAlone() throws IOException {
    Files.write(folder.resolve("a b"), FILE);
    try (BitsHandler handler = BitsHandler.serving(folder)) {
      Foreign whole = new Foreign("GET", "/a%20b", new byte[0]).through(handler);
      assertEquals(200, whole.status);
      assertArrayEquals(FILE, whole.sent.toByteArray());
      assertEquals(501, packet(new byte[0], "BITS-Packet-Type: Ping").through(handler).status);
      assertEquals(
          "GET, HEAD", new Foreign("PUT", "/x", FILE).through(handler).answer.get("Allow"));
    }
    assertFalse(Files.exists(folder.resolve("BITS-Sessions")), "it was not asked to write");
  }

  @Test
  void uploadsAndTheUrlsThatOthersAreTold() throws IOException {
    try (ScriptedApplication application = new ScriptedApplication()) {
      application.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
      UploadSettings settings =
          UploadSettings.builder()
              .application(new ServerApplication(application.url("/new"), Notification.REFERENCE))
              .build();
      try (BitsHandler handler = BitsHandler.serving(folder, settings)) {
        Foreign created =
            packet(
                    new byte[0],
                    "BITS-Packet-Type: Create-Session",
                    "BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}")
                .through(handler);
        assertEquals(200, created.status);
        Foreign last =
            packet(
                    FILE,
                    "BITS-Packet-Type: Fragment",
                    "BITS-Session-Id: " + created.answer.get("BITS-Session-Id"),
                    "Content-Range: bytes 0-4/5")
                .through(handler);
        assertEquals(200, last.status);
        assertEquals("POST /new?a=1 HTTP/1.1", application.requests.get(0).line());
        assertEquals(
            "https://front.example/files/in.bin?a=1",
            application.requests.get(0).the("BITS-Original-Request-URL"));
        String reply = last.answer.get("BITS-Reply-URL");
        String prefix = "https://front.example/files";
        assertTrue(reply.startsWith(prefix + "/BITS-Sessions/"), reply);
        Foreign download =
            new Foreign("GET", reply.substring(prefix.length()), new byte[0]).through(handler);
        assertEquals("hi", download.sent.toString());
      }
    }
  }

  /** Whose length is it then? Requests are smuggled past servers that disagree about that. */
  @Test
  void aLengthBesideATransferCodingIsRefused() throws IOException {
    try (BitsHandler handler = BitsHandler.serving(folder, UploadSettings.defaults())) {
      Foreign both =
          packet(new byte[0], "BITS-Packet-Type: Ping", "Transfer-Encoding: chunked")
              .through(handler);
      assertEquals(400, both.status);
      assertEquals("0x80070057", both.answer.get("BITS-Error-Code"));
    }
  }

  @Test
  void aClientThatGoesAwayIsTheServersToEnd() throws IOException {
    try (BitsHandler handler = BitsHandler.serving(folder, UploadSettings.defaults())) {
      Foreign created =
          packet(
                  new byte[0],
                  "BITS-Packet-Type: Create-Session",
                  "BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}")
              .through(handler);
      String session = "BITS-Session-Id: " + created.answer.get("BITS-Session-Id");
      Foreign cutOff =
          packet(
              new byte[] {1, 2},
              "BITS-Packet-Type: Fragment",
              session,
              "Content-Range: bytes 0-4/5");
      cutOff.request.put("Content-Length", "5");
      assertThrows(IOException.class, () -> handler.handle(cutOff));
      assertEquals(0, cutOff.status);
      Foreign gap =
          packet(
                  new byte[] {5},
                  "BITS-Packet-Type: Fragment",
                  session,
                  "Content-Range: bytes 4-4/5")
              .through(handler);
      assertEquals("2", gap.answer.get("BITS-Received-Content-Range"));
    }
  }
}
