package io.github.bits4j.server;

import static io.github.bits4j.server.Acks.E_ACCESSDENIED;
import static io.github.bits4j.server.Acks.E_INVALIDARG;
import static io.github.bits4j.server.Acks.SESSION_NOT_FOUND;
import static io.github.bits4j.server.Acks.assertReceived;
import static io.github.bits4j.server.Acks.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server makes of packets, one rule a case. */
class UploadRulesTest extends UploadCase {
  @Test
  void pingHasNoEffect() throws IOException {
    assertEquals(200, client.ping().status());
    assertEquals(List.of(), sessions());
  }

  @Test
  void whereUploadsAreNotTakenTheyAreRefused() throws IOException {
    try (BitsServer downloads = BitsServer.serving(folder).start();
        UploadClient other = new UploadClient(downloads.url(), "/file.bin")) {
      assertRefused(501, E_ACCESSDENIED, other.ping());
      assertRefused(501, E_ACCESSDENIED, other.create());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PING", "ping", "Ping", " Ping "})
  void typesMayBeWrittenInAnyCase(String type) throws IOException {
    assertEquals(200, client.send(new byte[0], "bits-packet-type: " + type).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{7DF0354D-249B-430F-820D-3D2A9BEF4931}",
        "{00000000-0000-0000-0000-000000000000} {7df0354d-249b-430f-820d-3d2a9bef4931}",
        "{00000000-0000-0000-0000-000000000000},{7df0354d-249b-430f-820d-3d2a9bef4931}",
      })
  void theProtocolIsFoundAmongOthers(String offered) throws IOException {
    RawConnection.Head ack =
        client.send(
            new byte[0],
            "BITS-Packet-Type: Create-Session",
            "BITS-Supported-Protocols: " + offered);
    assertEquals(200, ack.status());
    assertEquals("{7df0354d-249b-430f-820d-3d2a9bef4931}", ack.the("BITS-Protocol"));
  }

  @Test
  void malformedPackets() throws IOException {
    byte[] none = {};
    String session = client.session();
    String fragment = "BITS-Packet-Type: Fragment";
    String id = "BITS-Session-Id: " + session;
    assertRefused(400, E_INVALIDARG, client.send(none));
    assertRefused(400, E_INVALIDARG, client.send(none, "BITS-Packet-Type: Ack"));
    assertRefused(400, E_INVALIDARG, client.send(none, "BITS-Packet-Type: Open-Session"));
    assertRefused(400, E_INVALIDARG, client.send(none, "BITS-Packet-Type: Create-Session"));
    assertRefused(400, E_INVALIDARG, client.send(none, fragment));
    assertRefused(400, E_INVALIDARG, client.send(none, fragment, id));
    assertRefused(400, E_INVALIDARG, client.send(none, "BITS-Packet-Type: Close-Session"));
    assertRefused(
        400,
        E_INVALIDARG,
        client.send(
            new byte[10], fragment, id, "Content-Range: bytes 0-9/10", "Content-Encoding: gzip"));
    // None of it harmed the session.
    assertReceived(1000, client.fragment(session, FILE, 0, 1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-8/10",
        "bytes 0-10/11",
        "bytes 0-9/9",
        "bytes 9-0/10",
        "bytes 0-9/*",
        "bytes */10",
        "bytes 0-9",
        "bytes=0-9/10",
        "lines 0-9/10",
        "bytes -1-8/10",
        "bytes 0-9/99999999999999999999",
        "0-9/10",
        "bytes */0"
      })
  void contentRangesThatCannotBe(String range) throws IOException {
    String session = client.session();
    assertRefused(400, E_INVALIDARG, client.fragment(session, range, new byte[10]));
  }

  @Test
  void aFragmentEndsBehindItsBeginning() throws IOException {
    String session = client.session();
    assertRefused(400, E_INVALIDARG, client.fragment(session, "bytes 1-0/10", new byte[0]));
  }

  @Test
  void theLargestFileThatIsAllowedIsTaken() throws IOException {
    restart(UploadSettings.builder().maximumSize(1000).build());
    assertReceived(1000, client.fragment(client.session(), FILE, 0, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 0-9/10", "Bytes 0-9/10", "BYTES 0-9/10", "bytes  0-9/10"})
  void theUnitMayBeWrittenInAnyCase(String range) throws IOException {
    assertReceived(10, client.fragment(client.session(), range, new byte[10]));
  }

  @Test
  void withoutALengthNothingGoes() throws IOException {
    for (String type : new String[] {"Ping", "Create-Session", "Fragment", "Close-Session"}) {
      assertRefused(
          411,
          E_INVALIDARG,
          client.exchange(
              List.of("BITS_POST /file.bin HTTP/1.1", "Host: x", "BITS-Packet-Type: " + type),
              new byte[0]));
    }
    assertRefused(
        411,
        E_INVALIDARG,
        client.exchange(
            List.of(
                "BITS_POST /file.bin HTTP/1.1",
                "Host: x",
                "BITS-Packet-Type: Fragment",
                "BITS-Session-Id: " + client.session(),
                "Content-Range: bytes 0-1/2",
                "Transfer-Encoding: chunked"),
            "2\r\nab\r\n0\r\n\r\n".getBytes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}",
        "x",
        "..",
        "{..}",
        "../served",
        "{00000000-0000-0000-0000-00000000000/}",
        ""
      })
  void unknownSessions(String id) throws IOException {
    assertRefused(500, SESSION_NOT_FOUND, client.fragment(id, FILE, 0, 10));
    assertRefused(500, SESSION_NOT_FOUND, client.close(id));
    assertRefused(500, SESSION_NOT_FOUND, client.cancel(id));
  }

  /** Whoever may upload could lay out a folder that looks like a session's. */
  @Test
  void noIdLeadsOutOfTheFolderOfTheSessions() throws IOException {
    Path like = Files.createDirectory(folder.resolve("like-a-session"));
    Files.writeString(like.resolve("session"), "url=http\\://x/file.bin\npath=/file.bin\n");
    Path victim = Files.writeString(like.resolve("victim"), "untouched");
    Path absolute = like.toRealPath();
    for (String id : new String[] {"../like-a-session", "{../like-a-session}", "" + absolute}) {
      assertRefused(500, SESSION_NOT_FOUND, client.fragment(id, FILE, 0, 10));
      assertRefused(500, SESSION_NOT_FOUND, client.cancel(id));
    }
    assertEquals("untouched", Files.readString(victim));
    assertEquals(2, like.toFile().list().length);
  }

  @Test
  void aSessionIsFoundInAnyCase() throws IOException {
    String session = client.session();
    assertReceived(1000, client.fragment(session.toUpperCase(), FILE, 0, 1000));
  }

  @Test
  void aSessionIsForOneUrl() throws IOException {
    String session = client.session();
    try (UploadClient other = to("/other.bin");
        UploadClient same = to("/%66ile.bin?a=1")) {
      assertRefused(400, E_INVALIDARG, other.fragment(session, FILE, 0, 1000));
      assertRefused(400, E_INVALIDARG, other.cancel(session));
      assertReceived(1000, same.fragment(session, FILE, 0, 1000));
    }
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @Test
  void fragmentsThatOverlapAreTakenAsFarAsTheyAreNew() throws IOException {
    String session = client.session();
    byte[] wrong = new byte[1000];
    assertReceived(101, client.fragment(session, FILE, 0, 101));
    byte[] mixed = Arrays.copyOfRange(FILE, 50, 151);
    System.arraycopy(wrong, 0, mixed, 0, 51);
    assertReceived(151, client.fragment(session, "bytes 50-150/1000", mixed));
    assertReceived(151, client.fragment(session, wrong, 0, 100));
    assertReceived(151, client.fragment(session, wrong, 151 - 10, 151));
    RawConnection.Head gap = client.fragment(session, FILE, 152, 1000);
    assertEquals(416, gap.status());
    assertEquals("151", gap.the("BITS-Received-Content-Range"));
    assertReceived(1000, client.fragment(session, FILE, 151, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @Test
  void theTotalStaysWhatItWas() throws IOException {
    String session = client.session();
    assertReceived(10, client.fragment(session, FILE, 0, 10));
    assertRefused(400, E_INVALIDARG, client.fragment(session, "bytes 10-11/1001", new byte[2]));
    restart(UploadSettings.defaults());
    assertRefused(400, E_INVALIDARG, client.fragment(session, "bytes 10-11/999", new byte[2]));
    assertReceived(12, client.fragment(session, FILE, 10, 12));
  }

  @Test
  void nothingStandsUnderTheFinalNameBeforeItIsWhole() throws IOException {
    String session = client.session();
    client.fragment(session, FILE, 0, 999);
    assertFalse(Files.exists(target()));
    assertReceived(1000, client.fragment(session, FILE, 999, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    // The acknowledgement may get lost; any piece of a file that is there is acknowledged again.
    assertReceived(1000, client.fragment(session, FILE, 999, 1000));
    assertReceived(1000, client.fragment(session, FILE, 0, 500));
    assertEquals(Optional.empty(), client.fragment(session, FILE, 0, 1).header("BITS-Reply-URL"));
    assertEquals(200, client.close(session).status());
    assertRefused(500, SESSION_NOT_FOUND, client.close(session));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    assertEquals(List.of(), sessions());
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    String session = client.session();
    assertReceived(0, client.fragment(session, "bytes */0", new byte[0]));
    assertReceived(0, client.fragment(session, "bytes */0", new byte[0]));
    assertEquals(200, client.close(session).status());
    assertEquals(0, Files.size(target()));
  }

  @Test
  void closingTooEarlyMeansNoFile() throws IOException {
    String untouched = client.session();
    assertEquals(200, client.close(untouched).status());
    String begun = client.session();
    client.fragment(begun, FILE, 0, 999);
    assertEquals(200, client.close(begun).status());
    assertFalse(Files.exists(target()));
    assertEquals(List.of(), sessions());
  }

  @Test
  void cancellingAfterTheLastFragmentChangesNothing() throws IOException {
    String session = client.session();
    client.fragment(session, FILE, 0, 1000);
    assertEquals(200, client.cancel(session).status());
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    String session = client.session();
    client.fragment(session, FILE, 0, 999);
    Files.writeString(target(), "came in between");
    assertRefused(403, E_ACCESSDENIED, client.fragment(session, FILE, 999, 1000));
    assertRefused(403, E_ACCESSDENIED, client.create());
    assertEquals("came in between", Files.readString(target()));
    // Whoever takes it out of the way lets the client go on.
    Files.delete(target());
    assertReceived(1000, client.fragment(session, FILE, 999, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
  }

  /** The name is taken in two steps; the server may be killed between them. */
  @Test
  void aNameThatWasTakenByHalfIsTaken() throws IOException {
    String session = client.session();
    client.fragment(session, FILE, 0, 999);
    Path request = folder.resolve(Sessions.FOLDER).resolve(session.substring(1, 37) + "/request");
    Files.createLink(target(), request);
    restart(UploadSettings.defaults());
    assertReceived(1000, client.fragment(session, FILE, 999, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    assertFalse(Files.exists(request));
    assertReceived(1000, client.fragment(session, FILE, 999, 1000));
  }

  @Test
  void whatIsThereIsReplacedIfAllowed() throws IOException {
    restart(UploadSettings.builder().overwrite(true).build());
    Files.writeString(target(), "older");
    String session = client.session();
    client.fragment(session, FILE, 0, 999);
    assertEquals("older", Files.readString(target()));
    assertReceived(1000, client.fragment(session, FILE, 999, 1000));
    assertArrayEquals(FILE, Files.readAllBytes(target()));
    Files.createDirectory(folder.resolve("folder"));
    try (UploadClient other = to("/folder")) {
      assertRefused(403, E_ACCESSDENIED, other.create());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/missing/file.bin",
        "/",
        "/folder/",
        "/../file.bin",
        "/%2e%2e/file.bin",
        "/..%2ffile.bin",
        "/..%5cfile.bin",
        "/folder/../../x",
        "/BITS-Sessions/file.bin",
        "/file%00.bin",
        "/older/file.bin"
      })
  void placesWhereNothingCanBePut(String path) throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("older"), "a file and no folder");
    try (UploadClient other = to(path)) {
      assertRefused(404, "0x80190194", other.create());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefusedBeforeAByteGoes() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(locked), "root may write everywhere");
    try (UploadClient other = to("/locked/file.bin")) {
      assertRefused(403, E_ACCESSDENIED, other.create());
    }
    assertEquals(List.of(), sessions());
  }

  @Test
  void noLinkLeadsOutOfTheFolder() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Path victim = Files.writeString(outside.resolve("victim"), "untouched");
    restart(UploadSettings.builder().overwrite(true).build());
    Files.createSymbolicLink(folder.resolve("link"), outside);
    try (UploadClient other = to("/link/file.bin")) {
      assertRefused(404, "0x80190194", other.create());
    }
    // A link in place of the file, and one that takes the folder's place in the middle.
    Files.createSymbolicLink(target(), victim);
    assertRefused(403, E_ACCESSDENIED, client.create());
    Files.createDirectory(folder.resolve("in"));
    try (UploadClient other = to("/in/file.bin")) {
      String session = other.session();
      other.fragment(session, FILE, 0, 999);
      Files.delete(folder.resolve("in"));
      Files.createSymbolicLink(folder.resolve("in"), outside);
      assertRefused(404, "0x80190194", other.fragment(session, FILE, 999, 1000));
    }
    assertEquals("untouched", Files.readString(victim));
    assertArrayEquals(new String[] {"victim"}, outside.toFile().list());
  }

  @Test
  void theFolderOfTheSessionsIsNoLink() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other"));
    Files.createSymbolicLink(other.resolve(Sessions.FOLDER), folder);
    BitsServer.Builder builder = BitsServer.serving(other).uploads(UploadSettings.defaults());
    assertThrows(FileSystemException.class, builder::start);
  }

  @Test
  void whatIsUnderWayIsNotServed() throws IOException {
    String session = client.session();
    client.fragment(session, FILE, 0, 999);
    String inside = "/BITS-Sessions/" + session.substring(1, 37) + "/";
    for (String path : new String[] {"request", "session", "progress", "response"}) {
      try (RawConnection connection = new RawConnection(server.url())) {
        assertEquals(
            404, connection.send("GET " + inside + path + " HTTP/1.1").head().status(), path);
      }
    }
  }
}
