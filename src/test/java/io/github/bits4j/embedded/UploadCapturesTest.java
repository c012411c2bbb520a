package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static io.github.bits4j.embedded.CaptureDifference.ACCEPTS;
import static io.github.bits4j.embedded.CaptureDifference.NAME_AGAIN;
import static io.github.bits4j.embedded.CaptureDifference.NO_BODY;
import static io.github.bits4j.embedded.CaptureDifference.NO_KEEP_ALIVE;
import static io.github.bits4j.embedded.CaptureDifference.ORDER;
import static io.github.bits4j.embedded.CaptureDifference.PING_FIRST;
import static io.github.bits4j.embedded.CaptureDifference.PRODUCT;
import static io.github.bits4j.embedded.CaptureDifference.SIZE;
import static io.github.bits4j.embedded.CaptureDifference.UNPACKED;
import static io.github.bits4j.embedded.UploadBench.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client sends beside what the protocol's documents show, line by line: the method, the
 * target, every header's name and value, the order of the packets. It differs only where the
 * documents let it, and each case names in what.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadCapturesTest {
  /** What every packet differs in. */
  private static final Set<CaptureDifference> ALWAYS = EnumSet.of(PRODUCT, ACCEPTS, ORDER);

  private static final String CREATE =
      """
      > BITS_POST /in/report.bin HTTP/1.1
      > Host: files.example
      > User-Agent: Microsoft BITS/7.8
      > BITS-Packet-Type: Create-Session
      > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
      > Content-Name: report.bin
      > Content-Length: 0
      """;

  private static final String CREATED =
      """
      < HTTP/1.1 200 OK
      < BITS-Packet-Type: Ack
      < BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
      < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
      < Accept-Encoding: Identity
      < Content-Length: 0
      """;

  private static final String FIRST =
      """
      > BITS_POST /in/report.bin HTTP/1.1
      > Host: files.example
      > BITS-Packet-Type: Fragment
      > BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
      > Content-Name: report.bin
      > Content-Range: bytes 0-1999/2500
      > Content-Length: 2000
      """;

  private static final String TAKEN =
      """
      < HTTP/1.1 200 OK
      < BITS-Packet-Type: Ack
      < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
      < BITS-Received-Content-Range: 2000
      < Content-Length: 0
      """;

  private static final String LAST =
      """
      > BITS_POST /in/report.bin HTTP/1.1
      > Host: files.example
      > BITS-Packet-Type: Fragment
      > BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
      > Content-Range: bytes 2000-2499/2500
      > Content-Length: 500
      """;

  private static final String WHOLE = TAKEN.replace(": 2000", ": 2500");

  private static final String CLOSE =
      """
      > BITS_POST /in/report.bin HTTP/1.1
      > Host: files.example
      > BITS-Packet-Type: Close-Session
      > BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
      > Content-Length: 0
      """;

  private static final String DONE =
      """
      < HTTP/1.1 200 OK
      < BITS-Packet-Type: Ack
      < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
      < Content-Length: 0
      """;

  @TempDir Path folder;
  private byte[] file;
  private CapturedServer server;
  private UploadBench bench;

  @AfterEach
  void stop() {
    bench.close();
    server.close();
  }

  /** Begins to upload; retries come at once. */
  private BitsJob upload(int size, String name, String path, JobType type, String... script)
      throws IOException {
    server = new CapturedServer(String.join("", script), reply());
    bench = new UploadBench(folder, new QuickAgenda(), new MemoryStore());
    file = new byte[size];
    new Random(7).nextBytes(file);
    Path source = Files.write(folder.resolve(name), file);
    JobSpec.Builder spec =
        type == JobType.UPLOAD ? JobSpec.upload("up") : JobSpec.uploadReply("up");
    BitsJob job =
        bench.bits.createJob(
            spec.priority(JobPriority.FOREGROUND).file(server.url(path), source).build());
    job.resume();
    return job;
  }

  private BitsJob upload(String... script) throws IOException {
    return upload(2500, "report.bin", "/in/report.bin", JobType.UPLOAD, script);
  }

  private static byte[] reply() {
    byte[] bytes = new byte[64];
    new Random(8).nextBytes(bytes);
    return bytes;
  }

  // ---- Comparing ----

  private void assertSent(CaptureDifference... beside) {
    Set<CaptureDifference> expected = EnumSet.copyOf(ALWAYS);
    expected.addAll(List.of(beside));
    assertEquals(server.script.size(), server.sent.size(), () -> "" + server.sent);
    Set<CaptureDifference> found = EnumSet.noneOf(CaptureDifference.class);
    for (int i = 0; i < server.sent.size(); i++) {
      found.addAll(CaptureDifference.between(server.script.get(i).asked(), server.sent.get(i)));
      assertBytes(server.sent.get(i));
    }
    for (CapturedServer.Sent more : server.beside) {
      assertEquals(true, more.isPing(), more::toString);
      found.add(PING_FIRST);
    }
    found.remove(NO_BODY);
    assertEquals(expected, found);
  }

  private void assertBytes(CapturedServer.Sent sent) {
    String range = CaptureDifference.headers(sent.lines()).get("Content-Range");
    if (range != null) {
      String[] parts = range.split("[ /-]");
      int from = Integer.parseInt(parts[1]);
      int to = Integer.parseInt(parts[2]) + 1;
      assertArrayEquals(Arrays.copyOfRange(file, from, to), sent.body());
    }
  }

  // ---- The examples ----

  @Test
  void aPlainUpload() throws Exception {
    reach(upload(CREATE, CREATED, FIRST, TAKEN, LAST, WHOLE, CLOSE, DONE), JobState.TRANSFERRED);
    assertSent(SIZE);
    // Where the size of a fragment is settled, it is what is shown, to the byte.
    assertEquals(500, server.sent.get(2).body().length);
  }

  /** Captured from Windows, BITS 2.5. */
  @Test
  void theCreateSessionOfWindows() throws Exception {
    String created =
        """
        > BITS_POST /upload/2000mb-rfc2119.txt HTTP/1.1
        > Accept: */*
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Name: rfc2119.txt
        > User-Agent: Microsoft BITS/6.7
        > Host: files.example
        > Content-Length: 0
        > Connection: Keep-Alive
        < HTTP/1.1 403 Forbidden
        < BITS-Packet-Type: Ack
        < Content-Length: 0
        """;
    BitsJob job =
        upload(2500, "rfc2119.txt", "/upload/2000mb-rfc2119.txt", JobType.UPLOAD, created);
    reach(job, JobState.ERROR);
    assertEquals(
        EnumSet.of(PRODUCT, NO_KEEP_ALIVE, ORDER),
        CaptureDifference.between(server.script.get(0).asked(), server.sent.get(0)));
  }

  @Test
  void anAcknowledgementThatGotLost() throws Exception {
    String again = FIRST.replace("> Content-Name: report.bin\n", "");
    String outOfStep =
        """
        < HTTP/1.1 416 Requested Range Not Satisfiable
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < BITS-Received-Content-Range: 2000
        < BITS-Error-Code: 0x0
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """;
    BitsJob job = upload(CREATE, CREATED, FIRST, "<\n", again, outOfStep, LAST, WHOLE, CLOSE, DONE);
    reach(job, JobState.TRANSFERRED);
    assertSent(SIZE, PING_FIRST, NAME_AGAIN);
    assertEquals(1, job.status().errorCount().orElseThrow());
  }

  @Test
  void aSessionThatTheServerLost() throws Exception {
    String lost =
        """
        < HTTP/1.1 500 Internal Server Error
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < BITS-Error-Code: 0x8020001F
        < BITS-Error: 0x8020001F
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """;
    String anew = "{00000000-8a31-4e0e-9c1d-1c2b7f5f4a10}";
    String rest = CREATED + FIRST + TAKEN + LAST + WHOLE + CLOSE + DONE;
    BitsJob job =
        upload(
            CREATE,
            CREATED,
            FIRST,
            TAKEN,
            LAST,
            lost,
            CREATE,
            rest.replace("{3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}", anew));
    reach(job, JobState.TRANSFERRED);
    assertSent(SIZE);
    assertEquals(0, job.status().errorCount().orElseThrow());
  }

  private void assertRefused(String status, String code, int hresult) throws Exception {
    String refusal =
        """
        < HTTP/1.1 %s
        < BITS-Packet-Type: Ack
        < BITS-Error-Code: %s
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """;
    BitsJob job = upload(CREATE, refusal.formatted(status, code));
    reach(job, JobState.ERROR);
    assertEquals(hresult, job.error().hresult().value());
    assertEquals(ErrorContext.REMOTE_FILE, job.error().context().orElseThrow());
    assertSent();
  }

  @Test
  void aRefusal() throws Exception {
    assertRefused("403 Forbidden", "0x80070005", 0x80070005);
  }

  @Test
  void noProtocolInCommon() throws Exception {
    assertRefused("400 Bad Request", "0x80070057", 0x80070057);
  }

  @Test
  void aFileThatIsTooLarge() throws Exception {
    String refusal =
        """
        < HTTP/1.1 500 Internal Server Error
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < BITS-Error-Code: 0x80200020
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """;
    BitsJob job = upload(CREATE, CREATED, FIRST, refusal);
    reach(job, JobState.ERROR);
    assertEquals(0x80200020, job.error().hresult().value());
    assertSent(SIZE);
  }

  @Test
  void aFragmentThatIsTooLarge() throws Exception {
    String refusal =
        """
        < HTTP/1.1 413 Request Entity Too Large
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < Content-Length: 0
        """;
    String half = FIRST.replace("0-1999", "0-999").replace(": 2000", ": 1000");
    BitsJob job = upload(CREATE, CREATED, FIRST, refusal, half, TAKEN, LAST, WHOLE, CLOSE, DONE);
    reach(job, JobState.TRANSFERRED);
    assertSent(SIZE);
    assertEquals(2500, server.sent.get(1).body().length);
    assertEquals(1250, server.sent.get(2).body().length);
  }

  @Test
  void anApplicationThatIsBusy() throws Exception {
    String busy =
        """
        < HTTP/1.1 503 Service Unavailable
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < BITS-Received-Content-Range: 2500
        < BITS-Error-Code: 0x801901F7
        < BITS-Error-Context: 0x7
        < Content-Length: 0
        """;
    BitsJob job =
        upload(CREATE, CREATED, FIRST, TAKEN, LAST, busy, LAST, busy, LAST, WHOLE, CLOSE, DONE);
    reach(job, JobState.TRANSFERRED);
    // A file of less than 64 KiB goes once more as a whole, and so with its name.
    assertSent(SIZE, PING_FIRST, NAME_AGAIN);
    assertEquals(2500, server.sent.get(3).body().length);
    assertEquals(2, job.status().errorCount().orElseThrow());
  }

  @Test
  void aFarmWithAHostId() throws Exception {
    String elsewhere =
        """
        < BITS-Host-Id: node3.files.example
        < BITS-Host-Id-Fallback-Timeout: 86400
        """;
    String ping =
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > Host: node3.files.example
        > BITS-Packet-Type: Ping
        > Content-Length: 0
        < HTTP/1.1 200 OK
        < BITS-Packet-Type: Ack
        < Content-Length: 0
        """;
    String later = FIRST + TAKEN + LAST + WHOLE + CLOSE + DONE;
    BitsJob job =
        upload(
            CREATE,
            CREATED,
            elsewhere,
            ping,
            later.replace("Host: files.example", "Host: node3.files.example"));
    reach(job, JobState.TRANSFERRED);
    assertSent(SIZE);
  }

  @Test
  void cancelling() throws Exception {
    String cancel = CLOSE.replace("Close-Session", "Cancel-Session");
    String refusal =
        """
        < HTTP/1.1 404 Not Found
        < BITS-Packet-Type: Ack
        < Content-Length: 0
        """;
    BitsJob job = upload(CREATE, CREATED, FIRST, TAKEN, LAST, refusal, cancel, DONE);
    reach(job, JobState.ERROR);
    job.cancel();
    until(() -> server.sent.size() == server.script.size());
    assertSent(SIZE);
  }

  @Test
  void aReply() throws Exception {
    String talk =
        """
        > BITS_POST /in/order.xml?acct=17 HTTP/1.1
        > Host: files.example
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Name: order.xml
        > Content-Length: 0
        < HTTP/1.1 200 OK
        < BITS-Packet-Type: Ack
        < BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < Accept-Encoding: Identity
        < Content-Length: 0
        > BITS_POST /in/order.xml?acct=17 HTTP/1.1
        > Host: files.example
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        > Content-Name: order.xml
        > Content-Range: bytes 0-811/812
        > Content-Length: 812
        < HTTP/1.1 200 OK
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < BITS-Received-Content-Range: 812
        < BITS-Reply-URL: http://files.example/in/replies/3f0c
        < Content-Length: 0
        > HEAD /in/replies/3f0c HTTP/1.1
        > Host: files.example
        < HTTP/1.1 200 OK
        < Content-Length: 64
        < Accept-Ranges: bytes
        > GET /in/replies/3f0c HTTP/1.1
        > Host: files.example
        > Range: bytes=0-63
        < HTTP/1.1 206 Partial Content
        < Content-Range: bytes 0-63/64
        < Content-Length: 64
        > BITS_POST /in/order.xml?acct=17 HTTP/1.1
        > Host: files.example
        > BITS-Packet-Type: Close-Session
        > BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        > Content-Length: 0
        < HTTP/1.1 200 OK
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < Content-Length: 0
        """;
    BitsJob job = upload(812, "order.xml", "/in/order.xml?acct=17", JobType.UPLOAD_REPLY, talk);
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(reply(), job.reply().data().orElseThrow());
    assertSent(UNPACKED);
  }
}
