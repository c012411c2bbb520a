package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.QuietPort;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitsServerTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant TIME = Instant.parse("1994-11-06T08:49:37.5Z");
  private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

  @TempDir Path temp;
  private Path folder;
  private byte[] content;
  private BitsServer server;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectories(temp.resolve("served"));
    content = new byte[300_000];
    new Random(1).nextBytes(content);
    Files.setLastModifiedTime(
        Files.write(folder.resolve("file.bin"), content), FileTime.from(TIME));
    server = BitsServer.serving(folder).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFileIsSentWithWhatBitsNeedsToKnow() throws Exception {
    HttpResponse<byte[]> answer = get("file.bin");
    assertEquals(200, answer.statusCode());
    assertArrayEquals(content, answer.body());
    assertEquals("300000", header(answer, "Content-Length"));
    assertEquals("bytes", header(answer, "Accept-Ranges"));
    assertEquals(DATE, header(answer, "Last-Modified"));
    assertEquals("application/octet-stream", header(answer, "Content-Type"));
    assertTrue(header(answer, "ETag").matches("\"[!#-~]+\""), header(answer, "ETag"));
    assertTrue(HttpDate.parse(header(answer, "Date")).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/file.bin", "/empty", "/missing"})
  void headSaysWhatGetSays(String path) throws IOException {
    Files.createFile(folder.resolve("empty"));
    try (RawConnection connection = new RawConnection(server.url())) {
      RawConnection.Head get = connection.send("GET " + path + " HTTP/1.1").head();
      connection.body(Long.parseLong(get.header("Content-Length").orElseThrow()));
      // On the same connection: a body after the first answer would be read as the next head.
      for (int i = 0; i < 2; i++) {
        RawConnection.Head head = connection.send("HEAD " + path + " HTTP/1.1").head();
        assertEquals(get.status(), head.status());
        assertEquals(withoutDate(get), withoutDate(head));
      }
    }
  }

  @Test
  void oneRangeIsSentAlone() throws Exception {
    HttpResponse<byte[]> answer = get("file.bin", "Range", "bytes=100000-199999");
    assertEquals(206, answer.statusCode());
    assertEquals("bytes 100000-199999/300000", header(answer, "Content-Range"));
    assertEquals("100000", header(answer, "Content-Length"));
    assertEquals(DATE, header(answer, "Last-Modified"));
    assertEquals(header(get("file.bin"), "ETag"), header(answer, "ETag"));
    assertArrayEquals(Arrays.copyOfRange(content, 100_000, 200_000), answer.body());

    answer = get("file.bin", "Range", "bytes=-1");
    assertEquals("bytes 299999-299999/300000", header(answer, "Content-Range"));
    assertArrayEquals(Arrays.copyOfRange(content, 299_999, 300_000), answer.body());
  }

  @Test
  void aRangeOutsideIsRefusedWithTheSize() throws Exception {
    HttpResponse<byte[]> answer = get("file.bin", "Range", "bytes=300000-");
    assertEquals(416, answer.statusCode());
    assertEquals("bytes */300000", header(answer, "Content-Range"));
  }

  @Test
  void severalRangesAreSentAsParts() throws Exception {
    HttpResponse<byte[]> answer = get("file.bin", "Range", "bytes=0-0,5-6,-3");
    assertEquals(206, answer.statusCode());
    assertTrue(answer.headers().firstValue("Content-Range").isEmpty());
    Matcher type =
        Pattern.compile("multipart/byteranges; boundary=([0-9a-f-]{36})")
            .matcher(header(answer, "Content-Type"));
    assertTrue(type.matches(), header(answer, "Content-Type"));
    String expected =
        part(type.group(1), "0-0", 0, 1)
            + part(type.group(1), "5-6", 5, 7)
            + part(type.group(1), "299997-299999", 299_997, 300_000)
            + "\r\n--"
            + type.group(1)
            + "--\r\n";
    assertEquals(expected, new String(answer.body(), StandardCharsets.ISO_8859_1));
    assertEquals(Integer.toString(expected.length()), header(answer, "Content-Length"));
  }

  private String part(String boundary, String range, int from, int to) {
    return "\r\n--"
        + boundary
        + "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes "
        + range
        + "/300000\r\n\r\n"
        + new String(content, from, to - from, StandardCharsets.ISO_8859_1);
  }

  @Test
  void rangesThatAreMoreThanTheFileGiveTheWholeFile() throws Exception {
    HttpResponse<byte[]> answer = get("file.bin", "Range", "bytes=0-,0-,0-");
    assertEquals(200, answer.statusCode());
    assertArrayEquals(content, answer.body());
  }

  @Test
  void twoRangeHeadersAreNoRange() throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      RawConnection.Head head =
          connection.send("GET /file.bin HTTP/1.1", "Range: bytes=0-1", "Range: bytes=4-5").head();
      assertEquals(200, head.status());
    }
  }

  @Test
  void headerNamesMayBeWrittenInAnyCase() throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      RawConnection.Head head =
          connection.send("GET /file.bin HTTP/1.1", "rANGE: bytes=0-1").head();
      assertEquals(206, head.status());
    }
  }

  @Test
  void anUnchangedFileIsNotSentAgain() throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      for (String method : new String[] {"GET", "HEAD"}) {
        RawConnection.Head head =
            connection.send(method + " /file.bin HTTP/1.1", "If-Modified-Since: " + DATE).head();
        assertEquals(304, head.status());
        assertEquals(Optional.of(DATE), head.header("Last-Modified"));
        assertTrue(head.header("ETag").isPresent());
        assertEquals(Optional.empty(), head.header("Content-Length"), "0 would be a lie");
        assertEquals(Optional.empty(), head.header("Transfer-Encoding"));
      }
      // Nothing that would be read as a body came after it.
      assertEquals(200, connection.send("HEAD /file.bin HTTP/1.1").head().status());
    }
  }

  @Test
  void aChangedFileFailsTheConditionAndHasANewTag() throws Exception {
    String tag = header(get("file.bin"), "ETag");
    Files.write(folder.resolve("file.bin"), new byte[5]);
    assertEquals(412, get("file.bin", "If-Unmodified-Since", DATE).statusCode());
    assertEquals(412, get("file.bin", "If-Match", tag, "Range", "bytes=0-1").statusCode());
    HttpResponse<byte[]> whole = get("file.bin", "If-Range", tag, "Range", "bytes=0-1");
    assertEquals(200, whole.statusCode());
    assertEquals(5, whole.body().length);
    tag = header(whole, "ETag");
    assertEquals(206, get("file.bin", "If-Range", tag, "Range", "bytes=0-1").statusCode());
    assertEquals(304, get("file.bin", "If-None-Match", tag).statusCode());
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    Files.createFile(folder.resolve("empty"));
    try (RawConnection connection = new RawConnection(server.url())) {
      for (String method : new String[] {"GET", "HEAD", "GET"}) {
        RawConnection.Head head = connection.send(method + " /empty HTTP/1.1").head();
        assertEquals(200, head.status());
        assertEquals(Optional.of("0"), head.header("Content-Length"));
        assertEquals(Optional.empty(), head.header("Transfer-Encoding"));
      }
      RawConnection.Head head = connection.send("GET /empty HTTP/1.1", "Range: bytes=0-0").head();
      assertEquals(416, head.status());
      assertEquals(Optional.of("bytes */0"), head.header("Content-Range"));
    }
  }

  @Test
  void filesBeyondFourGibibytes() throws Exception {
    long size = (4L << 30) + 5;
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("large"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      file.write(ByteBuffer.wrap("middle".getBytes(StandardCharsets.US_ASCII)), (2L << 30) - 3);
      file.write(ByteBuffer.wrap("end".getBytes(StandardCharsets.US_ASCII)), size - 3);
    }
    try (RawConnection connection = new RawConnection(server.url())) {
      RawConnection.Head head = connection.send("HEAD /large HTTP/1.1").head();
      assertEquals(Optional.of("4294967301"), head.header("Content-Length"));
    }
    HttpResponse<byte[]> middle = get("large", "Range", "bytes=2147483645-2147483650");
    assertEquals("middle", new String(middle.body(), StandardCharsets.US_ASCII));
    HttpResponse<byte[]> end = get("large", "Range", "bytes=4294967298-");
    assertEquals("bytes 4294967298-4294967300/4294967301", header(end, "Content-Range"));
    assertEquals("end", new String(end.body(), StandardCharsets.US_ASCII));
  }

  @Test
  void aFileThatShrinksEndsTheConnection() throws Exception {
    Path file = folder.resolve("shrinks");
    long size = 64L << 20;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      try (RawConnection connection = new RawConnection(server.url())) {
        RawConnection.Head head = connection.send("GET /shrinks HTTP/1.1").head();
        assertEquals(Optional.of(Long.toString(size)), head.header("Content-Length"));
        channel.truncate(1000);
        assertTrue(connection.drain() < size, "the file was not read to its old end");
      }
    }
    assertEquals(1000, get("shrinks").body().length, "the server goes on");
  }

  @Test
  void aClientThatGoesAwayHarmsNobody() throws Exception {
    Files.write(folder.resolve("big"), new byte[8 << 20]);
    for (int i = 0; i < 100; i++) {
      try (RawConnection connection = new RawConnection(server.url())) {
        connection.send("GET /big HTTP/1.1").head();
      }
    }
    assertArrayEquals(content, get("file.bin").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "bits_post", "get", "HEADX"})
  void otherMethodsAreRefused(String method) throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      for (String path : new String[] {"/file.bin", "/missing"}) {
        RawConnection.Head head =
            connection.send(method + " " + path + " HTTP/1.1", "Content-Length: 0").head();
        assertEquals(405, head.status());
        assertEquals(Optional.of("GET, HEAD"), head.header("Allow"));
        connection.body(Long.parseLong(head.header("Content-Length").orElseThrow()));
      }
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("file.bin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with space", "plus+plus", "100%", "%41", "a&b=c;d,e", "#1", "~(x)!'[]{}^`"})
  void namesAreFoundUnderTheirUrl(String name) throws Exception {
    Path inner = Files.createDirectories(folder.resolve("sub folder"));
    Files.writeString(inner.resolve(name), name);
    HttpResponse<byte[]> answer = get("sub folder/" + name);
    assertEquals(200, answer.statusCode());
    assertEquals(name, new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals(server.url("a/b"), server.url("/a/b"));
  }

  @Test
  void thePathIsDecodedOnceAndTheQueryIsNoPartOfIt() throws IOException {
    assertEquals(200, status("/file.bin?version=2"));
    assertEquals(200, status("/file.bin?/../x"));
    assertEquals(200, status("/%66ile%2Ebin"));
    assertEquals(200, status("http://test/file.bin"));
    assertEquals(404, status("/file+bin"));
    assertEquals(404, status("/%2566ile.bin"));
  }

  @Test
  void whatIsNoFileIsNotFound() throws Exception {
    Files.createDirectories(folder.resolve("sub"));
    if (File.separatorChar == '/') {
      // Opened for reading, it would hang until somebody writes.
      String pipe = folder.resolve("pipe").toString();
      assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
      assertEquals(404, status("/pipe"));
    }
    for (String path :
        List.of(
            "/",
            "/sub",
            "/sub/",
            "/missing",
            "/missing/file.bin",
            "/file.bin/",
            "/file.bin/x",
            "//file.bin",
            "//test/file.bin",
            "/sub//file.bin",
            "/" + "x".repeat(300),
            "/" + "x/".repeat(3000) + "y")) {
      assertEquals(404, status(path), path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/sub/../../secret.txt",
        "/./../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E./secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/%2e%2e%5csecret.txt",
        "/..\\secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%u002e%u002e/secret.txt",
        "/%00../secret.txt",
        "/file.bin%00",
        "/..%00/secret.txt",
        "/.../secret.txt",
        "//../secret.txt",
        "//test/../secret.txt",
        "http://test/../secret.txt",
        "../secret.txt",
        "secret.txt",
        "ABSOLUTE",
        "/ABSOLUTE",
        "//ABSOLUTE",
        "/%2fABSOLUTE",
        "/file:///ABSOLUTE",
        "file:///ABSOLUTE",
        "/C:/Windows/win.ini",
        "/C:%5cWindows%5cwin.ini",
        "/C:",
        "/%5c%5clocalhost%5cc$%5cWindows%5cwin.ini",
        "/file.bin::$DATA",
        "/CON",
        "/NUL",
        "/sub/nul.txt",
        "/link.txt",
        "/linked/secret.txt",
        "/linked/../secret.txt",
        "/loop",
        "/loop/x"
      })
  void nothingLeadsOutOfTheFolder(String path) throws IOException {
    Path secret = Files.writeString(temp.resolve("secret.txt"), "secret");
    Files.createDirectories(folder.resolve("sub"));
    if (canLink()) {
      Files.createSymbolicLink(folder.resolve("link.txt"), secret);
      Files.createSymbolicLink(folder.resolve("linked"), temp);
      Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    }
    String absolute = secret.toUri().getRawPath().substring(1);
    try (RawConnection connection = new RawConnection(server.url())) {
      int status =
          connection
              .send("GET " + path.replace("ABSOLUTE", absolute) + " HTTP/1.1")
              .head()
              .status();
      assertTrue(status == 404 || status == 400, () -> path + " gave " + status);
      assertEquals(200, status("/file.bin"));
    }
  }

  @Test
  void linksInsideTheFolderAreFollowed() throws Exception {
    if (canLink()) {
      Files.createSymbolicLink(folder.resolve("link"), Path.of("file.bin"));
      assertArrayEquals(content, get("link").body());
      Path other = Files.createSymbolicLink(temp.resolve("other"), folder);
      try (BitsServer linked = BitsServer.serving(other).start()) {
        assertEquals(
            200,
            CLIENT
                .send(
                    HttpRequest.newBuilder(linked.url("file.bin")).build(),
                    BodyHandlers.discarding())
                .statusCode());
      }
    }
  }

  @Test
  void aFolderNextDoorWithALongerNameIsOutside() throws IOException {
    Path next = Files.createDirectories(temp.resolve("served-too"));
    Files.writeString(next.resolve("x"), "x");
    assertEquals(404, status("/../served-too/x"));
    if (canLink()) {
      Files.createSymbolicLink(folder.resolve("next"), next);
      assertEquals(404, status("/next/x"));
    }
  }

  @Test
  void manyAtOnceGetTheirOwnBytes() throws Exception {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int from = i * 997;
      HttpRequest request =
          HttpRequest.newBuilder(server.url("file.bin"))
              .header("Range", "bytes=" + from + "-" + (from + 996))
              .timeout(LIMIT)
              .build();
      answers.add(
          CLIENT
              .sendAsync(request, BodyHandlers.ofByteArray())
              .thenAccept(
                  answer ->
                      assertArrayEquals(
                          Arrays.copyOfRange(content, from, from + 997), answer.body())));
    }
    assertTimeoutPreemptively(
        LIMIT, () -> CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get());
  }

  @Test
  void oldClientsAreAnswered() throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      RawConnection.Head head = connection.send("GET /file.bin HTTP/1.0").head();
      assertEquals(Optional.of("300000"), head.header("Content-Length"));
      assertArrayEquals(content, connection.body(300_000));
      assertEquals(0, connection.drain());
    }
  }

  @Test
  void closingEndsTransfersAndFreesThePortAndTheFiles() throws Exception {
    Path file = Files.write(folder.resolve("big"), new byte[16 << 20]);
    server.close();
    server = BitsServer.serving(folder).port(QuietPort.any()).start();
    URI url = server.url();
    try (RawConnection idle = new RawConnection(url);
        RawConnection busy = new RawConnection(url)) {
      busy.send("GET /big HTTP/1.1").head();
      assertTimeoutPreemptively(LIMIT, server::close);
      assertTrue(busy.drain() < 16 << 20);
      assertEquals(0, idle.drain());
    }
    Files.delete(file);
    assertThrows(ConnectException.class, () -> new RawConnection(url).close());
    server.close();
    try (BitsServer again = BitsServer.serving(folder).port(url.getPort()).start()) {
      assertEquals(url, again.url());
    }
  }

  @Test
  void everyRequestIsTold() throws Exception {
    BlockingQueue<Access> log = new LinkedBlockingQueue<>();
    try (BitsServer told =
            BitsServer.serving(folder)
                .uploads(UploadSettings.defaults())
                .accessLog(log::add)
                .start();
        RawConnection connection = new RawConnection(told.url())) {
      connection.send("GET /file.bin?x HTTP/1.1", "Range: bytes=0-9").head();
      connection.body(10);
      Access access = log.poll(60, TimeUnit.SECONDS);
      assertEquals("GET", access.method());
      assertEquals(Optional.empty(), access.packet());
      assertEquals("/file.bin", access.path());
      assertEquals(206, access.status());
      assertEquals(0, access.received());
      assertEquals(10, access.sent());
      assertTrue(access.client().getAddress().isLoopbackAddress());
      assertFalse(access.time().isNegative());
      connection.sendExactly(
          List.of(
              "BITS_POST /x HTTP/1.1", "Host: x", "BITS-packet-type: pING", "Content-Length: 3"),
          new byte[3]);
      connection.head();
      access = log.poll(60, TimeUnit.SECONDS);
      assertEquals("BITS_POST", access.method());
      assertEquals(Optional.of("Ping"), access.packet());
      assertEquals(3, access.received());
      assertEquals(0, access.sent());
    }
  }

  @Test
  void onlyThisMachineUnlessToldSo() throws Exception {
    assertTrue(InetAddress.getByName(server.url().getHost()).isLoopbackAddress());
    try (BitsServer everywhere =
        BitsServer.serving(folder).bind(InetAddress.getByName("0.0.0.0")).start()) {
      assertTrue(InetAddress.getByName(everywhere.url().getHost()).isLoopbackAddress());
      try (RawConnection connection = new RawConnection(everywhere.url())) {
        assertEquals(200, connection.send("HEAD /file.bin HTTP/1.1").head().status());
      }
    }
  }

  @Test
  void anAddressOfVersionSixStandsInBrackets() throws Exception {
    InetAddress six = Inet6Address.getByName("::1");
    try (BitsServer server = BitsServer.serving(folder).bind(six).start()) {
      assertEquals("[0:0:0:0:0:0:0:1]", server.url("x").getHost());
    } catch (java.net.SocketException e) {
      assertTrue(e.getMessage().startsWith("cannot listen on 0:0:0:0:0:0:0:1 port 0"), e::toString);
    }
  }

  @Test
  void whatCannotBeServedIsRefusedAtTheStart() throws IOException {
    BitsServer.Builder missing = BitsServer.serving(folder.resolve("missing"));
    assertThrows(NoSuchFileException.class, missing::start);
    BitsServer.Builder file = BitsServer.serving(folder.resolve("file.bin"));
    assertThrows(NotDirectoryException.class, file::start);
    assertThrows(NullPointerException.class, () -> BitsServer.serving(null));
    BitsServer.Builder builder = BitsServer.serving(folder);
    assertThrows(NullPointerException.class, () -> builder.bind(null));
    for (int port : new int[] {-1, 65536}) {
      assertThrows(IllegalArgumentException.class, () -> builder.port(port));
    }
    BitsServer.Builder taken = builder.port(server.url().getPort());
    BindException refused = assertThrows(BindException.class, taken::start);
    assertTrue(refused.getMessage().contains("port " + server.url().getPort()), refused::toString);
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path)).timeout(LIMIT);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private int status(String path) throws IOException {
    try (RawConnection connection = new RawConnection(server.url())) {
      return connection.send("GET " + path + " HTTP/1.1").head().status();
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    List<String> values = answer.headers().allValues(name);
    assertEquals(1, values.size(), () -> name + " in " + answer.headers().map());
    return values.get(0);
  }

  private static Map<String, String> withoutDate(RawConnection.Head head) {
    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : head.headers()) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0], parts[1].strip());
    }
    assertFalse(headers.remove("Date").isEmpty());
    return headers;
  }

  /** Windows lets only the privileged make symbolic links. */
  private boolean canLink() throws IOException {
    try {
      Files.delete(Files.createSymbolicLink(temp.resolve("probe"), folder));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
