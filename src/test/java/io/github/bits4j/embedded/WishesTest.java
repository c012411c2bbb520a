package io.github.bits4j.embedded;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationScheme.DIGEST;
import static io.github.bits4j.AuthenticationScheme.NEGOTIATE;
import static io.github.bits4j.AuthenticationScheme.NTLM;
import static io.github.bits4j.AuthenticationTarget.PROXY;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static io.github.bits4j.embedded.HttpBench.fail;
import static io.github.bits4j.embedded.HttpBench.settled;
import static io.github.bits4j.embedded.HttpBench.succeed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Credentials;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSources;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.HttpSecurity.Redirects;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs may want beyond a plain download, over real sockets. */
@Timeout(240)
final class WishesTest {
  private static final byte[] CONTENT = new byte[100_000];
  private static final String PASSWORD = "p\u00e4ss:word";

  static {
    new Random(9).nextBytes(CONTENT);
  }

  @TempDir Path folder;
  private Origin origin;
  private HttpBench bench;

  @BeforeEach
  void open() {
    origin = new Origin();
    bench = new HttpBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
    origin.close();
  }

  private BitsJob job() {
    return bench.job(origin.serve("/f", CONTENT));
  }

  private void assertTarget(BitsJob job, byte[] content) throws Exception {
    job.complete();
    assertArrayEquals(content, Files.readAllBytes(bench.target()));
  }

  private static void assertRefused(int hresult, org.junit.jupiter.api.function.Executable call) {
    assertEquals(
        "0x%08X".formatted(hresult), assertThrows(BitsException.class, call).hresult().toString());
  }

  // ---- Headers ----

  @Test
  void headersGoWithEveryRequestAndComeBackInTheirOrder() throws Exception {
    BitsJob job = job();
    List<HttpHeader> headers =
        List.of(
            new HttpHeader("X-Zebra", "1"),
            new HttpHeader("Authorization", "Bearer t"),
            new HttpHeader("X-Empty", ""),
            new HttpHeader("X-Zebra", "2"));
    job.http().setHeaders(headers);
    assertEquals(headers, job.http().headers());
    assertTarget(succeed(job), CONTENT);
    assertEquals(2, origin.requests.size());
    for (var request : origin.requests) {
      assertEquals(List.of("1", "2"), request.getHeaders().values("X-Zebra"));
      assertEquals("Bearer t", request.getHeaders().get("Authorization"));
      assertEquals("", request.getHeaders().get("X-Empty"));
    }
  }

  @Test
  void headersHaveALimitAndCanBeHiddenForGood() {
    BitsJob job = job();
    // With ": " and the line end: 16,383 in all.
    job.http().setHeaders(List.of(new HttpHeader("X", "y".repeat(16_378))));
    assertRefused(
        0x80200021, () -> job.http().setHeaders(List.of(new HttpHeader("X", "y".repeat(16_379)))));
    assertEquals(16_378, job.http().headers().get(0).value().length());
    job.http().hideHeaders();
    assertThrows(AccessDeniedException.class, () -> job.http().headers());
    job.http().setHeaders(List.of());
    assertThrows(AccessDeniedException.class, () -> job.http().headers());
    assertTrue(job.options().maximumDownloadSize().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-length", "Range", "Connection", "Transfer-Encoding"})
  void headersThatWouldBreakTheRequestAreRefused(String name) {
    assertRefused(0x80070057, () -> job().http().setHeaders(List.of(new HttpHeader(name, "x"))));
  }

  @Test
  void aRefusedHeaderIsNotQuoted() {
    BitsException refusal =
        assertThrows(
            BitsException.class,
            () -> job().http().setHeaders(List.of(new HttpHeader("X", "geheim\u4f60"))));
    for (Throwable t = refusal; t != null; t = t.getCause()) {
      assertFalse(t.toString().contains("geheim"), t::toString);
    }
  }

  // ---- Redirects ----

  private void redirect(String from, String to, int status) {
    origin.mischief =
        exchange -> {
          if (exchange.path().equals(from)) {
            exchange.answer().clearHeaders().code(status).setHeader("Location", to);
          }
          return exchange;
        };
  }

  private BitsJob redirected(Redirects policy, int status) {
    origin.serve("/f", CONTENT);
    redirect("/from", "/f", status);
    BitsJob job = bench.job(origin.url("/from"));
    job.http().setSecurity(HttpSecurity.DEFAULT.withRedirects(policy));
    return job;
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "303", "307", "308"})
  void aRedirectRenamesTheFileIfThatIsWanted(int status) throws Exception {
    BitsJob job = succeed(redirected(Redirects.FOLLOW_AND_RENAME, status));
    assertEquals(origin.url("/f"), job.files().get(0).remoteName());
    assertTarget(job, CONTENT);
  }

  @Test
  void aRedirectThatIsFollowedSilentlyLeavesTheName() throws Exception {
    BitsJob job = succeed(redirected(Redirects.FOLLOW, 302));
    assertEquals(origin.url("/from"), job.files().get(0).remoteName());
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "303", "307", "308"})
  void aRedirectThatIsRefusedNamesItsTargetAndItsStatus(int status) throws Exception {
    BitsJob job = fail(redirected(Redirects.REFUSE, status), JobState.ERROR, 0x80190000 + status);
    assertEquals(origin.url("/f"), job.files().get(0).remoteName());
    assertEquals(1, origin.log().size());
    // Resumed, it is fetched from there.
    assertTarget(succeed(job), CONTENT);
  }

