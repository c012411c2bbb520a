package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code serve} refuses, and that an interruption ends it; the rest is in {@link ServeIT}. */
class ServeCommandTest {
  @TempDir Path folder;
  private CliRunner bits;

  @BeforeEach
  void start() throws IOException {
    bits = new CliRunner(folder);
    Files.createDirectory(folder.resolve("dir"));
    Files.writeString(folder.resolve("file"), "no folder, and no key store");
    // Nothing that is refused must wait for an end.
    bits.interruption.request();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve                                             | Missing required parameter: 'DIR'
          serve missing                                     | no such folder: missing
          serve file                                        | not a folder: file
          serve dir --port 65536                            | not a TCP port
          serve dir --port -1                               | not a TCP port
          serve dir --port 0 --bind no.such.host.invalid    | no address to listen on
          serve dir --port 0 --notify http://localhost/     | add --upload
          serve dir --port 0 --overwrite                    | add --upload
          serve dir --port 0 --upload --notify-by value     | Add --notify URL
          serve dir --port 0 --upload --notify-by post --notify http://localhost/ | notify-by
          serve dir --port 0 --upload --notify localhost    | not an absolute http or https URL
          serve dir --port 0 --upload --notify ftp://x/y    | not an absolute http or https URL
          serve dir --port 0 --key-store file               | BITS_KEY_STORE_PASSWORD
          serve dir --port 0 --key-store missing --key-store-password-file file | cannot be opened
          serve dir --port 0 --key-store file --key-store-password-file missing | cannot be read
          serve dir --port 0 --key-store file --key-store-password-file file | cannot be opened
          """)
  void bad(String commandLine, String why) {
    CliRunner.Result result = bits.run(commandLine.split(" "));
    assertEquals(ExitCode.BAD_INPUT, result.exitCode(), result.err());
    String reason =
        bits.run((commandLine + " --json").split(" ")).object().get("reason").getAsString();
    assertTrue(reason.contains(why), reason);
    assertEquals("", result.out());
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CliRunner.Result result = bits.run("serve", "dir", "--port", "" + taken.getLocalPort());
      assertEquals(ExitCode.BAD_INPUT, result.exitCode());
      assertTrue(result.err().contains("port " + taken.getLocalPort()), result.err());
    }
  }

  @Test
  void anInterruptionIsItsOrdinaryEnd() {
    CliRunner.Result result = bits.run("serve", "dir", "--port", "0", "--json");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    assertEquals("listening", result.object().get("event").getAsString());
    assertTrue(
        result.object().get("url").getAsString().matches("http://127\\.0\\.0\\.1:[0-9]+/"),
        result.out());
    result = bits.run("serve", "dir", "--port", "0", "--upload");
    assertEquals(ExitCode.DONE, result.exitCode());
    assertTrue(result.out().startsWith("Serving dir  http://127.0.0.1:"), result.out());
    assertTrue(result.err().contains("may put files there"), result.err());
    assertEquals("", bits.run("serve", "dir", "--port", "0", "--upload", "--quiet").err());
  }
}
