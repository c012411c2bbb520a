package io.github.bits4j.embedded;

import static io.github.bits4j.JobState.ERROR;
import static io.github.bits4j.JobState.TRANSIENT_ERROR;
import static io.github.bits4j.embedded.RawServer.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.ErrorContext;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What servers do that no server should: each in a row with the state, the code and the context in
 * which the job ends. Every one ends in bounded time, and however much a server sends that nobody
 * wants, only so much of it is taken.
 */
@Timeout(120)
final class BadServersTest {
  private static final int SIZE = 1000;
  private static final String BODY = "x".repeat(SIZE);

  /** So much may lie in the buffers of sockets between a server and a client that took nothing. */
  private static final long BUFFERS = 64L << 20;

  private static final Duration PATIENCE = Duration.ofMillis(400);

  private static final int INVALID_RESPONSE = 0x80072F78;
  private static final int CONNECTION = 0x80072EFE;
  private static final int TIMEOUT = 0x80072EE2;
  private static final int REDIRECT = 0x80072F7C;
  private static final int TLS = 0x80072F8F;
  private static final int NO_SIZE = 0x80200011;
  private static final int NO_RANGES = 0x80200013;
  private static final int BAD_ANSWER = 0x8020001B;
  private static final int CHANGED = 0x80200073;

  private static final Authority TRUSTED = new Authority("trusted");
  private static final CountDownLatch END = new CountDownLatch(1);

  @TempDir static Path folder;
  private static HttpBench patient;
  private static HttpBench impatient;

  @BeforeAll
  static void open() throws Exception {
    patient =
        new HttpBench(folder, TRUSTED.trusted(), ClientCertificates.none(), Duration.ofSeconds(20));
    impatient = new HttpBench(folder, TRUSTED.trusted(), ClientCertificates.none(), PATIENCE);
  }

  @AfterAll
  static void close() {
    END.countDown();
    patient.close();
    impatient.close();
  }

  /**
   * One way to misbehave.
   *
   * @param stalls whether it is about patience
   * @param pieces whether several pieces of the file are wanted, and not all of it
   */
  private record Case(
      String name,
      Supplier<RawServer> server,
      String scheme,
      boolean stalls,
      JobPriority priority,
      JobState state,
      int hresult,
      boolean pieces) {
    Case(
        String name,
        Supplier<RawServer> server,
        String scheme,
        boolean stalls,
        JobPriority priority,
        JobState state,
        int hresult) {
      this(name, server, scheme, stalls, priority, state, hresult, false);
    }

    Case foreground() {
      return new Case(name, server, scheme, stalls, JobPriority.FOREGROUND, state, hresult);
    }

    Case ofPieces() {
      return new Case(name, server, scheme, stalls, priority, state, hresult, true);
    }

    /** A job of that kind. */
    BitsJob job(HttpBench bench, String url) {
      if (!pieces) {
        return bench.job(url, priority);
      }
      BitsJob job = bench.bits.createJob(JobSpec.download("x").priority(priority).build());
      job.addFile(url, bench.target(), List.of(FileRange.of(0, 10), FileRange.of(500, 10)));
      return job;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  // ---- Words for the rows ----

  private static String answer(String status, String... headers) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "" : "\r\n")
        + "\r\n";
  }

  private static String size(Object size) {
    return "Content-Length: " + size;
  }

  private static final String GOOD_HEAD =
      answer("200 OK", size(SIZE), "Last-Modified: Thu, 29 Feb 2024 12:34:56 GMT");

  private static String part(String range, String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.add("Content-Range: bytes " + range);
    return answer("206 Part", headers.toArray(new String[0]));
  }

  private static Case plain(
      String name, RawServer.Answer answer, boolean stalls, JobState state, int hresult) {
    return new Case(
        name, () -> new RawServer(answer), "http", stalls, JobPriority.NORMAL, state, hresult);
  }

  /** To every request the same. */
  private static Case always(String name, String text, JobState state, int hresult) {
    return plain(name, (head, connection) -> write(connection, text), false, state, hresult);
  }

