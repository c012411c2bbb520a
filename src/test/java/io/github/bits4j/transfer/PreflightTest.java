package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.BitsProvider;
import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.contract.ClosedPort;
import io.github.bits4j.embedded.Authority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** What is found out before a download, server by server. */
class PreflightTest {
  private static final Duration TIME = Duration.ofSeconds(180);
  private static final int SIZE = 1000;
  private static final long LARGE = 3L << 30;

  private final MockWebServer server = new MockWebServer();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Function<RecordedRequest, MockResponse.Builder> answers = PreflightTest::good;
  private boolean started;

  @TempDir private Path folder;

  private String url(String path) throws IOException {
    if (!started) {
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              String range = request.getHeaders().get("Range");
              asked.add(request.getMethod() + (range == null ? "" : " " + range));
              return answers.apply(request).build();
            }
          });
      server.start();
      started = true;
    }
    return server.url(path).toString();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static boolean isHead(RecordedRequest request) {
    return request.getMethod().equals("HEAD");
  }

  /** What a server that BITS likes answers. */
  private static MockResponse.Builder good(RecordedRequest request) {
    return isHead(request)
        ? new MockResponse.Builder().setHeader("Content-Length", SIZE)
        : new MockResponse.Builder()
            .code(206)
            .setHeader("Content-Range", "bytes 0-0/" + SIZE)
            .body("x");
  }

  private static MockResponse.Builder status(int code) {
    return new MockResponse.Builder().code(code);
  }

  private static Map<String, Finding> byId(List<Finding> findings) {
    Map<String, Finding> byId = new TreeMap<>();
    findings.forEach(it -> assertTrue(byId.put(it.id(), it) == null, "twice: " + it));
    return byId;
  }

  private Map<String, Finding> look(String path) throws Exception {
    return byId(Preflight.withoutBackend().url(url(path)).check(TIME));
  }

  private static String statuses(Map<String, Finding> findings) {
    return findings.entrySet().stream()
        .map(it -> it.getKey() + "=" + it.getValue().status())
        .collect(Collectors.joining(" "));
  }

  private static void assertFound(
      Map<String, Finding> findings, String id, Status status, String words) {
    Finding finding = findings.get(id);
    assertTrue(finding != null, () -> "no " + id + ": " + findings);
    assertEquals(status, finding.status(), finding.toString());
    assertTrue(finding.detail().contains(words), finding.toString());
    boolean wrong = status == Status.PROBLEM || status == Status.WARNING;
    assertTrue(!wrong || finding.fix().isPresent(), finding.toString());
  }

  // ---- Servers ----

  @Test
  void aServerThatBitsLikesIsAskedTwice() throws Exception {
    Map<String, Finding> found = look("/a.zip");
    assertEquals("connection=OK head=OK ranges=OK size=OK", statuses(found));
    assertFound(found, "size", Status.OK, "1000 bytes");
    assertEquals(List.of("HEAD", "GET bytes=0-0"), asked);
  }

  @Test
  void anEmptyFileHasNoParts() throws Exception {
    answers = request -> new MockResponse.Builder().setHeader("Content-Length", 0);
    assertEquals("connection=OK head=OK size=OK", statuses(look("/empty")));
  }

  @Test
  void aSizeThatIsMissing() throws Exception {
    answers =
        request -> isHead(request) ? status(200).removeHeader("Content-Length") : good(request);
    Map<String, Finding> found = look("/generated");
    assertFound(found, "size", Status.PROBLEM, "BG_E_MISSING_FILE_SIZE (0x80200011)");
    assertFound(found, "ranges", Status.OK, "served");
  }

  @Test
  void rangesThatAreIgnoredWorkInTheForegroundBelowTwoGigabytes() throws Exception {
    answers = request -> isHead(request) ? good(request) : status(200).body("x".repeat(SIZE));
    assertFound(
        look("/a.zip"), "ranges", Status.WARNING, "BG_E_INSUFFICIENT_RANGE_SUPPORT (0x80200013)");
  }

  /** These bodies never come to their end: somebody has to stop them. */
  @Test
  void andNotAbove() throws Exception {
    answers = request -> endless(isHead(request), status(200));
    assertFound(look("/a.iso"), "ranges", Status.PROBLEM, "sends the whole file");
  }

  @Test
  void aByteThatIsFollowedByMore() throws Exception {
    answers =
        request ->
            endless(isHead(request), status(isHead(request) ? 200 : 206))
                .setHeader("Content-Range", "bytes 0-0/" + LARGE);
    assertFound(look("/a.iso"), "ranges", Status.OK, "served");
  }

  /** A server that goes on sending notices that nobody listens any more. */
  @Test
  void theConnectionIsCutOff() throws Exception {
    CountDownLatch cutOff = new CountDownLatch(1);
    try (ServerSocket sending = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket guest = sending.accept();
                    Thread server = new Thread(() -> sendWithoutEnd(guest, cutOff));
                    server.setDaemon(true);
                    server.start();
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      sender.setDaemon(true);
      sender.start();
      String url = "http://127.0.0.1:" + sending.getLocalPort() + "/a";
      assertFound(
          byId(Preflight.withoutBackend().url(url).check(TIME)),
          "ranges",
          Status.PROBLEM,
          "sends the whole file");
      assertTrue(cutOff.await(30, TimeUnit.SECONDS), "it still sends");
    }
  }

  /** GET may come by the connection of HEAD, or by one of its own. */
  private static void sendWithoutEnd(Socket guest, CountDownLatch cutOff) {
    boolean sending = false;
    try (guest) {
      while (!sending) {
        sending = answer(guest).startsWith("GET ");
      }
      while (true) {
        guest.getOutputStream().write(new byte[1 << 16]);
      }
    } catch (IOException e) {
      if (sending) {
        cutOff.countDown();
      }
    }
  }

  /** Answers a request; what it was. */
  private static String answer(Socket guest) throws IOException {
    StringBuilder asked = new StringBuilder();
    while (asked.indexOf("\r\n\r\n") < 0) {
      int next = guest.getInputStream().read();
      if (next < 0) {
        throw new IOException("it ended in the middle of a request");
      }
      asked.append((char) next);
    }
    guest
        .getOutputStream()
        .write(
            ("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return asked.toString();
  }

  private static MockResponse.Builder endless(boolean head, MockResponse.Builder answer) {
    return (head ? answer : answer.body("some of it")).setHeader("Content-Length", LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 0-0/999, the part says 999",
    "bytes 0-1/1000, without the Content-Range that was asked for",
    "'', without the Content-Range that was asked for",
  })
  void partsThatAreNot(String range, String words) throws Exception {
    answers =
        request ->
            isHead(request) ? good(request) : good(request).setHeader("Content-Range", range);
    assertFound(look("/a.zip"), "ranges", Status.PROBLEM, words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "GET"})
  void anEncodingThatNobodyAskedFor(String method) throws Exception {
    answers =
        request ->
            request.getMethod().equals(method)
                ? good(request).setHeader("Content-Encoding", "gzip")
                : good(request);
    Map<String, Finding> found = look("/a.txt");
    assertFound(found, "encoding", Status.PROBLEM, "declined");
    assertFalse(found.containsKey("ranges"));
  }

  @ParameterizedTest
  @CsvSource({
    "/a?X-Amz-Signature=0badcafe&X-Amz-Date=1, looks like one that is signed, Sign the URL",
    "/a?sv=1&sig=0badcafe, looks like one that is signed, Sign the URL",
    "/a?design=3, while GET is answered;, Allow HEAD",
    "/a, while GET is answered;, Allow HEAD",
  })
  void aServerThatRefusesHead(String path, String words, String fix) throws Exception {
    answers = request -> isHead(request) ? status(403) : good(request);
    Map<String, Finding> found = look(path);
    assertFound(found, "head", Status.PROBLEM, words);
    assertTrue(found.get("head").fix().orElseThrow().startsWith(fix), found.toString());
    assertFalse(found.toString().contains("0badcafe"), "the signature is a secret");
  }

  @ParameterizedTest
  @CsvSource({
    "404, BG_E_HTTP_ERROR_404 (0x80190194)",
    "410, BG_E_HTTP_ERROR_410",
    "500, it may pass",
    "429, the server says in 1 min 30 s",
    "503, the server says in 1 min 30 s",
  })
  void aServerThatDoesNotServe(int code, String words) throws Exception {
    answers = request -> status(code).setHeader("Retry-After", code == 500 ? "x" : "90");
    Map<String, Finding> found = look("/missing");
    assertEquals("answer=PROBLEM connection=OK", statuses(found));
    assertFound(found, "answer", Status.PROBLEM, words);
  }

  @Test
  void partsThatAreRefused() throws Exception {
    answers = request -> isHead(request) ? good(request) : status(501);
    assertFound(look("/a"), "ranges", Status.PROBLEM, "BG_E_HTTP_ERROR_501");
  }

  @Test
  void aServerThatAsksWhoItIs() throws Exception {
    answers =
        request ->
            status(401)
                .addHeader("WWW-Authenticate", "Negotiate")
                .addHeader("WWW-Authenticate", "Digest realm=\"0badcafe\", nonce=\"1\", Basic x");
    Map<String, Finding> found = look("/private");
    assertFound(found, "authentication", Status.WARNING, "by Negotiate, Digest, Basic;");
    assertFalse(found.toString().contains("0badcafe"));
    assertEquals(List.of("HEAD"), asked, "nothing is tried without credentials");
  }

  @Test
  void onlyBasicAndInTheClear() throws Exception {
    answers = request -> status(401).setHeader("WWW-Authenticate", "Basic realm=x");
    Map<String, Finding> found = look("/private");
    assertFound(found, "authentication", Status.WARNING, "can read the password");
    assertEquals("Use https.", found.get("authentication").fix().orElseThrow());
  }

  @Test
  void aProxyThatAsksWhoItIs() throws Exception {
    answers = request -> status(407).setHeader("Proxy-Authenticate", "NTLM");
    InetSocketAddress proxy = new InetSocketAddress("127.0.0.1", server(url("/")));
    Map<String, Finding> found =
        byId(
            Preflight.withoutBackend()
                .url("http://files.invalid/a.zip")
                .through(ProxySelector.of(proxy))
                .check(TIME));
    assertFound(found, "proxy-authentication", Status.PROBLEM, "by NTLM");
    assertFound(found, "connection", Status.OK, "through the proxy 127.0.0.1:" + proxy.getPort());
  }

  private static int server(String url) {
    return URI.create(url).getPort();
  }

  @Test
  void redirects() throws Exception {
    answers =
        request ->
            request.getUrl().encodedPath().equals("/old")
                ? status(302).setHeader("Location", "/new?key=0badcafe")
                : good(request);
    Map<String, Finding> found = look("/old");
    assertFound(found, "redirect", Status.OK, "sends on to");
    assertFound(found, "ranges", Status.OK, "served");
    assertFalse(found.toString().contains("0badcafe"));
  }

  @Test
  void redirectsWithoutEnd() throws Exception {
    answers = request -> status(302).setHeader("Location", "/again");
    assertEquals("redirect=PROBLEM", statuses(look("/again")));
    assertEquals(11, asked.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/a", "http://", "::", "mailto:x"})
  void redirectsToNowhere(String location) throws Exception {
    answers = request -> status(302).setHeader("Location", location);
    assertFound(look("/a"), "redirect", Status.PROBLEM, "no http or https URL");
  }

  // ---- On the way ----

  @Test
  void aServerThatIsNotThere() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      Map<String, Finding> found =
          byId(Preflight.withoutBackend().url(nobody.url("/a")).check(TIME));
      assertEquals("connection=PROBLEM", statuses(found));
      assertFound(found, "connection", Status.PROBLEM, "ERROR_WINHTTP_CANNOT_CONNECT (0x80072EFD)");
    }
  }

  @Test
  void aNameThatNobodyKnows() throws Exception {
    Map<String, Finding> found =
        byId(Preflight.withoutBackend().url("http://nobody.invalid/a").check(TIME));
    assertFound(found, "name", Status.PROBLEM, "ERROR_WINHTTP_NAME_NOT_RESOLVED (0x80072EE7)");
    assertFound(found, "name", Status.PROBLEM, "nobody.invalid has no address");
  }

  @Test
  void aServerThatNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Instant begin = Instant.now();
      Map<String, Finding> found =
          byId(
              Preflight.withoutBackend()
                  .url("http://127.0.0.1:" + silent.getLocalPort() + "/a")
                  .check(Duration.ofSeconds(5)));
      assertEquals(List.of("answer"), List.copyOf(found.keySet()));
      assertTrue(found.get("answer").status() != Status.OK, found.toString());
      assertTrue(Duration.between(begin, Instant.now()).compareTo(TIME) < 0);
    }
  }

  @Test
  void somethingThatIsNoWebServer() throws Exception {
    assertFound(
        greetedBy("220 smtp.example ESMTP\r\n", "http"),
        "connection",
        Status.PROBLEM,
        "no HTTP answer");
  }

  /** What is found where somebody else speaks first. */
  private static Map<String, Finding> greetedBy(String greeting, String scheme) throws Exception {
    try (ServerSocket strange = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread greeter =
          new Thread(
              () -> {
                try (Socket guest = strange.accept()) {
                  guest.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                  guest.shutdownOutput();
                  guest.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // The test looks at the other end.
                }
              });
      greeter.setDaemon(true);
      greeter.start();
      String url = scheme + "://127.0.0.1:" + strange.getLocalPort() + "/a";
      return byId(Preflight.withoutBackend().url(url).check(TIME));
    }
  }

  // ---- TLS ----

  private static SSLContext trusting(Authority authority) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(authority.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private Map<String, Finding> overTls(Authority.Wanted wanted, boolean trusted) throws Exception {
    Authority authority = new Authority("authority");
    Authority stranger = new Authority("stranger");
    server.useHttps(authority.make(wanted).server().getSocketFactory());
    url("/");
    return byId(
        Preflight.withoutBackend()
            .url("https://127.0.0.1:" + server.getPort() + "/a.zip")
            .trusting(trusting(trusted ? authority : stranger))
            .check(TIME));
  }

  @Test
  void aCertificateThatIsAsItShouldBe() throws Exception {
    Map<String, Finding> found = overTls(new Authority.Wanted(), true);
    assertEquals("connection=OK head=OK ranges=OK size=OK tls=OK", statuses(found));
    assertFound(found, "tls", Status.OK, "TLSv1.");
  }

  @Test
  void aCertificateOfAStranger() throws Exception {
    assertFound(
        overTls(new Authority.Wanted(), false),
        "tls",
        Status.PROBLEM,
        "ERROR_WINHTTP_SECURE_INVALID_CA (0x80072F0D)");
  }

  @Test
  void aCertificateThatHasExpired() throws Exception {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.to = Instant.now().minusSeconds(60);
    assertFound(
        overTls(wanted, true),
        "tls",
        Status.PROBLEM,
        "ERROR_WINHTTP_SECURE_CERT_DATE_INVALID (0x80072F05): the certificate has expired");
  }

  @Test
  void aCertificateThatIsNotValidYet() throws Exception {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.from = Instant.now().plusSeconds(6000);
    assertFound(overTls(wanted, true), "tls", Status.PROBLEM, "not valid yet");
  }

  @Test
  void aCertificateForAnotherHost() throws Exception {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.host = "127.0.0.2";
    assertFound(
        overTls(wanted, true),
        "tls",
        Status.PROBLEM,
        "ERROR_WINHTTP_SECURE_CERT_CN_INVALID (0x80072F06)");
  }

  @Test
  void aServerWithoutTls() throws Exception {
    assertFound(
        greetedBy("HTTP/1.1 400 Bad Request\r\n\r\n", "https"),
        "tls",
        Status.PROBLEM,
        "ERROR_WINHTTP_SECURE_FAILURE");
  }

  @Test
  void fromPlainToTlsAndBack() throws Exception {
    Authority authority = new Authority("authority");
    try (MockWebServer secure = new MockWebServer()) {
      secure.useHttps(authority.good().server().getSocketFactory());
      secure.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return request.getUrl().encodedPath().equals("/back")
                  ? status(302).setHeader("Location", server.url("/a").toString()).build()
                  : good(request).build();
            }
          });
      secure.start();
      String there = "https://127.0.0.1:" + secure.getPort();
      answers = request -> status(301).setHeader("Location", there + "/a");
      Preflight preflight = Preflight.withoutBackend().trusting(trusting(authority));
      assertFound(
          byId(preflight.url(url("/a")).check(TIME)),
          "redirect",
          Status.WARNING,
          "from http to https");
      assertFound(
          byId(preflight.url(there + "/back").check(TIME)),
          "redirect",
          Status.PROBLEM,
          "from https to http://");
    }
  }

  // ---- URLs ----

  @ParameterizedTest
  @CsvSource({
    "ftp://example.org/a, PROBLEM, ERROR_INVALID_PARAMETER (0x80070057)",
    "https:///a, PROBLEM, ERROR_INVALID_PARAMETER (0x80070057)",
    "http://example.org/a b?key=0badcafe, PROBLEM, Illegal character",
    "file:///a, UNKNOWN, only http and https",
    "//server/share/a, UNKNOWN, only http and https",
  })
  void urlsThatAreNotAsked(String url, Status status, String words) throws Exception {
    Map<String, Finding> found = byId(Preflight.withoutBackend().url(url).check(TIME));
    assertEquals("url=" + status, statuses(found));
    assertFound(found, "url", status, words);
    assertFalse(found.toString().contains("0badcafe"));
  }

  @Test
  void aUserInTheUrlIsSentToNobody() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    answers =
        request -> {
          heads.add(request.getHeaders().toString());
          return good(request);
        };
    Map<String, Finding> found =
        byId(
            Preflight.withoutBackend()
                .url(url("/a").replace("//", "//me:0badcafe@") + "#part")
                .check(TIME));
    assertEquals("connection=OK head=OK ranges=OK size=OK url=WARNING", statuses(found));
    assertFalse((found + "" + heads).contains("0badcafe"));
    assertFalse(heads.toString().contains("Authorization"));
  }

  @Test
  void severalUrlsKeepTheirOrder() throws Exception {
    answers = request -> request.getUrl().encodedPath().equals("/b") ? status(404) : good(request);
    List<Finding> found =
        Preflight.withoutBackend().url(url("/a")).url(url("/b")).url(url("/c")).check(TIME);
    assertEquals(
        List.of("/a", "/a", "/a", "/a", "/b", "/b", "/c", "/c", "/c", "/c"),
        found.stream()
            .map(it -> it.detail().replaceFirst("(?s)http://[^/]*(/.).*", "$1"))
            .toList());
  }

  // ---- Here ----

  @Test
  void aFolderIsTriedOutAndLeftAsItWas() throws Exception {
    Map<String, Finding> found =
        byId(Preflight.withoutBackend().url(url("/a")).into(folder).check(TIME));
    assertFound(found, "folder", Status.OK, "can be written");
    assertFound(found, "free-space", Status.OK, ", 1000 bytes will come");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFolderThatIsNone() throws Exception {
    Path missing = folder.resolve("missing");
    assertFound(
        byId(Preflight.withoutBackend().into(missing).check(TIME)),
        "folder",
        Status.PROBLEM,
        "is not there");
    assertFalse(Files.exists(missing));
    Path file = Files.createFile(folder.resolve("file"));
    Map<String, Finding> found = byId(Preflight.withoutBackend().into(file).check(TIME));
    assertFound(found, "folder", Status.PROBLEM, "is no folder");
    assertFalse(found.containsKey("free-space"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatCannotBeWritten() throws Exception {
    Path locked =
        Files.createDirectory(
            folder.resolve("locked"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    assumeFalse(Files.isWritable(locked), "root may write all");
    assertFound(
        byId(Preflight.withoutBackend().into(locked).check(TIME)),
        "folder",
        Status.PROBLEM,
        "cannot be written");
  }

  @Test
  void moreThanThereIsRoomFor() throws Exception {
    Map<String, Finding> found =
        byId(Preflight.withoutBackend().into(folder).expecting(Long.MAX_VALUE).check(TIME));
    assertFound(found, "free-space", Status.PROBLEM, "8.0 EiB will come");
    assertFound(
        byId(Preflight.withoutBackend().into(folder).check(TIME)),
        "free-space",
        Status.OK,
        "is not known");
    assertFound(
        byId(Preflight.withoutBackend().into(folder).expecting(1).check(TIME)),
        "free-space",
        Status.OK,
        "1 byte will come");
  }

  // ---- The backend ----

  private static BitsProvider backend(List<Finding> findings) {
    BitsProvider provider = Mockito.mock(BitsProvider.class);
    Mockito.when(provider.diagnose()).thenReturn(findings);
    return provider;
  }

  @Test
  void theFindingsOfTheBackendComeFirst() throws Exception {
    Finding disabled = Finding.of("service-start", Status.PROBLEM, "Start", "disabled");
    List<Finding> found =
        Preflight.of(backend(List.of(disabled))).url(url("/a")).into(folder).check(TIME);
    assertEquals(disabled, found.get(0));
    assertEquals("free-space", found.get(found.size() - 1).id());
    assertTrue(
        byId(Preflight.of(Bits.provider("embedded")).check(TIME)).containsKey("engine-version"));
  }

  @Test
  void aBackendThatHangsIsNotWaitedFor() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    BitsProvider hangs = Mockito.mock(BitsProvider.class);
    Mockito.when(hangs.diagnose())
        .thenAnswer(
            call -> {
              never.await();
              return List.of();
            });
    List<Finding> found = Preflight.of(hangs).check(Duration.ofMillis(100));
    assertEquals("backend=UNKNOWN", statuses(byId(found)));
  }

  @Test
  void whoeverIsInterruptedHearsOfIt() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () -> Preflight.of(Bits.provider("embedded")).into(folder).check(TIME));
    assertFalse(Thread.interrupted());
  }

  @ParameterizedTest
  @CsvSource({"3, OK", "59, OK", "60, WARNING", "17000, WARNING"})
  void jobsAreCounted(int number, Status status) throws Exception {
    BitsManager queue = Mockito.mock(BitsManager.class);
    Mockito.when(queue.jobs()).thenReturn(Collections.nCopies(number, Mockito.mock(BitsJob.class)));
    assertFound(
        byId(Preflight.withoutBackend().in(queue).check(TIME)), "quota", status, "" + number);
  }

  @Test
  void moreFilesThanAJobTakes() throws Exception {
    Preflight preflight = Preflight.withoutBackend();
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      urls.add("file:///" + i);
      preflight = preflight.url(urls.get(i));
    }
    List<Finding> found = preflight.check(TIME);
    assertEquals("quota", found.get(0).id());
    assertEquals(202, found.size());
  }

  @Test
  void whatCannotBeIsRefused() {
    Preflight preflight = Preflight.withoutBackend();
    assertThrows(IllegalArgumentException.class, () -> preflight.check(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> preflight.expecting(-1));
  }
}
