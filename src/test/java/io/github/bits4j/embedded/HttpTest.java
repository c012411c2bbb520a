package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.contract.ClosedPort;
import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Downloads over HTTP from servers good and bad, on real sockets. */
@Timeout(240)
final class HttpTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final byte[] CONTENT = new byte[500_000];

  static {
    new Random(7).nextBytes(CONTENT);
  }

  @TempDir Path folder;
  private Origin origin;
  private BitsManager bits;

  @BeforeEach
  void open() {
    origin = new Origin();
    bits = EmbeddedBits.builder().inMemory().open();
  }

  @AfterEach
  void close() {
    bits.close();
    origin.close();
  }

  private Path target() {
    return folder.resolve("target");
  }

  private BitsJob start(String url, JobPriority priority) {
    BitsJob job =
        bits.createJob(JobSpec.download("x").priority(priority).file(url, target()).build());
    job.resume();
    return job;
  }

  private BitsJob start() {
    return start(origin.serve("/f", CONTENT), JobPriority.NORMAL);
  }

  private void assertFails(BitsJob job, JobState state, int hresult) throws Exception {
    JobStatus status = HttpBench.settled(job);
    assertEquals(state, status.state(), status::toString);
    var error = status.error().orElseThrow();
    assertEquals("0x%08X".formatted(hresult), error.hresult().toString());
    assertEquals(ErrorContext.REMOTE_FILE, error.context().orElseThrow());
    assertEquals("http", error.protocol().orElseThrow());
    assertEquals(1, status.errorCount().orElseThrow());
    assertFalse(Files.exists(target()));
  }

  private void assertSucceeds(BitsJob job, byte[] content) throws Exception {
    JobStatus status = HttpBench.settled(job);
    assertEquals(JobState.TRANSFERRED, status.state(), status::toString);
    job.complete();
    assertArrayEquals(content, Files.readAllBytes(target()));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  private static UnaryOperator<Origin.Exchange> onGet(UnaryOperator<MockResponse.Builder> change) {
    return on("GET", change);
  }

  private static UnaryOperator<Origin.Exchange> on(
      String method, UnaryOperator<MockResponse.Builder> change) {
    return exchange -> {
      if (exchange.method().equals(method)) {
        change.apply(exchange.answer());
      }
      return exchange;
    };
  }

  /** Only the first time. */
  private static UnaryOperator<Origin.Exchange> once(UnaryOperator<Origin.Exchange> mischief) {
    AtomicInteger count = new AtomicInteger();
    return exchange -> {
      if (!exchange.method().equals("GET") || count.getAndIncrement() > 0) {
        return exchange;
      }
      return mischief.apply(exchange);
    };
  }

  @Test
  void asksAsBitsDoes() throws Exception {
    assertSucceeds(start(), CONTENT);
    Headers head = origin.requests.get(0).getHeaders();
    assertEquals("identity", head.get("Accept-Encoding"));
    assertEquals("*/*", head.get("Accept"));
    assertTrue(
        head.get("User-Agent").startsWith("Microsoft BITS/7.8 bits4j/"), head.get("User-Agent"));
    Headers get = origin.requests.get(1).getHeaders();
    assertEquals("bytes=0-499999", get.get("Range"));
    assertEquals("Thu, 29 Feb 2024 12:34:56 GMT", get.get("If-Unmodified-Since"));
    assertEquals("identity", get.get("Accept-Encoding"));
  }

  @ParameterizedTest
  @EnumSource(
      value = JobPriority.class,
      names = {"FOREGROUND", "NORMAL"})
  void anEmptyFileNeedsNoGet(JobPriority priority) throws Exception {
    assertSucceeds(start(origin.serve("/empty", new byte[0]), priority), new byte[0]);
    assertEquals(List.of("HEAD /empty"), origin.log());
  }

  static Stream<int[]> statuses() {
    List<int[]> cases = new ArrayList<>();
    int[] lasting = {300, 301, 302, 303, 304, 305, 307, 400, 401, 402, 403, 404, 405, 406, 407};
    for (int status : lasting) {
      cases.add(new int[] {status, JobState.ERROR.value()});
    }
    for (int status : new int[] {410, 413, 414, 417, 429, 451, 501, 505}) {
      cases.add(new int[] {status, JobState.ERROR.value()});
    }
    for (int status : new int[] {204, 308, 408, 409, 500, 502, 503, 504, 507, 599}) {
      cases.add(new int[] {status, JobState.TRANSIENT_ERROR.value()});
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void statusesAreReportedAndRetriedAsDocumented(int[] status) throws Exception {
    origin.mischief =
        on("HEAD", answer -> answer.clearHeaders().code(status[0]).status(line(status[0])));
    JobState state = JobState.of(status[1]).orElseThrow();
    assertFails(start(), state, 0x80190000 + status[0]);
  }

  private static String line(int status) {
    return "HTTP/1.1 " + status + " Whatever";
  }

  @ParameterizedTest
  @CsvSource({"403, ERROR", "503, TRANSIENT_ERROR"})
  void aStatusInTheMiddleCountsTheSame(int status, JobState state) throws Exception {
    origin.mischief = onGet(answer -> answer.code(status).clearHeaders().body("no"));
    assertFails(start(), state, 0x80190000 + status);
  }

  @Test
  void withoutASizeThereIsNoDownload() throws Exception {
    origin.mischief = on("HEAD", answer -> answer.removeHeader("Content-Length"));
    assertFails(start(), JobState.ERROR, 0x80200011);
  }

  @Test
  void aServerThatIgnoresRangesIsGoodEnoughForTheForegroundOnly() throws Exception {
    origin.mischief =
        onGet(
            answer ->
                answer.code(200).removeHeader("Content-Range").body(new Buffer().write(CONTENT)));
    BitsJob job = start();
    assertFails(job, JobState.ERROR, 0x80200013);
    job.setPriority(JobPriority.FOREGROUND);
    job.resume();
    assertSucceeds(job, CONTENT);
  }

  @Test
  void anInterruptedForegroundDownloadNeedsRangesAfterAll() throws Exception {
    origin.mischief =
        onGet(
            answer ->
                answer
                    .code(200)
                    .removeHeader("Content-Range")
                    .body(new Buffer().write(CONTENT))
                    .onResponseBody(new SocketEffect.CloseSocket()));
    BitsJob job = start(origin.serve("/f", CONTENT), JobPriority.FOREGROUND);
    assertFails(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
    assertTrue(job.files().get(0).progress().bytesTransferred() > 0);
    job.resume();
    assertEquals(JobState.ERROR, job.await(LONG).state());
    assertEquals(0x80200013, job.error().hresult().value());
  }

  static Stream<Object[]> badRanges() {
    return Stream.of(
        new Object[] {"no Content-Range", null, 0x80200013},
        new Object[] {"another unit", "lines 0-499999/500000", 0x8020001B},
        new Object[] {"garbage", "bytes 0-/x", 0x8020001B},
        new Object[] {"another start", "bytes 1-500000/500000", 0x8020001B},
        new Object[] {"backwards", "bytes 0-499999/499999", 0x80200073},
        new Object[] {"an end beyond the file", "bytes 0-500000/500000", 0x8020001B},
        new Object[] {"a shorter range than body", "bytes 0-9/500000", 0x8020001B},
        new Object[] {"a number without end", "bytes 0-99999999999999999999/1", 0x8020001B});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRanges")
  void wrongRangesAreNotTaken(String name, String range, int hresult) throws Exception {
    origin.mischief =
        onGet(
            answer ->
                range == null
                    ? answer.removeHeader("Content-Range")
                    : answer.setHeader("Content-Range", range));
    BitsJob job = start();
    boolean changed = hresult == 0x80200073;
    assertFails(job, changed ? JobState.TRANSIENT_ERROR : JobState.ERROR, hresult);
    assertEquals(0, job.files().get(0).progress().bytesTransferred());
  }

  @Test
  void packedAnswersAreNotTaken() throws Exception {
    origin.mischief = onGet(answer -> answer.setHeader("Content-Encoding", "gzip"));
    assertFails(start(), JobState.ERROR, 0x8020001B);
  }

  @Test
  void smallerRangesThanAskedForAreTakenOneByOne() throws Exception {
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET")) {
            int first = Integer.parseInt(exchange.range().split("[=-]")[1]);
            int last = Math.min(first + 99_999, CONTENT.length - 1);
            exchange
                .answer()
                .setHeader("Content-Range", "bytes " + first + "-" + last + "/500000")
                .body(new Buffer().write(CONTENT, first, last - first + 1));
          }
          return exchange;
        };
    assertSucceeds(start(), CONTENT);
    assertEquals(6, origin.log().size());
  }

  @Test
  void aTruncatedBodyIsResumedByRange() throws Exception {
    // The body breaks off half-way: mockwebserver closes in the middle of it.
    origin.mischief =
        once(
            exchange -> {
              exchange.answer().onResponseBody(new SocketEffect.CloseSocket());
              return exchange;
            });
    BitsJob job = start();
    assertFails(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
    long here = job.files().get(0).progress().bytesTransferred();
    assertTrue(here > 0 && here < CONTENT.length, () -> "" + here);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
    assertEquals("GET /f bytes=" + here + "-499999", origin.log().get(3));
    assertSucceeds(job, CONTENT);
  }

  @Test
  void aFileThatChangedBetweenTwoAttemptsStartsAgain() throws Exception {
    origin.mischief =
        once(
            exchange -> {
              exchange.answer().onResponseBody(new SocketEffect.CloseSocket());
              return exchange;
            });
    BitsJob job = start();
    HttpBench.settled(job);
    byte[] other = new byte[400_000];
    new Random(8).nextBytes(other);
    origin.serve("/f", other);
    origin.time = Origin.TIME.plusSeconds(60);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
    assertEquals("GET /f bytes=0-399999", origin.log().get(3));
    assertSucceeds(job, other);
    assertEquals(Origin.TIME.plusSeconds(60), Files.getLastModifiedTime(target()).toInstant());
  }

  @ParameterizedTest
  @CsvSource({"time", "etag", "412", "416", "size"})
  void aFileThatChangesBetweenHeadAndGetStartsAgain(String how) throws Exception {
    origin.etag = "\"one\"";
    origin.mischief =
        once(
            exchange -> {
              switch (how) {
                case "time":
                  Instant later = Origin.TIME.plusSeconds(1);
                  exchange.answer().setHeader("Last-Modified", RangeAnswer.httpDate(later));
                  break;
                case "etag":
                  exchange.answer().setHeader("ETag", "\"two\"");
                  break;
                case "size":
                  exchange.answer().setHeader("Content-Range", "bytes 0-499999/500001");
                  break;
                default:
                  exchange.answer().clearHeaders().code(Integer.parseInt(how)).body("");
              }
              return exchange;
            });
    BitsJob job = start();
    assertSucceeds(job, CONTENT);
    assertEquals(0, job.status().errorCount().orElseThrow());
    assertEquals(4, origin.log().size(), origin.log()::toString);
  }

  @Test
  void aFileThatNeverStopsChangingIsLeftAloneForAWhile() throws Exception {
    origin.mischief = onGet(answer -> answer.clearHeaders().code(412).body(""));
    assertFails(start(), JobState.TRANSIENT_ERROR, 0x80200073);
    assertTrue(origin.log().size() <= 20);
  }

  // ---- Redirects ----

  @ParameterizedTest
  @CsvSource({"301", "302", "303", "307", "308"})
  void redirectsAreFollowedSilently(int status) throws Exception {
    origin.serve("/f", CONTENT);
    origin.mischief =
        exchange -> {
          if (exchange.path().equals("/from")) {
            exchange.answer().clearHeaders().code(status).setHeader("Location", "/f");
          }
          return exchange;
        };
    BitsJob job = start(origin.url("/from"), JobPriority.NORMAL);
    assertSucceeds(job, CONTENT);
    assertEquals(origin.url("/from"), job.files().get(0).remoteName());
  }

  @ParameterizedTest
  @CsvSource({
    "/loop",
    "file:///etc/hostname",
    "ftp://127.0.0.1/f",
    "'\\\\server\\share\\f'",
    "'http://'"
  })
  void redirectsThatLeadNowhereAreNotFollowed(String location) throws Exception {
    origin.mischief =
        exchange -> {
          exchange.answer().clearHeaders().code(302).setHeader("Location", location);
          return exchange;
        };
    assertFails(start(origin.url("/loop"), JobPriority.NORMAL), JobState.ERROR, 0x80072F7C);
    assertTrue(origin.log().size() <= 11);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/x, http://b/y, http://b/y",
    "http://a/x, https://b/y, https://b/y",
    "https://a/x, HTTPS://b/y, HTTPS://b/y",
    "https://a/x/z, ../y?q, https://a/y?q",
    "https://a/x, http://a/x,",
    "https://a/x, file:///x,",
    "http://a/x, 'http://b/y z',",
  })
  void redirectsNeverLeaveEncryption(String from, String location, String target) {
    assertEquals(
        Optional.ofNullable(target).map(URI::create),
        RemoteNames.redirected(URI.create(from), location, false));
  }

  // ---- Connections ----

  @Test
  void nobodyListens() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      assertFails(
          start(nobody.url("/f"), JobPriority.NORMAL), JobState.TRANSIENT_ERROR, 0x80072EFD);
    }
  }

  @Test
  void anUnknownHost() throws Exception {
    assertFails(
        start("http://no-such-host.invalid/f", JobPriority.NORMAL),
        JobState.TRANSIENT_ERROR,
        0x80072EE7);
  }

  private void misbehaves(RawServer.Answer answer, JobState state, int hresult) throws Exception {
    try (RawServer server = new RawServer(answer)) {
      assertFails(start(server.url("/f"), JobPriority.NORMAL), state, hresult);
    }
  }

  @Test
  void aConnectionThatIsClosedWithoutAWord() throws Exception {
    misbehaves((head, connection) -> {}, JobState.TRANSIENT_ERROR, 0x80072EFE);
  }

  @Test
  void aConnectionThatIsReset() throws Exception {
    misbehaves(
        (head, connection) -> {
          connection.setSoLinger(true, 0);
          connection.close();
        },
        JobState.TRANSIENT_ERROR,
        0x80072EFE);
  }

  @Test
  void anAnswerThatIsNoHttp() throws Exception {
    misbehaves(
        (head, connection) -> RawServer.write(connection, "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        JobState.TRANSIENT_ERROR,
        0x80072F78);
  }

  @Test
  void aSizeThatIsNoNumber() throws Exception {
    misbehaves(
        (head, connection) ->
            RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        JobState.TRANSIENT_ERROR,
        0x80072F78);
  }

  @Test
  void aBodyThatIsLongerThanItsRange() throws Exception {
    misbehaves(
        (head, connection) ->
            RawServer.write(
                connection,
                head.startsWith("HEAD")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
                    : "HTTP/1.1 206 Part\r\nContent-Range: bytes 0-9/10\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nff\r\n"
                        + "x".repeat(255)
                        + "\r\n0\r\n\r\n"),
        JobState.ERROR,
        0x8020001B);
  }

  /** Answers a HEAD as it should be, and a GET with a part of the body. */
  private static void half(String head, Socket connection) throws IOException {
    RawServer.write(
        connection,
        head.startsWith("HEAD")
            ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
            : "HTTP/1.1 206 Part\r\nContent-Length: 1000\r\nContent-Range: bytes 0-999/1000\r\n\r\n"
                + "x".repeat(400));
  }

  @Test
  void noByteThatCameBeforeTheConnectionBrokeIsLost() throws Exception {
    try (RawServer server = new RawServer(HttpTest::half)) {
      BitsJob job = start(server.url("/f"), JobPriority.NORMAL);
      assertFails(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
      assertEquals(400, job.files().get(0).progress().bytesTransferred());
    }
  }

  private static long here(BitsJob job) {
    return job.files().get(0).progress().bytesTransferred();
  }

  @ParameterizedTest
  @CsvSource({"HEAD", "GET", "BODY"})
  void aConnectionThatBringsNothingMoreIsGivenUp(String when) throws Exception {
    long last = when.equals("BODY") ? 400 : 0;
    CountDownLatch silent = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    HandAgenda time = new HandAgenda();
    try (RawServer server =
            new RawServer(
                (head, connection) -> {
                  boolean stalls =
                      head.startsWith(when) || when.equals("BODY") && head.startsWith("GET");
                  if (!stalls || when.equals("BODY")) {
                    half(head, connection);
                  }
                  if (stalls) {
                    silent.countDown();
                    end.await();
                  }
                });
        HttpBench bench = new HttpBench(folder, time)) {
      BitsJob job = bench.job(server.url("/f"));
      job.resume();
      assertTrue(silent.await(60, TimeUnit.SECONDS));
      until(() -> here(job) == last);
      time.pass(HttpBench.STALL.minusSeconds(1));
      assertEquals(0, job.status().errorCount().orElseThrow(), "too early");
      until(
          () -> {
            // What came last may be on its way to the disk, and is counted from then on.
            time.pass(Duration.ofSeconds(1));
            return job.state() == JobState.TRANSIENT_ERROR;
          });
      assertFails(job, JobState.TRANSIENT_ERROR, 0x80072EE2);
      assertEquals(last, here(job));
    } finally {
      end.countDown();
    }
  }

  @Test
  void aSlowServerIsNotAStalledOne() throws Exception {
    int part = CONTENT.length / 5;
    Semaphore next = new Semaphore(0);
    HandAgenda time = new HandAgenda();
    try (RawServer server =
            new RawServer(
                (head, connection) -> {
                  if (head.startsWith("HEAD")) {
                    RawServer.write(
                        connection, "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n");
                    return;
                  }
                  RawServer.write(
                      connection,
                      "HTTP/1.1 206 Part\r\nContent-Length: 500000\r\n"
                          + "Content-Range: bytes 0-499999/500000\r\n\r\n");
                  for (int at = 0; at < CONTENT.length; at += part) {
                    next.acquire();
                    connection.getOutputStream().write(CONTENT, at, part);
                  }
                });
        HttpBench bench = new HttpBench(folder, time)) {
      BitsJob job = bench.job(server.url("/f"));
      job.resume();
      for (int at = 0; at < CONTENT.length; at += part) {
        int before = at;
        until(() -> here(job) == before);
        time.pass(HttpBench.STALL.multipliedBy(2).dividedBy(3));
        next.release();
      }
      assertSucceeds(job, CONTENT);
    }
  }

  @Test
  void aTransferStopsAtOnceWhenItsManagerIsClosed() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (head, connection) -> {
              half(head, connection);
              if (head.startsWith("GET")) {
                end.await();
              }
            })) {
      BitsJob job = start(server.url("/f"), JobPriority.NORMAL);
      until(() -> here(job) == 400);
      bits.close();
      try (Stream<Path> left = Files.list(folder)) {
        assertEquals(0, left.count());
      }
    } finally {
      end.countDown();
    }
  }

  // ---- Files of this machine ----

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void filesAreCopiedFromUrlsAndPaths(boolean asUrl) throws Exception {
    Path source = folder.resolve("source file");
    Files.write(source, CONTENT);
    Instant time = Instant.parse("2001-02-03T04:05:06Z");
    Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.from(time));
    BitsJob job = start(asUrl ? source.toUri().toString() : source.toString(), JobPriority.NORMAL);
    assertEquals(JobState.TRANSFERRED, HttpBench.settled(job).state());
    job.complete();
    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
    assertEquals(time, Files.getLastModifiedTime(target()).toInstant());
  }

  @ParameterizedTest
  @CsvSource({"missing, 0x80070002", "missing/too, 0x80070003", "., 0x80070005"})
  void filesThatCannotBeCopied(String name, String hresult) throws Exception {
    assertCannotBeCopied(name, hresult);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "devices have no place in the file system")
  void aDeviceCannotBeCopied() throws Exception {
    assertCannotBeCopied("/dev/null", "0x80070005");
  }

  private void assertCannotBeCopied(String name, String hresult) throws Exception {
    BitsJob job = start(folder.resolve(name).toString(), JobPriority.NORMAL);
    JobStatus status = HttpBench.settled(job);
    assertEquals(JobState.ERROR, status.state());
    var error = status.error().orElseThrow();
    assertEquals(
        hresult.toLowerCase(Locale.ROOT), error.hresult().toString().toLowerCase(Locale.ROOT));
    assertEquals(ErrorContext.REMOTE_FILE, error.context().orElseThrow());
    assertEquals("file", error.protocol().orElseThrow());
  }

  @Test
  void aTargetFolderThatVanishedIsAnErrorHere() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    BitsJob job =
        bits.createJob(
            JobSpec.download("x")
                .file(origin.serve("/f", CONTENT), gone.resolve("target"))
                .build());
    Files.delete(gone);
    job.resume();
    JobStatus status = HttpBench.settled(job);
    assertEquals(JobState.ERROR, status.state());
    assertEquals(0x80070003, status.error().orElseThrow().hresult().value());
    assertEquals(ErrorContext.LOCAL_FILE, status.error().orElseThrow().context().orElseThrow());
    Files.createDirectory(gone);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
  }

  @Test
  void somebodyElsesFileIsNeverOverwrittenByATemporaryOne() throws Exception {
    LocalFiles predictable =
        new LocalFiles() {
          @Override
          String freshTempName() {
            return "BITtaken.tmp";
          }
        };
    Path taken = folder.resolve("BITtaken.tmp");
    Files.writeString(taken, "mine");
    ThreadAgenda agenda = new ThreadAgenda();
    var workers = Workers.start();
    Engine engine =
        Engines.downloading(
            agenda,
            new MemoryStore(),
            name ->
                new HttpTransport(
                    new Web(
                        agenda,
                        workers,
                        LONG,
                        "test",
                        new HttpClients(workers, LONG, null, ClientCertificates.none()))),
            predictable,
            1);
    engine.open();
    try (BitsManager manager =
        new EmbeddedManager(engine, workers, ClientCertificates.none(), true, () -> {})) {
      BitsJob job =
          manager.createJob(
              JobSpec.download("x").file(origin.serve("/f", CONTENT), target()).build());
      job.resume();
      JobStatus status = HttpBench.settled(job);
      assertEquals(JobState.ERROR, status.state());
      assertEquals(0x80070050, status.error().orElseThrow().hresult().value());
      assertEquals("mine", Files.readString(taken));
      assertEquals(0, job.files().get(0).progress().bytesTransferred());
    }
    assertEquals("mine", Files.readString(taken), "deleted with the job");
  }
}
