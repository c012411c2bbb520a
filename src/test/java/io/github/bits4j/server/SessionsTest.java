package io.github.bits4j.server;

import static io.github.bits4j.server.Acks.SESSION_NOT_FOUND;
import static io.github.bits4j.server.Acks.assertReceived;
import static io.github.bits4j.server.Acks.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of an upload, and for how long. */
class SessionsTest extends UploadCase {
  @Test
  void whatWasAcknowledgedSurvivesARestart() throws IOException {
    String session = client.session();
    restart(UploadSettings.defaults());
    assertReceived(10, client.fragment(session, FILE, 0, 10));
    restart(UploadSettings.defaults());
    RawConnection.Head gap = client.fragment(session, FILE, 500, 1000);
    assertEquals("10", gap.the("BITS-Received-Content-Range"));
    assertReceived(1000, client.fragment(session, FILE, 10, 1000));
    restart(UploadSettings.defaults());
    assertReceived(1000, client.fragment(session, FILE, 900, 1000));
    assertEquals(200, client.close(session).status());
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @Test
  void whatCameBeforeTheConnectionBrokeIsKept() throws Exception {
    String session = client.session();
    try (RawConnection connection = new RawConnection(server.url())) {
      connection.sendExactly(
          List.of(
              "BITS_POST /file.bin HTTP/1.1",
              "Host: x",
              "BITS-Packet-Type: Fragment",
              "BITS-Session-Id: " + session,
              "Content-Range: bytes 0-999/1000",
              "Content-Length: 1000"),
          Arrays.copyOf(FILE, 700));
      // Without an end of that connection another one brings the rest.
      assertEquals(200, client.ping().status());
      assertReceived(1000, client.fragment(session, FILE, 0, 1000));
    }
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @ParameterizedTest
  @CsvSource({"request, 0", "request, 400", "progress, 0", "progress, 5", "session, 0"})
  void damagedFilesLoseNoMoreThanTheyMust(String file, int length) throws IOException {
    String session = client.session();
    client.fragment(session, FILE, 0, 500);
    server.close();
    Path damaged = folder.resolve(Sessions.FOLDER).resolve(session.substring(1, 37)).resolve(file);
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), length));
    restart(UploadSettings.defaults());
    RawConnection.Head ack = client.fragment(session, FILE, 999, 1000);
    if (file.equals("session")) {
      assertRefused(500, SESSION_NOT_FOUND, ack);
      return;
    }
    assertEquals(416, ack.status());
    assertEquals(
        file.equals("request") ? Integer.toString(length) : "0",
        ack.the("BITS-Received-Content-Range"));
    assertReceived(1000, client.fragment(session, FILE, 0, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @Test
  void sessionsEndAfterTheirTime() throws IOException {
    Hands hands = new Hands();
    UploadSettings settings =
        UploadSettings.builder().sessionTimeout(Duration.ofDays(1)).clock(hands).build();
    restart(settings);
    String idle = client.session();
    String busy = client.session();
    hands.now = hands.now.plus(Duration.ofHours(20));
    assertReceived(10, client.fragment(busy, FILE, 0, 10));
    hands.now = hands.now.plus(Duration.ofHours(20));
    assertRefused(500, SESSION_NOT_FOUND, client.fragment(idle, FILE, 0, 10));
    // A packet that brings nothing new says that the client is alive, too.
    assertReceived(10, client.fragment(busy, FILE, 0, 10));
    hands.now = hands.now.plus(Duration.ofHours(20));
    assertReceived(20, client.fragment(busy, FILE, 10, 20));
    assertEquals(List.of(busy.substring(1, 37)), sessions());
    hands.now = hands.now.plus(Duration.ofHours(30));
    restart(settings);
    assertEquals(List.of(), sessions());
  }

  @Test
  void sessionsEndWhileNobodyAsks() throws Exception {
    client.session();
    restart(UploadSettings.builder().sessionTimeout(Duration.ofSeconds(1)).build());
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!sessions().isEmpty()) {
      assertTrue(System.nanoTime() < end, "nobody tidies up");
      Thread.sleep(20);
    }
  }

  /** Or a thousand uploads that wait would be three thousand open files. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aSessionThatWaitsHasNoFileOpen() throws IOException {
    String session = client.session();
    assertReceived(10, client.fragment(session, FILE, 0, 10));
    Path kept = folder.resolve(Sessions.FOLDER).toRealPath();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : open) {
        try {
          Path target = Files.readSymbolicLink(file);
          assertFalse(target.startsWith(kept), target::toString);
        } catch (NoSuchFileException e) {
          // Closed by now.
        }
      }
    }
  }

  @Test
  void whatACrashLeftOfASessionIsTidiedUpInTheEnd() throws IOException {
    Hands hands = new Hands();
    Path left = folder.resolve(Sessions.FOLDER + "/3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10");
    Files.write(Files.createDirectory(left).resolve("request"), FILE);
    Files.createDirectory(folder.resolve(Sessions.FOLDER + "/somebody-else"));
    UploadSettings settings = UploadSettings.builder().clock(hands).build();
    restart(settings);
    assertTrue(Files.exists(left), "it may be a session that is being made");
    hands.now = hands.now.plus(Duration.ofHours(2));
    restart(settings);
    assertEquals(List.of("somebody-else"), sessions());
  }

  @Test
  void tooManySessionsHaveToWait() throws IOException {
    UploadSettings settings = UploadSettings.builder().maximumSessions(2).build();
    restart(settings);
    String one = client.session();
    client.session();
    restart(settings);
    assertRefused(503, "0x801901F7", client.create());
    client.cancel(one);
    assertEquals(200, client.create().status());
    assertRefused(503, "0x801901F7", client.create());
  }

  @Test
  void aDiskThatFailsIsTheServersFault() throws IOException {
    String session = client.session();
    // A folder where the file should be: it cannot be opened, as on a disk that is full.
    Files.createDirectory(
        folder.resolve(Sessions.FOLDER).resolve(session.substring(1, 37)).resolve("request"));
    assertRefused(500, "0x801901F4", client.fragment(session, FILE, 0, 1000));
  }

  /** Another connection of the client may end it meanwhile: nothing stands under the name then. */
  @Test
  void aSessionThatEndedIsNotFinished() throws Exception {
    Path kept = Files.createDirectory(temp.resolve("kept"));
    Path one = kept.resolve("3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10");
    Session.create(one, server.url("file.bin"), "/file.bin");
    Session session = Session.open(one, Clock.systemUTC()).orElseThrow();
    session.expect(FILE.length);
    session.append(0, ByteBuffer.wrap(FILE));
    session.sync();
    session.delete();
    Delivery delivery = new Delivery(ServedFolder.at(folder), false, null);
    assertEquals(500, assertThrows(Refused.class, () -> session.finish(delivery)).status());
    assertFalse(Files.exists(target()));
  }

  @Test
  void settingsThatMakeNoSense() {
    UploadSettings.Builder builder = UploadSettings.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.maximumSize(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.maximumFragment(0));
    assertThrows(IllegalArgumentException.class, () -> builder.maximumSessions(0));
    assertThrows(IllegalArgumentException.class, () -> builder.sessionTimeout(Duration.ZERO));
    for (String host : new String[] {"", "a b", "a\r\nb", "x".repeat(301)}) {
      assertThrows(
          IllegalArgumentException.class, () -> builder.hostId(host, Optional.empty()), host);
    }
    assertThrows(
        IllegalArgumentException.class, () -> builder.hostId("h", Optional.of(Duration.ZERO)));
  }

  /** A clock whose hands a test moves. */
  private static final class Hands extends Clock {
    private volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