  /** A good answer to HEAD, and then this. */
  private static Case get(String name, RawServer.Answer answer, JobState state, int hresult) {
    return plain(name, afterHead(answer), false, state, hresult);
  }

  private static Case get(String name, String text, JobState state, int hresult) {
    return get(name, (head, connection) -> write(connection, text), state, hresult);
  }

  private static RawServer.Answer afterHead(RawServer.Answer answer) {
    return (head, connection) -> {
      if (head.startsWith("HEAD")) {
        write(connection, GOOD_HEAD);
      } else {
        answer.give(head, connection);
      }
    };
  }

  private static Case stall(String name, RawServer.Answer first) {
    return plain(
        name,
        (head, connection) -> {
          first.give(head, connection);
          END.await();
        },
        true,
        TRANSIENT_ERROR,
        TIMEOUT);
  }

  private static void reset(Socket connection) throws SocketException {
    connection.setSoLinger(true, 0);
  }

  private static String redirect(String location) {
    return answer("302 There", size(0), "Location: " + location);
  }

  /** Sends the same again and again until nobody takes it, or there was far too much of it. */
  private static RawServer.Answer flood(String first, String again) {
    return (head, connection) -> {
      write(connection, first);
      byte[] bytes = again.getBytes(StandardCharsets.ISO_8859_1);
      for (long sent = 0; sent < 16 * BUFFERS; sent += bytes.length) {
        connection.getOutputStream().write(bytes);
        TAKEN.addAndGet(bytes.length);
      }
    };
  }

  private static final AtomicLong TAKEN = new AtomicLong();

  // ---- The rows ----

  private static List<Case> statuses() {
    List<Case> cases = new ArrayList<>();
    for (int status :
        new int[] {
          300, 304, 305, 400, 401, 402, 403, 404, 405, 406, 407, 410, 416, 429, 451, 501, 505
        }) {
      cases.add(
          always("HEAD: " + status, answer(status + " No", size(0)), ERROR, 0x80190000 + status));
    }
    for (int status : new int[] {201, 202, 204, 206, 306, 408, 409, 500, 502, 503, 504, 507, 511}) {
      cases.add(
          always(
              "HEAD: " + status,
              answer(status + " No", status == 204 ? "X: y" : size(0)),
              TRANSIENT_ERROR,
              0x80190000 + status));
    }
    for (int status : new int[] {204, 500, 503}) {
      cases.add(
          get(
              "GET: " + status,
              answer(status + " No", status == 204 ? "X: y" : size(0)),
              TRANSIENT_ERROR,
              0x80190000 + status));
    }
    for (int status : new int[] {304, 403, 404, 410}) {
      cases.add(get("GET: " + status, answer(status + " No", size(0)), ERROR, 0x80190000 + status));
    }
    cases.add(always("status 600", answer("600 No", size(0)), TRANSIENT_ERROR, INVALID_RESPONSE));
    cases.add(always("status 999", answer("999 No", size(0)), TRANSIENT_ERROR, INVALID_RESPONSE));
    cases.add(
        always(
            "status of two digits", answer("20 No", size(0)), TRANSIENT_ERROR, INVALID_RESPONSE));
    cases.add(
        always("status of letters", answer("abc No", size(0)), TRANSIENT_ERROR, INVALID_RESPONSE));
    for (String scheme : List.of("NTLM", "Negotiate", "Passport1.4")) {
      cases.add(
          always(
              "401 for " + scheme + " only",
              answer("401 Who", size(0), "WWW-Authenticate: " + scheme),
              ERROR,
              0x80190191));
      cases.add(
          always(
              "407 for " + scheme + " only",
              answer("407 Who", size(0), "Proxy-Authenticate: " + scheme),
              ERROR,
              0x80190197));
    }
    cases.add(
        always(
            "401 with a challenge nobody understands",
            answer("401 Who", size(0), "WWW-Authenticate: =\"\\, ,,Basic=\"x, Digest"),
            ERROR,
            0x80190191));
    return cases;
  }