  @Test
  void unknownFlagsAreRefused() {
    for (int flags : new int[] {0x20, 0x300, 0x400, 0x1000, 0x8000_0000}) {
      assertRefused(0x80004001, () -> job().http().setSecurity(new HttpSecurity(flags)));
    }
    BitsJob job = job();
    job.http().setSecurity(new HttpSecurity(0x0A1F));
    assertEquals(new HttpSecurity(0x0A1F), job.http().security());
  }

  @Test
  void whatIsForOneServerIsNotShownToAnother() throws Exception {
    try (Origin other = new Origin()) {
      String there = other.serve("/f", CONTENT).replace("localhost", "127.0.0.1");
      redirect("/from", there, 302);
      BitsJob job = bench.job(origin.url("/from"));
      job.http()
          .setHeaders(
              List.of(
                  new HttpHeader("Authorization", "Bearer t"),
                  new HttpHeader("cookie", "c"),
                  new HttpHeader("X-Harmless", "h")));
      credentials(job, SERVER, BASIC);
      other.mischief =
          exchange -> {
            exchange.answer().code(401).setHeader("WWW-Authenticate", "Basic realm=\"x\"").body("");
            return exchange;
          };
      fail(job, JobState.ERROR, 0x80190191);
      assertEquals("Bearer t", origin.requests.get(0).getHeaders().get("Authorization"));
      assertEquals(1, other.requests.size(), "a stranger's question is not answered");
      Headers seen = other.requests.get(0).getHeaders();
      assertNull(seen.get("Authorization"));
      assertNull(seen.get("Cookie"));
      assertEquals("h", seen.get("X-Harmless"));
    }
  }

  // ---- Method, dynamic content, limits ----

  @Test
  void anotherMethodIsOneRequestForEverything() throws Exception {
    BitsJob job = job();
    job.http().setMethod("POST");
    assertEquals("POST", job.http().method());
    assertEquals(Optional.of(JobPriority.FOREGROUND), job.properties().priority());
    assertRefused(0x80200071, () -> job.setPriority(JobPriority.NORMAL));
    assertRefused(0x80200071, () -> job.options().setDynamicContent(true));
    assertTarget(succeed(job), CONTENT);
    assertEquals(List.of("POST /f"), origin.log());
    assertEquals(Origin.TIME, Files.getLastModifiedTime(bench.target()).toInstant());
  }

  @Test
  void aMethodIsForBeforeTheFirstResume() throws Exception {
    BitsJob job = succeed(job());
    job.http().setMethod("GET");
    assertRefused(0x80200062, () -> job.http().setMethod("POST"));
    assertRefused(0x80070057, () -> job().http().setMethod("NOT A METHOD"));
    BitsJob ranges = bench.bits.createJob(io.github.bits4j.JobSpec.download("r").build());
    ranges.addFile(origin.url("/f"), folder.resolve("r"), List.of(FileRange.of(0, 1)));
    assertRefused(0x80200071, () -> ranges.http().setMethod("POST"));
    BitsJob onDemand = job();
    onDemand.options().setOnDemand(true);
    assertRefused(0x80200071, () -> onDemand.http().setMethod("POST"));
  }

  @Test
  void withAMethodNoErrorPassesAndEverythingBeginsAgain() throws Exception {
    BitsJob job = job();
    job.http().setMethod("POST");
    origin.mischief = exchange -> broken(exchange);
    fail(job, JobState.ERROR, 0x80072EFE);
    assertTrue(job.files().get(0).progress().bytesTransferred() > 0);
    origin.mischief = exchange -> exchange;
    assertTarget(succeed(job), CONTENT);
    assertEquals(List.of("POST /f", "POST /f"), origin.log());
  }

  private static Origin.Exchange broken(Origin.Exchange exchange) {
    exchange.answer().onResponseBody(new SocketEffect.CloseSocket());
    return exchange;
  }

  private static Origin.Exchange chunked(Origin.Exchange exchange) {
    if (exchange.method().equals("HEAD")) {
      exchange.answer().code(405);
    } else {
      exchange.answer().chunkedBody(new Buffer().write(CONTENT), 10_000);
    }
    return exchange;
  }

