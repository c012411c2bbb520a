package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.contract.ClosedPort;
import io.github.bits4j.server.ServerApplication.Notification;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finished uploads and the program that is told of them, each behind a socket of its own. */
class ServerApplicationTest {
  private static final String PROTOCOL = "{7df0354d-249b-430f-820d-3d2a9bef4931}";
  private static final byte[] FILE = new byte[812];

  static {
    new Random(5).nextBytes(FILE);
  }

  @TempDir Path temp;
  private Path folder;
  private ScriptedApplication application;
  private BitsServer server;
  private UploadClient client;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectories(temp.resolve("served"));
    Files.createDirectory(folder.resolve("in"));
    application = new ScriptedApplication();
  }

  @AfterEach
  void stop() throws IOException {
    stopServer();
    application.close();
  }

  private void stopServer() throws IOException {
    if (server != null) {
      client.close();
      server.close();
    }
  }

  private void serve(Notification notification) throws IOException {
    serve(new ServerApplication(application.url("/handle"), notification));
  }

  private void serve(ServerApplication told) throws IOException {
    serve(UploadSettings.builder().application(told).build());
  }

  private void serve(UploadSettings settings) throws IOException {
    stopServer();
    server = BitsServer.serving(folder).uploads(settings).start();
    client = new UploadClient(server.url(), "/in/order.xml?acct=17");
  }

  private RawConnection.Head last(String session) throws IOException {
    return client.fragment(session, FILE, 800, 812);
  }

  private String begun() throws IOException {
    String session = client.session();
    assertEquals(200, client.fragment(session, FILE, 0, 800).status());
    return session;
  }

  private static void assertFailed(int status, RawConnection.Head ack) {
    assertEquals(String.format("0x%08X", 0x80190000 + status), ack.the("BITS-Error-Code"));
    assertEquals(ack.the("BITS-Error-Code"), ack.the("BITS-Error"));
    assertEquals("0x7", ack.the("BITS-Error-Context"));
    assertEquals("812", ack.the("BITS-Received-Content-Range"));
    assertEquals(Optional.empty(), ack.header("BITS-Reply-URL"));
  }

  private String download(URI url) throws IOException {
    try (RawConnection connection = new RawConnection(url)) {
      RawConnection.Head head = connection.send("GET " + url.getRawPath() + " HTTP/1.1").head();
      assertEquals(200, head.status());
      return new String(
          connection.body(Long.parseLong(head.the("Content-Length"))), StandardCharsets.ISO_8859_1);
    }
  }

  private Path target() {
    return folder.resolve("in/order.xml");
  }

  @Test
  void byReferenceTheFileIsNamedAndTheReplyIsAFile() throws IOException {
    byte[][] seen = new byte[1][];
    application.answers(
        request -> {
          seen[0] = Files.readAllBytes(Path.of(request.the("BITS-Request-DataFile-Name")));
          Files.writeString(Path.of(request.the("BITS-Response-DataFile-Name")), "thank you");
          return ScriptedApplication.status(200);
        });
    serve(Notification.REFERENCE);
    String session = begun();
    assertEquals(0, application.requests.size());
    RawConnection.Head ack = last(session);
    assertEquals(200, ack.status());
    assertEquals("812", ack.the("BITS-Received-Content-Range"));
    assertArrayEquals(FILE, seen[0]);

    ScriptedApplication.Request request = application.requests.get(0);
    assertEquals("POST /handle?acct=17 HTTP/1.1", request.line());
    assertEquals("0", request.the("Content-Length"));
    assertEquals(server.url() + "in/order.xml?acct=17", request.the("BITS-Original-Request-URL"));

    URI reply = URI.create(ack.the("BITS-Reply-URL"));
    assertEquals("thank you", download(reply));
    try (RawConnection connection = new RawConnection(reply)) {
      RawConnection.Head head = connection.send("HEAD " + reply.getRawPath() + " HTTP/1.1").head();
      assertEquals("9", head.the("Content-Length"));
      assertEquals("bytes", head.the("Accept-Ranges"));
      head = connection.send("GET " + reply.getRawPath() + " HTTP/1.1", "Range: bytes=0-4").head();
      assertEquals("bytes 0-4/9", head.the("Content-Range"));
    }
    assertFalse(Files.exists(target()), "nobody asked for it");
    assertEquals(200, client.close(session).status());
    try (RawConnection connection = new RawConnection(reply)) {
      assertEquals(404, connection.send("GET " + reply.getRawPath() + " HTTP/1.1").head().status());
    }
    assertFalse(Files.exists(Path.of(request.the("BITS-Request-DataFile-Name"))));
  }

  @Test
  void byValueTheFileIsTheBodyAndSoIsTheReply() throws IOException {
    application.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere");
    serve(new ServerApplication(application.url("/handle?mode=1"), Notification.VALUE));
    RawConnection.Head ack = last(begun());
    assertEquals(200, ack.status());
    ScriptedApplication.Request request = application.requests.get(0);
    assertEquals("POST /handle?mode=1&acct=17 HTTP/1.1", request.line());
    assertArrayEquals(FILE, request.body());
    assertEquals(server.url() + "in/order.xml?acct=17", request.the("BITS-Original-Request-URL"));
    assertFalse(request.headers().containsKey("BITS-Request-DataFile-Name"));
    assertFalse(request.headers().containsKey("BITS-Response-DataFile-Name"));
    assertEquals("there", download(URI.create(ack.the("BITS-Reply-URL"))));
  }

  @Test
  void byReferenceTheReplyMayBeTheBodyToo() throws IOException {
    application.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere");
    serve(Notification.REFERENCE);
    assertEquals("there", download(URI.create(last(begun()).the("BITS-Reply-URL"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFERENCE", "VALUE"})
  void withoutAReplyThereIsAnEmptyOne(Notification notification) throws IOException {
    application.answers(ScriptedApplication.status(200));
    serve(notification);
    assertEquals("", download(URI.create(last(begun()).the("BITS-Reply-URL"))));
  }

  private int statusOf(String path) throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      return connection.send("GET " + path + " HTTP/1.1").head().status();
    }
  }

  @Test
  void aReplyIsServedWhenItIsOneAndNothingBesideIt() throws IOException {
    List<Integer> early = new ArrayList<>();
    application.answers(
        request -> {
          Path reply = Path.of(request.the("BITS-Response-DataFile-Name"));
          Files.writeString(reply, "half of it");
          String session = reply.getParent().getFileName().toString();
          early.add(statusOf("/BITS-Sessions/" + session + "/response"));
          Files.writeString(reply, "all of it");
          return ScriptedApplication.status(200);
        });
    serve(Notification.REFERENCE);
    URI reply = URI.create(last(begun()).the("BITS-Reply-URL"));
    assertEquals(List.of(404), early);
    assertEquals("all of it", download(reply));
    for (String other : new String[] {"request", "session", "outcome", "progress"}) {
      assertEquals(404, statusOf(reply.resolve(other).getRawPath()), other);
    }
  }

  @Test
  void whatARefusalLeftIsNoReply() throws IOException {
    application.answers(
        request -> {
          Files.writeString(Path.of(request.the("BITS-Response-DataFile-Name")), "a secret");
          return ScriptedApplication.status(403);
        });
    serve(Notification.REFERENCE);
    String session = begun();
    assertFailed(403, last(session));
    assertEquals(404, statusOf("/BITS-Sessions/" + session.substring(1, 37) + "/response"));
  }

  /** The client knows the server by this name; another one may not be in its reach. */
  @Test
  void urlsHaveTheNameThatTheClientUses() throws IOException {
    application.answers(ScriptedApplication.status(200));
    serve(Notification.VALUE);
    String created = packet("Create-Session", "BITS-Supported-Protocols: " + PROTOCOL, new byte[0]);
    assertEquals("", created);
    String session = "BITS-Session-Id: " + sessions().get(0);
    String reply = packet("Fragment", session + "\r\nContent-Range: bytes 0-811/812", FILE);
    assertEquals("http://files.example/BITS-Sessions/" + sessions().get(0) + "/response", reply);
    assertEquals(
        "http://files.example/in/order.xml?acct=17",
        application.requests.get(0).the("BITS-Original-Request-URL"));
  }

  private List<String> sessions() {
    return List.of(folder.resolve(Sessions.FOLDER).toFile().list());
  }

  /** Sends a packet to the server under another name of it, and returns where the reply is. */
  private String packet(String type, String more, byte[] body) throws IOException {
    RawConnection.Head ack =
        client.exchange(
            List.of(
                "BITS_POST /in/order.xml?acct=17 HTTP/1.1",
                "Host: files.example",
                "BITS-Packet-Type: " + type,
                more,
                "Content-Length: " + body.length),
            body);
    assertEquals(200, ack.status(), ack::toString);
    return ack.header("BITS-Reply-URL").orElse("");
  }

  @Test
  void theReplyMayBeElsewhere() throws IOException {
    application.answers(
        ScriptedApplication.status(
            200, "BITS-Static-Response-URL: https://cdn.example/packages/v7.cab"));
    serve(Notification.VALUE);
    String session = begun();
    for (int i = 0; i < 2; i++) {
      assertEquals("https://cdn.example/packages/v7.cab", last(session).the("BITS-Reply-URL"));
    }
  }

  @Test
  void theFileGetsItsFinalNameWhereTheApplicationWantsIt() throws IOException {
    application.answers(ScriptedApplication.status(200, "BITS-Copy-File-To-Destination: 1"));
    serve(Notification.VALUE);
    String session = begun();
    assertFalse(Files.exists(target()));
    assertEquals(200, last(session).status());
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    assertEquals(200, last(session).status());
    client.close(session);
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    assertEquals(1, application.requests.size());
  }

  @Test
  void aNameThatIsTakenInTheEndIsTheServersRefusal() throws IOException {
    application.answers(ScriptedApplication.status(200, "BITS-Copy-File-To-Destination: 1"));
    serve(Notification.REFERENCE);
    String session = begun();
    Files.writeString(target(), "older");
    for (int i = 0; i < 2; i++) {
      RawConnection.Head ack = last(session);
      assertEquals(403, ack.status());
      assertEquals("0x80070005", ack.the("BITS-Error-Code"));
      assertEquals("0x5", ack.the("BITS-Error-Context"));
    }
    assertEquals("older", Files.readString(target()));
    Files.delete(target());
    assertEquals(200, last(session).status());
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    assertEquals(1, application.requests.size(), "it had said yes");
  }

  /** Repeating is all that a client can do when an acknowledgement got lost. */
  @Test
  void aRepeatedLastFragmentIsAnsweredFromMemoryAlsoAfterARestart() throws IOException {
    application.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
    application.answers(ScriptedApplication.status(500));
    serve(Notification.VALUE);
    String session = begun();
    String reply = last(session).the("BITS-Reply-URL");
    assertEquals(reply, last(session).the("BITS-Reply-URL"));
    serve(Notification.VALUE);
    RawConnection.Head ack = last(session);
    assertEquals(200, ack.status());
    assertEquals("first", download(URI.create(ack.the("BITS-Reply-URL"))));
    assertEquals(1, application.requests.size());
  }

  @Test
  void forbiddenIsForeverAlsoAfterARestart() throws IOException {
    application.answers(ScriptedApplication.status(403));
    application.answers(ScriptedApplication.status(200));
    serve(Notification.REFERENCE);
    String session = begun();
    assertFailed(403, last(session));
    serve(Notification.REFERENCE);
    assertFailed(403, last(session));
    assertEquals(1, application.requests.size());
  }

  @Test
  void anInterimAnswerIsNoAnswerYet() throws IOException {
    application.answers("HTTP/1.1 100 Continue\r\n\r\n" + ScriptedApplication.status(200));
    serve(Notification.VALUE);
    assertEquals(200, last(begun()).status());
  }

  @Test
  void anApplicationThatIsTooSlowIsAskedAgainLater() throws IOException {
    application.answers(ScriptedApplication.SILENCE);
    // The head in time, but not the body.
    application.answers(
        request -> {
          return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere";
        });
    // Long enough for the file to reach it.
    serve(
        new ServerApplication(
            application.url("/handle"), Notification.VALUE, Duration.ofSeconds(3)));
    String session = begun();
    RawConnection.Head ack = last(session);
    assertEquals(504, ack.status());
    assertFailed(504, ack);
    // Patience for a loaded machine, now that an answer comes.
    serve(Notification.VALUE);
    ack = last(session);
    assertEquals(200, ack.status());
    assertEquals("there", download(URI.create(ack.the("BITS-Reply-URL"))));
    assertEquals(2, application.requests.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage\r\n\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 99 What\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthe",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nBITS-Static-Response-URL: v7.cab\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBITS-Static-Response-URL: ftp://x/y\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBITS-Static-Response-URL: a b c\r\nContent-Length: 0\r\n\r\n"
      })
  void nonsenseIsNoAnswer(String nonsense) throws IOException {
    application.answers(nonsense);
    application.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere");
    serve(Notification.VALUE);
    String session = begun();
    RawConnection.Head ack = last(session);
    assertEquals(502, ack.status());
    assertFailed(502, ack);
    ack = last(session);
    assertEquals(200, ack.status());
    assertEquals("there", download(URI.create(ack.the("BITS-Reply-URL"))));
  }

  @Test
  void anApplicationThatCrashesWhileItWritesItsReply() throws IOException {
    application.answers(
        request -> {
          Files.writeString(Path.of(request.the("BITS-Response-DataFile-Name")), "half of it");
          return "";
        });
    application.answers(ScriptedApplication.status(200));
    serve(Notification.REFERENCE);
    String session = begun();
    assertFailed(502, last(session));
    assertEquals("", download(URI.create(last(session).the("BITS-Reply-URL"))));
  }

  @Test
  void anApplicationThatIsNotThere() throws IOException {
    String session;
    try (ClosedPort nobody = new ClosedPort()) {
      serve(new ServerApplication(URI.create(nobody.url("/handle")), Notification.VALUE));
      session = begun();
      assertFailed(502, last(session));
    }
    application.answers(ScriptedApplication.status(200));
    serve(Notification.VALUE);
    assertEquals(200, last(session).status());
  }

  @Test
  void anEmptyFileIsPostedToo() throws IOException {
    application.answers(ScriptedApplication.status(200, "BITS-Copy-File-To-Destination: 1"));
    serve(Notification.VALUE);
    assertEquals(200, client.fragment(client.session(), "bytes */0", new byte[0]).status());
    assertEquals("0", application.requests.get(0).the("Content-Length"));
    assertEquals(0, Files.size(target()));
  }

  @Test
  void applicationsThatMakeNoSense() throws IOException {
    for (String url : new String[] {"handle", "/handle", "ftp://x/y", "http:///x", "mailto:x"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ServerApplication(URI.create(url), Notification.VALUE),
          url);
    }
    URI url = URI.create("http://localhost/");
    assertThrows(
        IllegalArgumentException.class,
        () -> new ServerApplication(url, Notification.VALUE, Duration.ZERO));
    assertEquals(Duration.ofMinutes(5), new ServerApplication(url, Notification.VALUE).patience());
    Path strange = Files.createDirectories(temp.resolve("Gr\u00f6\u00dfe"));
    UploadSettings settings =
        UploadSettings.builder()
            .application(new ServerApplication(url, Notification.REFERENCE))
            .build();
    BitsServer.Builder builder = BitsServer.serving(strange).uploads(settings);
    assertTrue(
        assertThrows(IllegalArgumentException.class, builder::start)
            .getMessage()
            .contains("notify by value"));
  }
}
