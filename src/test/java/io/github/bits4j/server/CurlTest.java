package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as curl sees it. */
class CurlTest {
  @TempDir Path temp;
  private Path folder;
  private Path source;
  private byte[] file;
  private BitsServer server;

  @BeforeEach
  void start() throws Exception {
    Requires.leg("curl", isThere(), "the server against curl", "apt install curl");
    folder = Files.createDirectory(temp.resolve("served"));
    file = new byte[2_000_000];
    new Random(13).nextBytes(file);
    source = Files.write(temp.resolve("source"), file);
    server = BitsServer.serving(folder).uploads(UploadSettings.defaults()).start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("curl", "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(30, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void anUpload() throws Exception {
    String created =
        packet(
            "Create-Session",
            "-H",
            "BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}",
            "-H",
            "Content-Length: 0");
    Matcher id = Pattern.compile("(?i)\r\nBITS-Session-Id: (\\S+)\r\n").matcher(created);
    assertTrue(id.find(), created);
    String session = "BITS-Session-Id: " + id.group(1);
    Path first = Files.write(temp.resolve("1"), Arrays.copyOf(file, 1_500_000));
    Path second = Files.write(temp.resolve("2"), Arrays.copyOfRange(file, 1_500_000, 2_000_000));
    assertReceived(1_500_000, fragment(session, "bytes 0-1499999/2000000", first));
    assertReceived(2_000_000, fragment(session, "bytes 1500000-1999999/2000000", second));
    String closed = packet("Close-Session", "-H", session, "-H", "Content-Length: 0");
    assertEquals("HTTP/1.1 200 OK", closed.lines().findFirst().orElseThrow());
    assertArrayEquals(file, Files.readAllBytes(folder.resolve("file.bin")));
  }

  private String fragment(String session, String range, Path bytes) throws Exception {
    return packet(
        "Fragment", "-H", session, "-H", "Content-Range: " + range, "--data-binary", "@" + bytes);
  }

  private static void assertReceived(int bytes, String ack) {
    // curl asks whether it may send; the permission comes first.
    String last = ack.substring(ack.lastIndexOf("HTTP/1.1 "));
    assertEquals("HTTP/1.1 200 OK", last.lines().findFirst().orElseThrow());
    Matcher received =
        Pattern.compile("(?i)\r\nBITS-Received-Content-Range: (\\S+)\r\n").matcher(last);
    assertTrue(received.find(), last);
    assertEquals(Integer.toString(bytes), received.group(1));
  }

  @Test
  void downloadsInPiecesAndUnlessUnchanged() throws Exception {
    Files.write(folder.resolve("file.bin"), file);
    Path target = Files.write(temp.resolve("target"), Arrays.copyOf(file, 1_234_567));
    curl("-C", "-", "-o", target.toString(), server.url("file.bin").toString());
    assertArrayEquals(file, Files.readAllBytes(target));

    String parts = curl("-r", "0-0,1999999-", "-D", "-", server.url("file.bin").toString());
    assertEquals("HTTP/1.1 206 Partial Content", parts.lines().findFirst().orElseThrow());
    assertEquals(2, parts.split("Content-Range: bytes ", -1).length - 1);

    FileTime newer = Files.getLastModifiedTime(folder.resolve("file.bin"));
    FileTime older = FileTime.from(newer.toInstant().minusSeconds(100));
    for (boolean unchanged : new boolean[] {true, false}) {
      Files.setLastModifiedTime(unchanged ? folder.resolve("file.bin") : source, older);
      Files.setLastModifiedTime(unchanged ? source : folder.resolve("file.bin"), newer);
      String url = server.url("file.bin").toString();
      String status =
          curl("-z", source.toString(), "-o", target.toString(), "-w", "%{http_code}", url);
      assertEquals(unchanged ? "304" : "200", status);
    }
    String head = curl("-I", server.url("file.bin").toString());
    assertTrue(head.contains("\r\nContent-length: 2000000\r\n"), head);
  }

  private String packet(String type, String... options) throws Exception {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-i", "-X", "BITS_POST", "-H", "BITS-Packet-Type: " + type));
    all.addAll(List.of(options));
    all.add(server.url("file.bin").toString());
    return curl(all.toArray(String[]::new));
  }

  private String curl(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-q", "-sS", "--max-time", "60"));
    command.add("--noproxy");
    command.add("*");
    command.addAll(List.of(options));
    Path output = temp.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(90, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertEquals(0, process.exitValue(), text);
    return text;
  }
}