  @Test
  void dynamicContentNeedsNoSize() throws Exception {
    origin.mischief = WishesTest::chunked;
    BitsJob job = bench.job(origin.serve("/f", CONTENT), JobPriority.FOREGROUND);
    job.options().setDynamicContent(true);
    assertTrue(job.options().dynamicContent());
    succeed(job);
    assertEquals(List.of("GET /f"), origin.log());
    assertEquals(OptionalLong.of(CONTENT.length), job.files().get(0).progress().bytesTotal());
    assertTarget(job, CONTENT);
  }

  @Test
  void dynamicContentIsForTheForeground() throws Exception {
    BitsJob job = job();
    job.options().setDynamicContent(true);
    origin.mischief =
        exchange -> {
          exchange.answer().removeHeader("Content-Length");
          return exchange;
        };
    fail(job, JobState.ERROR, 0x80200011);
    assertRefused(0x80200062, () -> job.options().setDynamicContent(false));
  }

  @Test
  void dynamicContentBeginsAgainAfterEveryInterruption() throws Exception {
    AtomicInteger count = new AtomicInteger();
    origin.mischief =
        exchange -> count.getAndIncrement() == 0 ? broken(exchange) : chunked(exchange);
    BitsJob job = bench.job(origin.serve("/f", CONTENT), JobPriority.FOREGROUND);
    job.options().setDynamicContent(true);
    fail(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
    assertTarget(succeed(job), CONTENT);
    assertEquals(List.of("GET /f", "GET /f"), origin.log());
  }

  @Test
  void moreThanMayComeIsAnError() throws Exception {
    BitsJob job = job();
    assertRefused(0x80200063, () -> job.options().setMaximumDownloadSize(0));
    job.options().setMaximumDownloadSize(CONTENT.length - 1);
    assertEquals(OptionalLong.of(CONTENT.length - 1), job.options().maximumDownloadSize());
    fail(job, JobState.ERROR, 0x80200064);
    assertEquals(List.of("HEAD /f"), origin.log());
    assertRefused(0x80200062, () -> job.options().setMaximumDownloadSize(1));
    BitsJob exact = bench.job(origin.url("/f"));
    exact.options().setMaximumDownloadSize(CONTENT.length);
    succeed(exact);
  }

  @Test
  void theLimitHoldsForAllFilesOfAJobTogether() throws Exception {
    BitsJob job = job();
    job.addFile(origin.url("/f"), folder.resolve("second"));
    job.options().setMaximumDownloadSize(2L * CONTENT.length - 1);
    fail(job, JobState.ERROR, 0x80200064);
    assertEquals(CONTENT.length, job.files().get(0).progress().bytesTransferred());
  }

  @Test
  void dynamicContentWithoutASizeIsCutOffAtTheLimit() throws Exception {
    origin.mischief = WishesTest::chunked;
    BitsJob job = bench.job(origin.serve("/f", CONTENT), JobPriority.FOREGROUND);
    job.options().setDynamicContent(true);
    job.options().setMaximumDownloadSize(50_000);
    fail(job, JobState.ERROR, 0x80200064);
    assertTrue(job.files().get(0).progress().bytesTransferred() <= 50_000);
  }

  // ---- Ranges ----

  private BitsJob ranges(FileRange... ranges) {
    BitsJob job = bench.bits.createJob(io.github.bits4j.JobSpec.download("r").build());
    job.addFile(origin.serve("/f", CONTENT), bench.target(), List.of(ranges));
    return job;
  }

  @Test
  void piecesComeInTheOrderWanted() throws Exception {
    BitsJob job = ranges(FileRange.of(100, 100), FileRange.from(99_900), FileRange.of(400, 1));
    assertEquals(
        List.of(FileRange.of(100, 100), FileRange.from(99_900), FileRange.of(400, 1)),
        job.files().get(0).ranges());
    succeed(job);
    assertEquals(OptionalLong.of(201), job.files().get(0).progress().bytesTotal());
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(CONTENT, 100, 100);
    expected.write(CONTENT, 99_900, 100);
    expected.write(CONTENT, 400, 1);
    assertTarget(job, expected.toByteArray());
    assertEquals(List.of("HEAD /f", "GET /f bytes=100-199,99900-99999,400-400"), origin.log());
  }

  @Test
  void aPieceThatBreaksOffIsResumedInTheMiddle() throws Exception {
    AtomicInteger gets = new AtomicInteger();
    origin.mischief =
        exchange ->
            exchange.method().equals("GET") && gets.incrementAndGet() == 1
                ? broken(exchange)
                : exchange;
    BitsJob job = ranges(FileRange.of(0, 10), FileRange.of(20_000, 60_000));
    fail(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
    long here = job.files().get(0).progress().bytesTransferred();
    assertTrue(here > 10, () -> "" + here);
    succeed(job);
    assertEquals("GET /f bytes=" + (20_000 + here - 10) + "-79999", origin.log().get(3));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(CONTENT, 0, 10);
    expected.write(CONTENT, 20_000, 60_000);
    assertTarget(job, expected.toByteArray());
  }

  @Test
  void manyPiecesTakeMoreThanOneRequest() throws Exception {
    FileRange[] many = new FileRange[250];
    Arrays.setAll(many, i -> FileRange.of(CONTENT.length - 1 - i * 3L, 1));
    BitsJob job = succeed(ranges(many));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (FileRange piece : many) {
      expected.write(CONTENT[(int) piece.offset()]);
    }
    assertTarget(job, expected.toByteArray());
    assertEquals(4, origin.log().size(), "HEAD, and three times up to 100 pieces");
  }

  /** Two pieces of 1000 bytes, from a server whose body to the first request this is. */
  private void twoPieces(String contentType, String body) throws Exception {
    byte[] content = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);
    AtomicInteger gets = new AtomicInteger();
    try (RawServer server =
        new RawServer(
            (head, connection) -> {
              String size = "HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n";
              if (head.startsWith("HEAD")) {
                RawServer.write(connection, size);
              } else if (gets.getAndIncrement() == 0) {
                RawServer.write(
                    connection, "HTTP/1.1 206 P\r\nContent-Type: " + contentType + "\r\n");
                for (int i = 0; i < body.length(); i += 7) {
                  RawServer.write(connection, body.substring(i, Math.min(i + 7, body.length())));
                }
              } else {
                assertTrue(head.contains("bytes=995-999\n"), head);
                RawServer.write(
                    connection,
                    "HTTP/1.1 206 P\r\nContent-Length: 5\r\n"
                        + "Content-Range: bytes 995-999/1000\r\n\r\n56789");
              }
            })) {
      BitsJob job = bench.bits.createJob(io.github.bits4j.JobSpec.download("r").build());
      job.addFile(
          server.url("/f"), bench.target(), List.of(FileRange.of(3, 4), FileRange.from(995)));
      assertTarget(succeed(job), "345656789".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String bytesOf(String range, String bytes) {
    return "\r\n--B\r\nContent-Range: bytes " + range + "\r\n\r\n" + bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "multipart/byteranges; boundary=B",
    "multipart/byteranges;boundary=\"B\"",
    "Multipart/ByteRanges ; charset=x; BOUNDARY=B ; y=z"
  })
  void partsAreTakenAsServersWriteThem(String contentType) throws Exception {
    String both = bytesOf("3-6/1000", "3456") + bytesOf("995-999/*", "56789");
    twoPieces(contentType, both + "\r\n--B--\r\n");
    twoPieces(contentType, "\r\n" + both + "\r\n--B--");
    twoPieces(contentType, "\r\n--B  \r\nX: " + "y".repeat(170) + both.substring(5) + "\r\n--B--");
    twoPieces(contentType, both + "\r\n--B--\r\nthat was it\r\n");
  }

  @Test
  void aServerMayAnswerWithFewerPartsThanAskedFor() throws Exception {
    twoPieces("multipart/byteranges; boundary=B", bytesOf("3-6/1000", "3456") + "\r\n--B--\r\n");
    twoPieces("text/plain", "Content-Range: bytes 3-6/1000\r\n\r\n3456");
  }

  @Test
  void piecesThatAreNotThereAreAnError() throws Exception {
    fail(ranges(FileRange.of(99_999, 2)), JobState.ERROR, 0x8020002B);
    fail(ranges(FileRange.from(100_000)), JobState.ERROR, 0x8020002B);
    succeed(ranges(FileRange.from(99_999)));
  }

  @Test
  void aServerWithoutRangesHasNoPiecesNotEvenForTheForeground() throws Exception {
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET")) {
            exchange
                .answer()
                .code(200)
                .removeHeader("Content-Range")
                .body(new Buffer().write(CONTENT));
          }
          return exchange;
        };
    BitsJob job = ranges(FileRange.of(0, 10));
    job.setPriority(JobPriority.FOREGROUND);
    fail(job, JobState.ERROR, 0x80200013);
  }

  @Test
  void aServerThatGivesMoreThanThePieceIsNotBelieved() throws Exception {
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET")) {
            exchange
                .answer()
                .setHeader("Content-Range", "bytes 0-19/100000")
                .body(new Buffer().write(CONTENT, 0, 20));
          }
          return exchange;
        };
    fail(ranges(FileRange.of(0, 10)), JobState.ERROR, 0x8020001B);
  }

  @Test
  void rangesAreCheckedBeforeAnythingChanges() {
    BitsJob job = bench.bits.createJob(io.github.bits4j.JobSpec.download("r").build());
    String url = origin.serve("/f", CONTENT);
    assertRefused(0x80070057, () -> job.addFile(url, bench.target(), List.of()));
    assertRefused(
        0x80070057,
        () -> job.addFile("/etc/hostname", bench.target(), List.of(FileRange.of(0, 1))));
    assertRefused(
        0x8020002C,
        () -> job.addFile(url, bench.target(), List.of(FileRange.of(0, 2), FileRange.of(1, 1))));
    assertRefused(
        0x8020002C,
        () -> job.addFile(url, bench.target(), List.of(FileRange.from(5), FileRange.of(9, 1))));
    assertRefused(
        0x8020002C,
        () -> job.addFile(url, bench.target(), List.of(FileRange.of(7, 1), FileRange.of(7, 1))));
    FileRange[] many = new FileRange[501];
    Arrays.setAll(many, i -> FileRange.of(i * 2L, 1));
    assertRefused(0x80200052, () -> job.addFile(url, bench.target(), List.of(many)));
    assertEquals(List.of(), job.files());
    job.addFile(url, bench.target(), List.of(many).subList(0, 500));
    assertRefused(0x80200072, () -> job.options().setDynamicContent(true));
    BitsJob dynamic = bench.bits.createJob(io.github.bits4j.JobSpec.download("d").build());
    dynamic.options().setDynamicContent(true);
    assertRefused(
        0x80200072, () -> dynamic.addFile(url, bench.target(), List.of(FileRange.of(0, 1))));
    BitsJob method = bench.bits.createJob(io.github.bits4j.JobSpec.download("m").build());
    method.http().setMethod("POST");
    assertRefused(
        0x80200071, () -> method.addFile(url, bench.target(), List.of(FileRange.of(0, 1))));
  }

  // ---- Names, validation, answers ----

  @Test
  void anotherServerWithTheSameFileGoesOnWhereTheFirstBrokeOff() throws Exception {
    origin.mischief = exchange -> exchange.method().equals("GET") ? broken(exchange) : exchange;
    origin.etag = "\"one\"";
    BitsJob job = fail(job(), JobState.TRANSIENT_ERROR, 0x80072EFE);
    long here = job.files().get(0).progress().bytesTransferred();
    try (Origin other = new Origin()) {
      other.etag = "\"another tag\"";
      String name = other.serve("/elsewhere", CONTENT);
      job.suspend();
      job.files().get(0).setRemoteName(name);
      assertEquals(name, job.files().get(0).remoteName());
      assertTarget(succeed(job), CONTENT);
      assertEquals("GET /elsewhere bytes=" + here + "-99999", other.log().get(1));
    }
  }

  @Test
  void aNameThatChangesUnderWayIsAskedAtOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer stuck = new RawServer((head, connection) -> end.await())) {
      BitsJob job = bench.job(stuck.url("/f"));
      job.resume();
      String there = origin.serve("/f", CONTENT).replace("/f", "");
      assertTrue(job.replaceRemotePrefix(stuck.url(""), there));
      assertEquals(JobState.TRANSFERRED, job.await(Duration.ofSeconds(60)).state());
      assertTarget(job, CONTENT);
    } finally {
      end.countDown();
    }
  }

  @Test
  void prefixesAreReplacedToTheLetter() {
    BitsJob job = job();
    job.addFile("http://other.invalid/g", folder.resolve("g"));
    assertFalse(job.replaceRemotePrefix("HTTP://other.invalid/", "http://b.invalid/"));
    assertTrue(job.replaceRemotePrefix("http://other.invalid/", "https://b.invalid/x/"));
    List<BitsFile> files = job.files();
    assertEquals(origin.url("/f"), files.get(0).remoteName());
    assertEquals("https://b.invalid/x/g", files.get(1).remoteName());
    assertRefused(0x80070057, () -> job.replaceRemotePrefix("", "x"));
    assertRefused(0x80070057, () -> job.replaceRemotePrefix("h", ""));
    assertRefused(0x80070057, () -> job.replaceRemotePrefix("https://b", "nonsense:"));
    assertRefused(0x80070057, () -> files.get(0).setRemoteName("http://a/" + "x/".repeat(1100)));
    assertEquals("https://b.invalid/x/g", files.get(1).remoteName());
    job.cancel();
    assertRefused(0x80200002, () -> job.replaceRemotePrefix("h", "x"));
    assertRefused(0x80200002, () -> files.get(0).setRemoteName("http://a/b"));
  }

  @Test
  void aFileThatIsFoundWrongIsBroughtAgain() throws Exception {
    BitsJob job = job();
    BitsFile file = job.files().get(0);
    assertRefused(0x8000000A, () -> file.setValidated(true));
    succeed(job);
    assertFalse(file.validated());
    file.setValidated(true);
    assertTrue(file.validated());
    assertFalse(file.fromPeer());
    assertEquals(new FileSources(CONTENT.length, 0), file.sources());
    file.setValidated(false);
    assertEquals(JobState.ERROR, job.state());
    assertEquals(0x80200053, job.error().hresult().value());
    assertEquals(0, file.progress().bytesTransferred());
    assertFalse(file.validated());
    origin.requests.clear();
    assertTarget(succeed(job), CONTENT);
    assertEquals(List.of("HEAD /f", "GET /f bytes=0-99999"), origin.log());
    assertTrue(file.validated(), "completing says that it is right");
    assertRefused(0x80200002, () -> file.setValidated(false));
  }

  @Test
  void theLastAnswerCanBeRead() throws Exception {
    BitsJob job = job();
    BitsFile file = job.files().get(0);
    assertEquals(Optional.empty(), file.responseHeaders());
    succeed(job);
    String answer = file.responseHeaders().orElseThrow();
    assertTrue(answer.startsWith("HTTP/1.1 206\r\n"), answer);
    assertTrue(answer.toLowerCase().contains("\r\ncontent-range: bytes 0-99999/100000\r\n"));
    assertTrue(answer.endsWith("\r\n\r\n"), answer);
    BitsJob failed = fail(bench.job(origin.url("/no")), JobState.ERROR, 0x80190194);
    assertTrue(
        failed.files().get(0).responseHeaders().orElseThrow().startsWith("HTTP/1.1 404\r\n"));
  }

  // ---- Who asks who it is ----

  private static void credentials(
      BitsJob job, AuthenticationTarget target, AuthenticationScheme scheme) {
    try (Credentials given = Credentials.of(target, scheme, "us\"er", PASSWORD.toCharArray())) {
      job.credentials().set(given);
    }
  }

  private static String basic() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("us\"er:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  private static Origin.Exchange ask(Origin.Exchange exchange, String... challenges) {
    exchange.answer().clearHeaders().code(401).body("");
    for (String challenge : challenges) {
      exchange.answer().addHeader("WWW-Authenticate", challenge);
    }
    return exchange;
  }

  private void guard(String... challenges) {
    origin.mischief =
        exchange ->
            basic().equals(lastHeader("Authorization")) ? exchange : ask(exchange, challenges);
  }

  private String lastHeader(String name) {
    return origin.requests.get(origin.requests.size() - 1).getHeaders().get(name);
  }

  @Test
  void basicIsShownWhenItIsAskedForAndSet() throws Exception {
    guard("Basic realm=\"r\"");
    BitsJob job = job();
    credentials(job, SERVER, BASIC);
    assertTarget(succeed(job), CONTENT);
    assertEquals(3, origin.requests.size(), "asked once, shown from then on");
    assertNull(origin.requests.get(0).getHeaders().get("Authorization"));
  }

  @ParameterizedTest
  @EnumSource(
      value = AuthenticationScheme.class,
      names = {"DIGEST", "NTLM", "NEGOTIATE", "PASSPORT"})
  void theClearPasswordIsNeverShownForAnotherScheme(AuthenticationScheme scheme) throws Exception {
    guard("Basic realm=\"r\"");
    BitsJob job = job();
    credentials(job, SERVER, scheme);
    credentials(job, PROXY, BASIC);
    fail(job, JobState.ERROR, 0x80190191);
    assertEquals(1, origin.requests.size());
  }

  @Test
  void whatWindowsAloneCanAnswerIsTheServersNo() throws Exception {
    guard("Negotiate", "NTLM");
    BitsJob job = job();
    credentials(job, SERVER, BASIC);
    credentials(job, SERVER, NTLM);
    try (Credentials mine = Credentials.ofLoggedOnUser(SERVER, NEGOTIATE)) {
      job.credentials().set(mine);
    }
    fail(job, JobState.ERROR, 0x80190191);
    assertTrue(job.credentials().remove(SERVER, NEGOTIATE));
    assertTrue(job.credentials().remove(SERVER, NTLM));
  }

  @Test
  void aPasswordThatIsWrongIsShownOnce() throws Exception {
    origin.mischief = exchange -> ask(exchange, "Basic realm=\"r\"");
    BitsJob job = job();
    credentials(job, SERVER, BASIC);
    fail(job, JobState.ERROR, 0x80190191);
    assertEquals(2, origin.requests.size());
    guard("Basic realm=\"r\"");
    succeed(job);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MD5 | false | false | Digest realm=\"r \\\"q\\\"\", nonce=\"n1\"",
        "MD5 | false | false | Digest realm=\"r \\\"q\\\"\", nonce=\"n1\", qop=\"auth\", opaque=\"o\"",
        "MD5 | true  | false | Digest realm=\"r \\\"q\\\"\",nonce=\"n1\",qop=\"auth-int,auth\",charset=UTF-8",
        "MD5 | false | true  | Digest realm=\"r \\\"q\\\"\", nonce=n1, algorithm=MD5-sess, qop=auth",
        "SHA-256 | true | false | Basic realm=\"b\", Digest nonce=\"n1\", algorithm=SHA-256, realm=\"r \\\"q\\\"\", qop=\"auth\", charset=UTF-8",
        "SHA-256 | false | true | NTLM, Digest algorithm=SHA-256-sess , realm = \"r \\\"q\\\"\", nonce=\"n1\", qop=\"auth\""
      })
  void digestIsAnsweredByTheLetter(
      String algorithm, boolean utf8, boolean session, String challenge) throws Exception {
    DigestAnswer.Who who = new DigestAnswer.Who("us\"er", "r \"q\"", PASSWORD);
    AtomicInteger right = new AtomicInteger();
    origin.mischief =
        exchange -> {
          String header = lastHeader("Authorization");
          try {
            if (header == null
                || !new DigestAnswer(header)
                    .isRight(who, exchange.method(), "/f", algorithm, utf8, session)) {
              return ask(exchange, challenge);
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          assertEquals(
              new DigestAnswer(header).parameter("qop").isEmpty()
                  ? ""
                  : "%08x".formatted(right.incrementAndGet()),
              new DigestAnswer(header).parameter("nc"));
          return exchange;
        };
    BitsJob job = job();
    credentials(job, SERVER, DIGEST);
    credentials(job, SERVER, BASIC);
    assertTarget(succeed(job), CONTENT);
    assertEquals(3, origin.requests.size(), "one question for all requests");
    assertTrue(
        origin.requests.stream()
            .map(request -> request.getHeaders().get("Authorization"))
            .noneMatch(header -> header != null && header.startsWith("Basic")),
        "the password was shown");
  }

  @Test
  void theBetterDigestIsTaken() throws Exception {
    origin.mischief =
        exchange -> {
          String header = lastHeader("Authorization");
          return header != null && new DigestAnswer(header).parameter("algorithm").equals("SHA-256")
              ? exchange
              : ask(
                  exchange,
                  "Digest realm=\"r\", nonce=\"a\", algorithm=MD5",
                  "Digest realm=\"r\", nonce=\"b\", algorithm=SHA-256, qop=\"auth\"",
                  "Digest realm=\"r\", nonce=\"c\", algorithm=SHA-512-256, qop=\"auth\"");
        };
    BitsJob job = job();
    credentials(job, SERVER, DIGEST);
    succeed(job);
  }

  @Test
  void anAnswerThatIsTooOldIsGivenAgainButNotForEver() throws Exception {
    AtomicInteger nonce = new AtomicInteger();
    origin.mischief =
        exchange ->
            ask(
                exchange,
                "Digest realm=\"r\", nonce=\"" + nonce.incrementAndGet() + "\", stale=true");
    BitsJob job = job();
    credentials(job, SERVER, DIGEST);
    fail(job, JobState.ERROR, 0x80190191);
    assertTrue(origin.requests.size() <= 5, () -> "" + origin.requests.size());
    origin.mischief =
        exchange ->
            new DigestAnswer(String.valueOf(lastHeader("Authorization")))
                    .parameter("nonce")
                    .equals("new")
                ? exchange
                : ask(
                    exchange,
                    "Digest realm=\"r\", nonce=\"new\"" + (nonce.get() > 0 ? ", stale=TRUE" : ""));
    succeed(job);
  }

  // ---- Proxies ----

  /** The origin as a proxy: it answers for every host. */
  private BitsJob proxied(ProxySettings settings) {
    origin.serve("/f", CONTENT);
    BitsJob job = bench.job("http://far.invalid/f");
    job.setProxy(settings);
    assertEquals(settings, job.proxy());
    return job;
  }

  private String proxy() {
    return origin.url("/").replaceAll("http://(.*)/", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "http=%s", "http://%s", "http=http://%s/", "https=nowhere %s"})
  void aProxyOfTheJobsOwn(String form) throws Exception {
    BitsJob job = proxied(ProxySettings.of(List.of(form.formatted(proxy()).split(" ")), List.of()));
    assertTarget(succeed(job), CONTENT);
    assertEquals("far.invalid", origin.requests.get(0).getHeaders().get("Host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp=p:1", "socks=p:1", "p:0", "p:65536", "p:x", "a=b=c", "http://", "p/q"})
  void aProxyThatIsNoneShowsWhenTheJobRuns(String proxy) throws Exception {
    BitsJob job = proxied(ProxySettings.of(List.of(proxy), List.of()));
    fail(job, JobState.ERROR, 0x8020003F, ErrorContext.GENERAL_TRANSPORT);
  }

  @ParameterizedTest
  @CsvSource({
    "far.invalid, true",
    "FAR.invalid, true",
    "*.invalid, true",
    "*, true",
    "<local>, false",
    "*.example, false",
    "far, false",
    "ar.invalid, false",
    "f*.invalid, error"
  })
  void hostsThatNeedNoProxy(String bypass, String direct) throws Exception {
    BitsJob job = proxied(ProxySettings.of(List.of(proxy()), List.of("other.invalid", bypass)));
    switch (direct) {
      case "true" -> fail(job, JobState.TRANSIENT_ERROR, 0x80072EE7);
      case "false" -> succeed(job);
      default -> fail(job, JobState.ERROR, 0x8020003F, ErrorContext.GENERAL_TRANSPORT);
    }
  }

  @Test
  void namesWithoutADotAreLocal() throws Exception {
    ProxyList list =
        new ProxyList(ProxySettings.of(List.of("p", "https=q:8443"), List.of("<local>")));
    assertEquals(
        List.of(java.net.Proxy.NO_PROXY), list.select(java.net.URI.create("http://local/")));
    assertEquals("p", address(list, "http://not.local/").getHostString());
    assertEquals(80, address(list, "http://not.local/").getPort());
    assertEquals(8443, address(list, "https://not.local/").getPort());
  }

  private static java.net.InetSocketAddress address(ProxyList list, String url) {
    return (java.net.InetSocketAddress) list.select(java.net.URI.create(url)).get(0).address();
  }

  @Test
  void listsOfProxiesHaveALimit() {
    BitsJob job = job();
    String long4000 = "p".repeat(4000);
    job.setProxy(ProxySettings.of(List.of(long4000), List.of(long4000)));
    assertRefused(
        0x80200018, () -> job.setProxy(ProxySettings.of(List.of(long4000, "p"), List.of())));
    assertRefused(
        0x80200019, () -> job.setProxy(ProxySettings.of(List.of("p"), List.of(long4000, "p"))));
    assertRefused(0x80070057, () -> job.setProxy(null));
  }

  @Test
  void aProxyAsksForItself() throws Exception {
    origin.mischief =
        exchange -> {
          if (basic().equals(lastHeader("Proxy-Authorization"))) {
            return exchange;
          }
          ask(exchange);
          exchange.answer().code(407).setHeader("Proxy-Authenticate", "Basic realm=\"p\"");
          return exchange;
        };
    BitsJob job = proxied(ProxySettings.of(List.of(proxy()), List.of()));
    credentials(job, SERVER, BASIC);
    fail(job, JobState.ERROR, 0x80190197);
    assertEquals(1, origin.requests.size());
    credentials(job, PROXY, BASIC);
    assertTarget(succeed(job), CONTENT);
    assertNull(lastHeader("Authorization"));
  }

  @Test
  void theJvmsProxyIsUsedUnlessTheJobHasNone() throws Exception {
    java.net.ProxySelector before = java.net.ProxySelector.getDefault();
    try {
      java.net.ProxySelector.setDefault(
          java.net.ProxySelector.of(
              new java.net.InetSocketAddress(
                  "localhost", Integer.parseInt(proxy().replaceAll(".*:", "")))));
      succeed(proxied(ProxySettings.preconfigured()));
      succeed(proxied(ProxySettings.autodetect()));
      fail(proxied(ProxySettings.none()), JobState.TRANSIENT_ERROR, 0x80072EE7);
    } finally {
      java.net.ProxySelector.setDefault(before);
    }
  }

  @Test
  void statusesOfAProxyInFrontOfTlsAreTheJobs() throws Exception {
    try (RawServer proxy =
        new RawServer(
            (head, connection) ->
                RawServer.write(connection, "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n"))) {
      BitsJob job = bench.job("https://far.invalid/f");
      job.setProxy(ProxySettings.of(List.of("127.0.0.1:" + proxy.port()), List.of()));
      fail(job, JobState.ERROR, 0x80190197);
      assertTrue(proxy.heads.get(0).startsWith("CONNECT far.invalid:443 "), proxy.heads::toString);
    }
  }

  @Test
  void digestIsAnsweredToAProxyInFrontOfTls() throws Exception {
    try (RawServer proxy =
        new RawServer(
            (head, connection) ->
                RawServer.write(
                    connection,
                    head.contains("uri=\"far.invalid:443\"")
                        ? "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n"
                            + "Proxy-Authenticate: Digest realm=\"p\", nonce=\"n\"\r\n\r\n"))) {
      BitsJob job = bench.job("https://far.invalid/f");
      job.setProxy(ProxySettings.of(List.of("127.0.0.1:" + proxy.port()), List.of()));
      credentials(job, PROXY, DIGEST);
      fail(job, JobState.TRANSIENT_ERROR, 0x80072EFE);
      assertEquals(2, proxy.heads.size());
    }
  }

  // ---- The rest ----

  @Test
  void settingsAreRefusedOnceTheJobHasEnded() {
    BitsJob job = job();
    job.cancel();
    assertRefused(0x80200002, () -> job.http().setHeaders(List.of()));
    assertRefused(0x80200002, () -> job.http().setSecurity(HttpSecurity.DEFAULT));
    assertRefused(0x80200002, () -> job.setProxy(ProxySettings.none()));
    assertRefused(0x80200002, () -> job.options().setMaximumDownloadTime(Duration.ZERO));
    assertRefused(0x80200002, () -> credentials(job, SERVER, BASIC));
    assertEquals(List.of(), job.http().headers());
  }

  @Test
  void whatWasSetUnderWayHoldsFromTheNextAttempt() throws Exception {
    guard("Basic realm=\"r\"");
    BitsJob job = fail(job(), JobState.ERROR, 0x80190191);
    credentials(job, SERVER, BASIC);
    JobStatus status = settled(succeed(job));
    assertEquals(1, status.errorCount().orElseThrow());
  }
}
