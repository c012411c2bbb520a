package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exchanges as the protocol's documents show them, spoken line by line. Lines of the client begin
 * with {@code >}, expected ones of the server with {@code <}; ID is the session's id once the
 * server has given one.
 */
class UploadExamplesTest {
  private static final byte[] FILE = new byte[2500];

  static {
    new Random(7).nextBytes(FILE);
  }

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temp.resolve("served"));
    Files.createDirectories(folder.resolve("in"));
  }

  @Test
  void aPlainUploadInTwoFragments() throws IOException {
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > Host: files.example
        > User-Agent: Microsoft BITS/7.8
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Name: report.bin
        > Content-Length: 0
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
        < BITS-Session-Id: ID
        < Accept-Encoding: Identity
        < Content-Length: 0
        > BITS_POST /in/report.bin HTTP/1.1
        > Host: files.example
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Name: report.bin
        > Content-Range: bytes 0-1999/2500
        > Content-Length: 2000
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < BITS-Received-Content-Range: 2000
        < Content-Length: 0
        > BITS_POST /in/report.bin HTTP/1.1
        > Host: files.example
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 2000-2499/2500
        > Content-Length: 500
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < BITS-Received-Content-Range: 2500
        < Content-Length: 0
        > BITS_POST /in/report.bin HTTP/1.1
        > Host: files.example
        > BITS-Packet-Type: Close-Session
        > BITS-Session-Id: ID
        > Content-Length: 0
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < Content-Length: 0
        """);
    assertArrayEquals(FILE, Files.readAllBytes(folder.resolve("in/report.bin")));
    assertEquals(0, folder.resolve(Sessions.FOLDER).toFile().list().length);
  }

  /** As captured from BITS 2.5, in the order of its headers. */
  @Test
  void theCreateSessionOfWindows() throws IOException {
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > Accept: */*
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Name: report.bin
        > User-Agent: Microsoft BITS/6.7
        > Host: files.example
        > Content-Length: 0
        > Connection: Keep-Alive
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
        """);
  }

  @Test
  void anAcknowledgementThatGotLost() throws IOException {
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 200
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 0-1999/2500
        > Content-Length: 2000
        < 200
        < BITS-Received-Content-Range: 2000
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 0-1999/2500
        > Content-Length: 2000
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < BITS-Received-Content-Range: 2000
        < Content-Length: 0
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 2000-2499/2500
        > Content-Length: 500
        < 200
        < BITS-Received-Content-Range: 2500
        """);
    assertArrayEquals(FILE, Files.readAllBytes(folder.resolve("in/report.bin")));
  }

  @Test
  void aGap() throws IOException {
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 200
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 2000-2499/2500
        > Content-Length: 500
        < 416
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < BITS-Received-Content-Range: 0
        < BITS-Error-Code: 0x0
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """);
  }

  @Test
  void aSessionThatTheServerLost() throws IOException {
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        > Content-Range: bytes 2000-2499/2500
        > Content-Length: 500
        < 500
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: {3f0c6a52-8a31-4e0e-9c1d-1c2b7f5f4a10}
        < BITS-Error-Code: 0x8020001F
        < BITS-Error: 0x8020001F
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """);
  }

  @Test
  void refusals() throws IOException {
    Files.writeString(folder.resolve("in/report.bin"), "older");
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 403
        < BITS-Packet-Type: Ack
        < BITS-Error-Code: 0x80070005
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        > BITS_POST /in/other.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {00000000-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 400
        < BITS-Packet-Type: Ack
        < BITS-Error-Code: 0x80070057
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """);
    assertEquals("older", Files.readString(folder.resolve("in/report.bin")));
  }

  @Test
  void aFileThatIsTooLarge() throws IOException {
    talk(
        UploadSettings.builder().maximumSize(2499).build(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 200
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 0-1999/2500
        > Content-Length: 2000
        < 500
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < BITS-Error-Code: 0x80200020
        < BITS-Error-Context: 0x5
        < Content-Length: 0
        """);
  }

  @Test
  void aFragmentThatIsTooLarge() throws IOException {
    talk(
        UploadSettings.builder().maximumFragment(1000).build(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 200
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 0-1999/2500
        > Content-Length: 2000
        < 413
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < BITS-Error-Code: 0x8019019D
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 0-999/2500
        > Content-Length: 1000
        < 200
        < BITS-Received-Content-Range: 1000
        """);
  }

  @Test
  void aFarmWithAHostId() throws IOException {
    talk(
        UploadSettings.builder()
            .hostId("node3.files.example", Optional.of(Duration.ofDays(1)))
            .build(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
        < BITS-Session-Id: ID
        < BITS-Host-Id: node3.files.example
        < BITS-Host-Id-Fallback-Timeout: 86400
        < Accept-Encoding: Identity
        < Content-Length: 0
        > BITS_POST /in/report.bin HTTP/1.1
        > Host: node3.files.example
        > BITS-Packet-Type: Ping
        > Content-Length: 0
        < 200
        < BITS-Packet-Type: Ack
        < Content-Length: 0
        """);
  }

  @Test
  void cancelling() throws IOException {
    talk(
        UploadSettings.defaults(),
        """
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Create-Session
        > BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
        > Content-Length: 0
        < 200
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Fragment
        > BITS-Session-Id: ID
        > Content-Range: bytes 0-1999/2500
        > Content-Length: 2000
        < 200
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Cancel-Session
        > BITS-Session-Id: ID
        > Content-Length: 0
        < 200
        < BITS-Packet-Type: Ack
        < BITS-Session-Id: ID
        < Content-Length: 0
        > BITS_POST /in/report.bin HTTP/1.1
        > BITS-Packet-Type: Cancel-Session
        > BITS-Session-Id: ID
        > Content-Length: 0
        < 500
        < BITS-Error-Code: 0x8020001F
        """);
    assertFalse(Files.exists(folder.resolve("in/report.bin")));
    assertEquals(0, folder.resolve(Sessions.FOLDER).toFile().list().length);
  }

  private void talk(UploadSettings settings, String script) throws IOException {
    String id = "ID";
    List<String> lines = script.lines().toList();
    try (BitsServer server = BitsServer.serving(folder).uploads(settings).start();
        UploadClient client = new UploadClient(server.url(), "unused")) {
      for (int i = 0; i < lines.size(); ) {
        List<String> request = new ArrayList<>();
        byte[] body = new byte[0];
        for (; lines.get(i).startsWith("> "); i++) {
          String line = lines.get(i).substring(2).replaceAll(": ID$", ": " + id);
          request.add(line);
          if (line.startsWith("Content-Range: bytes ")) {
            String[] range = line.substring("Content-Range: bytes ".length()).split("[-/]");
            body =
                Arrays.copyOfRange(
                    FILE, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
          }
        }
        RawConnection.Head head = client.exchange(request, body);
        assertTrue(lines.get(i).startsWith("< "), "a status is expected: " + lines.get(i));
        assertEquals(Integer.parseInt(lines.get(i++).substring(2)), head.status(), head::toString);
        if (id.equals("ID") && head.header("BITS-Session-Id").isPresent()) {
          id = head.the("BITS-Session-Id");
          assertTrue(id.matches("\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}}"), id);
        }
        for (; i < lines.size() && lines.get(i).startsWith("< "); i++) {
          String[] expected = lines.get(i).substring(2).split(": ", 2);
          assertEquals(expected[1].equals("ID") ? id : expected[1], head.the(expected[0]));
        }
      }
    }
  }
}