  private static List<Case> heads() {
    return List.of(
        always("no size", answer("200 OK"), ERROR, NO_SIZE),
        always(
            "chunked and no size", answer("200 OK", "Transfer-Encoding: chunked"), ERROR, NO_SIZE),
        always("a size below 0", answer("200 OK", size(-1)), ERROR, NO_SIZE),
        always(
            "a size of words", answer("200 OK", size("lots")), TRANSIENT_ERROR, INVALID_RESPONSE),
        always(
            "a size with an exponent",
            answer("200 OK", size("1e3")),
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        always(
            "a size beyond 63 bits",
            answer("200 OK", size("99999999999999999999")),
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        always("an empty size", answer("200 OK", size("")), TRANSIENT_ERROR, INVALID_RESPONSE),
        always("no HTTP", "220 ftp.example.org ready\r\n\r\n", TRANSIENT_ERROR, INVALID_RESPONSE),
        always("HTTP/9.9", "HTTP/9.9 200 OK\r\n\r\n", TRANSIENT_ERROR, INVALID_RESPONSE),
        always(
            "binary garbage",
            "\u0000\u0001\u00ff\u00fe".repeat(64) + "\r\n\r\n",
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        always("a lone line feed", "\n", TRANSIENT_ERROR, INVALID_RESPONSE),
        always("nothing at all", "", TRANSIENT_ERROR, CONNECTION),
        always("half a status line", "HTTP/1.1 20", TRANSIENT_ERROR, CONNECTION),
        always("half the headers", "HTTP/1.1 200 OK\r\nContent-Le", TRANSIENT_ERROR, CONNECTION),
        always("a header without a name", "HTTP/1.1 200 OK\r\n: nobody\r\n\r\n", ERROR, NO_SIZE),
        always(
            "a header with a blank in its name",
            "HTTP/1.1 200 OK\r\nContent Length: 5\r\n\r\n",
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        plain(
            "reset before an answer",
            (head, connection) -> reset(connection),
            false,
            TRANSIENT_ERROR,
            CONNECTION),
        plain(
            "a header without an end",
            flood("HTTP/1.1 200 OK\r\nX: ", "y".repeat(8192)),
            false,
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        plain(
            "headers without an end",
            flood("HTTP/1.1 200 OK\r\n", "X-Header: yyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(256)),
            false,
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        plain(
            "a status line without an end",
            flood("HTTP/1.1 200 ", "y".repeat(8192)),
            false,
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        plain(
            "interim answers without an end",
            flood("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(256)),
            false,
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        stall("nothing, for ever", (head, connection) -> {}),
        stall("half a status line, for ever", (head, connection) -> write(connection, "HTTP/1.1 ")),
        stall(
            "half the headers, for ever",
            (head, connection) -> write(connection, "HTTP/1.1 200 OK\r\nX: y\r\n")),
        plain(
            "a letter now and then",
            (head, connection) -> {
              for (int i = 0; i < 600; i++) {
                write(connection, "HTTP/1.1 200 OK".substring(i % 15, i % 15 + 1).repeat(1));
                END.await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
              }
            },
            true,
            TRANSIENT_ERROR,
            TIMEOUT),
        get(
            "HEAD answers with a body",
            (head, connection) -> write(connection, part("0-999/1000", size(999)) + BODY),
            ERROR,
            BAD_ANSWER));
  }

  private static List<Case> ranges() {
    return List.of(
        get("the range is not told", answer("206 Part", size(SIZE)) + BODY, ERROR, NO_RANGES),
        get("the range is ignored", answer("200 OK", size(SIZE)) + BODY, ERROR, NO_RANGES),
        get(
                "the range is ignored, with another size",
                answer("200 OK", size(SIZE - 1)) + BODY,
                TRANSIENT_ERROR,
                CHANGED)
            .foreground(),
        get(
            "a range of another unit",
            answer("206 P", size(SIZE), "Content-Range: lines 0-999/1000") + BODY,
            ERROR,
            BAD_ANSWER),
        get("a range from elsewhere", part("1-999/1000", size(999)) + BODY, ERROR, BAD_ANSWER),
        get("a range backwards", part("0--1/1000", size(SIZE)) + BODY, ERROR, BAD_ANSWER),
        get(
            "a range that ends before it begins",
            part("0-/1000", size(SIZE)) + BODY,
            ERROR,
            BAD_ANSWER),
        get(
            "a range beyond the file",
            part("0-1000/1000", size(1001)) + BODY + "x",
            ERROR,
            BAD_ANSWER),
        get(
            "a range of another length than the body",
            part("0-999/1000", size(10)) + "x".repeat(10),
            ERROR,
            BAD_ANSWER),
        get(
            "a range of numbers beyond 63 bits",
            part("0-99999999999999999999/1000"),
            ERROR,
            BAD_ANSWER),
        get("a range of nothing known", part("*/1000", size(0)), ERROR, BAD_ANSWER),
        get(
            "a range of a file of another size",
            part("0-999/2000", size(SIZE)) + BODY,
            TRANSIENT_ERROR,
            CHANGED),
        get("no range can be satisfied", answer("416 No", size(0)), TRANSIENT_ERROR, CHANGED),
        get("the file was changed, always", answer("412 No", size(0)), TRANSIENT_ERROR, CHANGED),
        get(
            "several parts for one range",
            answer("206 Part", "Content-Type: multipart/byteranges; boundary=B", size(90))
                + "--B\r\nContent-Range: bytes 0-9/1000\r\n\r\nxxxxxxxxxx\r\n--B--\r\n",
            ERROR,
            BAD_ANSWER),
        get(
            "parts of which none is the one wanted",
            part("0-999/1000", "Content-Type: MULTIPART/byteranges; boundary=B", size(SIZE))
                + "--B\r\nContent-Range: bytes 7-9/1000\r\n\r\nxxx\r\n--B--\r\n",
            ERROR,
            BAD_ANSWER),
        get(
            "parts without an end",
            answer("206 Part", "Content-Type: multipart/byteranges") + "--\r\nContent-Range: bytes",
            ERROR,
            BAD_ANSWER),
        get(
            "packed on the way",
            part("0-999/1000", size(SIZE), "Content-Encoding: gzip") + BODY,
            ERROR,
            BAD_ANSWER),
        get(
            "packed twice",
            part("0-999/1000", size(SIZE), "Content-Encoding: identity, br") + BODY,
            ERROR,
            BAD_ANSWER),
        changing(
            "a time that always changes",
            i -> "Last-Modified: Thu, 29 Feb 2024 12:34:" + (10 + i) + " GMT"),
        changing("a tag that always changes", i -> "ETag: \"" + i + "\""));
  }

  private static final String PARTS =
      answer("206 Part", "Content-Type: multipart/byteranges; boundary=B");

  private static String piece(String range, String bytes, String... headers) {
    StringBuilder piece = new StringBuilder("--B\r\nContent-Type: text/plain\r\n");
    for (String header : headers) {
      piece.append(header).append("\r\n");
    }
    return piece + "Content-Range: bytes " + range + "\r\n\r\n" + bytes + "\r\n";
  }

  private static Case parts(String name, String text, JobState state, int hresult) {
    return get("parts: " + name, PARTS + text, state, hresult).ofPieces();
  }

  private static Case wrong(String name, String text) {
    return parts(name, text, ERROR, BAD_ANSWER);
  }

  /** Asked for are the bytes 0 to 9 and 500 to 509. */
  private static List<Case> parts() {
    String ten = "x".repeat(10);
    String first = piece("0-9/1000", ten);
    String second = piece("500-509/1000", ten);
    String end = "--B--\r\n";
    return List.of(
        get(
                "the ranges are merged",
                part("0-509/1000", size(510)) + "x".repeat(510),
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        get("the ranges are ignored", answer("200 OK", size(SIZE)) + BODY, ERROR, NO_RANGES)
            .foreground()
            .ofPieces(),
        get(
                "no boundary is named",
                answer("206 P", "Content-Type: multipart/byteranges") + first + second + end,
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        get(
                "parts of another kind",
                answer("206 P", "Content-Type: multipart/mixed; boundary=B") + first + second + end,
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        get(
                "parts that are packed",
                answer(
                        "206 P",
                        "Content-Type: multipart/byteranges; boundary=B",
                        "Content-Encoding: gzip")
                    + first
                    + second
                    + end,
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        wrong("in another order", second + first + end),
        wrong("one twice", first + first + end),
        wrong("more than asked for", first + second + piece("600-609/1000", ten) + end),
        wrong("longer than asked for", piece("0-10/1000", ten + "x") + second + end),
        wrong("shorter than asked for", piece("0-8/1000", ten.substring(1)) + second + end),
        wrong("merged", piece("0-509/1000", "x".repeat(510)) + end),
        wrong("more bytes than told", piece("0-9/1000", ten + "x") + second + end),
        wrong("without a range", "--B\r\nContent-Type: text/plain\r\n\r\n" + ten + end),
        wrong("with two ranges", piece("0-9/1000", ten, "Content-Range: bytes 0-9/1000") + end),
        wrong("a range of words", piece("first-last/1000", ten) + second + end),
        wrong("a range backwards", piece("9-0/1000", ten) + second + end),
        wrong("a header without a name", piece("0-9/1000", ten, ": nobody") + second + end),
        wrong("another boundary", first.replace("--B", "--C") + second + end),
        wrong("another boundary in the middle", first + second.replace("--B", "--C") + end),
        wrong("no part at all", end),
        wrong("three empty lines before the first", "\r\n\r\n\r\n" + first + second + end),
        wrong("words before the first", "hello\r\n" + first + second + end),
        wrong(
            "more headers than BITS takes",
            piece("0-9/1000", ten, "X: " + "y".repeat(90), "Z: " + "y".repeat(90)) + second + end),
        get(
                "parts: a line without an end",
                flood(PARTS + "--B\r\n", "X: " + "y".repeat(8192)),
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        get(
                "parts: headers without an end",
                flood(PARTS + "--B\r\n", "X: y\r\n"),
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        get(
                "parts: something behind them without an end",
                flood(PARTS + first + second + end, "x".repeat(8192)),
                ERROR,
                BAD_ANSWER)
            .ofPieces(),
        parts("that break off", first + second.substring(0, 60), TRANSIENT_ERROR, CONNECTION),
        parts("without an end", first + second, TRANSIENT_ERROR, CONNECTION),
        parts("fewer bytes than told", piece("0-9/1000", "x"), TRANSIENT_ERROR, CONNECTION),
        parts(
            "of a file of another size",
            piece("0-9/2000", ten) + piece("500-509/2000", ten) + end,
            TRANSIENT_ERROR,
            CHANGED));
  }

  private static Case changing(String name, java.util.function.IntFunction<String> header) {
    AtomicInteger count = new AtomicInteger();
    return plain(
        name,
        (head, connection) -> {
          String now = header.apply(count.getAndIncrement() % 40);
          write(
              connection,
              head.startsWith("HEAD")
                  ? answer("200 OK", size(SIZE), now)
                  : part("0-999/1000", size(SIZE), now) + BODY);
        },
        false,
        TRANSIENT_ERROR,
        CHANGED);
  }

  private static List<Case> bodies() {
    String good = part("0-999/1000", size(SIZE));
    String chunked = part("0-999/1000", "Transfer-Encoding: chunked");
    return List.of(
        get("no body", good, TRANSIENT_ERROR, CONNECTION),
        get("half a body", good + "x".repeat(500), TRANSIENT_ERROR, CONNECTION),
        get(
            "reset after the headers",
            (head, connection) -> {
              write(connection, good);
              reset(connection);
            },
            TRANSIENT_ERROR,
            CONNECTION),
        get(
            "reset in the body",
            (head, connection) -> {
              write(connection, good + "x".repeat(500));
              reset(connection);
            },
            TRANSIENT_ERROR,
            CONNECTION),
        get(
            "reset before the headers",
            (head, connection) -> reset(connection),
            TRANSIENT_ERROR,
            CONNECTION),
        get("closed before the headers", "", TRANSIENT_ERROR, CONNECTION),
        get(
            "no HTTP where the body should be",
            "x".repeat(100) + "\r\n\r\n",
            TRANSIENT_ERROR,
            INVALID_RESPONSE),
        get("a chunk of words", chunked + "many\r\nxxxx\r\n0\r\n\r\n", TRANSIENT_ERROR, CONNECTION),
        get("a chunk below 0", chunked + "-5\r\nxxxxx\r\n0\r\n\r\n", TRANSIENT_ERROR, CONNECTION),
        get("a chunk beyond 31 bits", chunked + "fffffffff\r\nxxxxx", TRANSIENT_ERROR, CONNECTION),
        get(
            "chunks that break off",
            chunked + "3e8\r\n" + "x".repeat(10),
            TRANSIENT_ERROR,
            CONNECTION),
        get("no last chunk", chunked + "3e8\r\n" + BODY + "\r\n", TRANSIENT_ERROR, CONNECTION),
        get(
            "fewer bytes in chunks than in the range",
            chunked + "5\r\nxxxxx\r\n0\r\n\r\n",
            TRANSIENT_ERROR,
            CONNECTION),
        get(
            "more bytes in chunks than in the range",
            chunked + "3e9\r\nx" + BODY + "\r\n0\r\n\r\n",
            ERROR,
            BAD_ANSWER),
        get(
            "chunks without an end",
            flood(chunked, "1000\r\n" + "x".repeat(4096) + "\r\n"),
            ERROR,
            BAD_ANSWER),
        get(
            "a body that is not wanted and has no end",
            flood(answer("404 No"), "x".repeat(8192)),
            ERROR,
            0x80190194),
        get(
            "a body that is refused and has no end",
            flood(answer("200 OK", size(1L << 40)), "x".repeat(8192)),
            TRANSIENT_ERROR,
            CHANGED),
        get(
            "a body that is not wanted and breaks off",
            answer("404 No", size(100)) + "x",
            ERROR,
            0x80190194),
        get(
            "a body that is not wanted and never comes",
            (head, connection) -> {
              write(connection, answer("404 No", size(100)));
              END.await();
            },
            ERROR,
            0x80190194),
        stall("the body, never", afterHead((head, connection) -> write(connection, good))),
        stall(
            "half the body, for ever",
            afterHead((head, connection) -> write(connection, good + "x".repeat(500)))),
        stall(
            "half a chunk, for ever",
            afterHead((head, connection) -> write(connection, chunked + "3e8\r\nxxx"))));
  }

  private static List<Case> redirects() {
    AtomicInteger step = new AtomicInteger();
    return List.of(
        always("to itself", redirect("/f"), ERROR, REDIRECT),
        plain(
            "there and back",
            (head, connection) ->
                write(connection, redirect(head.startsWith("HEAD /a") ? "/b" : "/a")),
            false,
            ERROR,
            REDIRECT),
        plain(
            "on and on",
            (head, connection) -> write(connection, redirect("/" + step.incrementAndGet())),
            false,
            ERROR,
            REDIRECT),
        get("on and on, but for HEAD", redirect("/f"), ERROR, REDIRECT),
        always("to a file", redirect("file:///etc/hostname"), ERROR, REDIRECT),
        always("to another protocol", redirect("ftp://127.0.0.1/f"), ERROR, REDIRECT),
        always("to a share", redirect("\\\\\\\\server\\\\share\\\\f"), ERROR, REDIRECT),
        always("to nobody", redirect("http:///f"), ERROR, REDIRECT),
        always("to a port that is none", redirect("http://127.0.0.1:99999/f"), ERROR, REDIRECT),
        always("to what is no URL", redirect("http://a b/%"), ERROR, REDIRECT),
        always("to nowhere", answer("302 There", size(0)), ERROR, 0x8019012E),
        always(
            "to a host that is not there",
            redirect("http://no-such-host.invalid/f"),
            TRANSIENT_ERROR,
            0x80072EE7),
        always("to a segment that is too long", redirect("/" + "x".repeat(300)), ERROR, REDIRECT));
  }

  private static Case tls(String name, Supplier<RawServer> server, JobState state, int hresult) {
    return new Case(name, server, "https", false, JobPriority.NORMAL, state, hresult);
  }

  private static Supplier<RawServer> showing(Authority authority, Authority.Wanted wanted) {
    return () -> {
      try {
        return new RawServer(
            authority.make(wanted).server(), (head, connection) -> write(connection, GOOD_HEAD));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    };
  }

  private static List<Case> handshakes() {
    Authority.Wanted host = new Authority.Wanted();
    host.host = "example.org";
    Authority.Wanted old = new Authority.Wanted();
    old.from = Instant.now().minusSeconds(7200);
    old.to = Instant.now().minusSeconds(3600);
    Authority.Wanted usage = new Authority.Wanted();
    usage.usage = 2;
    Authority stranger = new Authority("stranger");
    return List.of(
        tls(
            "TLS: no TLS",
            () -> RawServer.blunt((head, c) -> write(c, answer("400 No"))),
            ERROR,
            TLS),
        tls(
            "TLS: garbage",
            () ->
                RawServer.blunt(
                    (head, c) ->
                        write(c, "\u0016\u0003\u0003\u0000\u0004\u0002\u0000\u0000\u00ff")),
            ERROR,
            TLS),
        tls(
            "TLS: an alert",
            () ->
                RawServer.blunt(
                    (head, c) -> write(c, "\u0015\u0003\u0003\u0000\u0002\u0002\u0028")),
            ERROR,
            TLS),
        tls("TLS: for another host", showing(TRUSTED, host), ERROR, 0x80072F06),
        tls("TLS: too old", showing(TRUSTED, old), ERROR, 0x80072F05),
        tls("TLS: of nobody known", showing(stranger, new Authority.Wanted()), ERROR, 0x80072F0D),
        tls("TLS: not for servers", showing(TRUSTED, usage), ERROR, 0x80072F93),
        new Case(
            "TLS: silence",
            () -> RawServer.blunt((head, connection) -> END.await()),
            "https",
            true,
            JobPriority.NORMAL,
            TRANSIENT_ERROR,
            TIMEOUT));
  }

  static List<Case> cases() {
    return Stream.of(statuses(), heads(), ranges(), parts(), bodies(), redirects(), handshakes())
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void theRowsAreManyAndDiffer() {
    Set<String> names = new HashSet<>();
    cases().forEach(row -> assertTrue(names.add(row.name), row.name));
    assertTrue(names.size() >= 60, () -> names.size() + " rows");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aJobEndsAsDocumented(Case row) throws Exception {
    TAKEN.set(0);
    HttpBench bench = row.stalls ? impatient : patient;
    try (RawServer server = row.server.get()) {
      BitsJob job = row.job(bench, server.url("/f").replaceFirst("https?", row.scheme));
      try {
        job.resume();
        check(row, job);
      } finally {
        job.cancel();
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static void check(Case row, BitsJob job) throws Exception {
    JobStatus status = HttpBench.settled(job);
    var error = status.error().orElseThrow(() -> new AssertionError(status.toString()));
    assertEquals("0x%08X".formatted(row.hresult), error.hresult().toString());
    assertEquals(row.state, status.state(), status::toString);
    assertEquals(ErrorContext.REMOTE_FILE, error.context().orElseThrow());
    assertEquals("http", error.protocol().orElseThrow());
    assertEquals(1, status.errorCount().orElseThrow());
    assertFalse(Files.exists(Path.of(job.files().get(0).localName())));
    assertTrue(job.files().get(0).progress().bytesTransferred() <= SIZE);
    assertTrue(TAKEN.get() < BUFFERS, () -> TAKEN + " bytes were taken");
  }
}
