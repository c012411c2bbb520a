package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Transfer#recover(String)}: with the ledger of a name, the usual backend and its usual
 * queue, by one JVM after the other.
 */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its usual queue is the service's, see it/run")
class NextRunTest {
  private static final String PROGRAM = "next-run";

  @TempDir private Path folder;

  /** The program: begins, or goes on with what it had begun. */
  static final class Program {
    public static void main(String[] arguments) throws Exception {
      if (arguments[0].equals("begin")) {
        Transfer transfer =
            Transfer.download(arguments[1], Path.of(arguments[2]))
                .recordedIn(Ledger.of(PROGRAM))
                .start();
        System.out.println(transfer.awaitQueued(Duration.ofMinutes(1)));
        System.out.flush();
        Runtime.getRuntime().halt(0);
      }
      Recovery recovery = Transfer.recover(PROGRAM);
      for (Transfer transfer : recovery.transfers()) {
        TransferResult result = transfer.await(Duration.ofMinutes(1));
        System.out.println(
            result.jobId().orElseThrow() + " " + result.outcome() + " " + result.backend().get());
        if (arguments[0].equals("halt")) {
          System.out.flush();
          Runtime.getRuntime().halt(0);
        }
        transfer.close();
      }
      recovery.unfinished().forEach(System.out::println);
    }
  }

  private List<String> run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      List<String> said = new String(process.getInputStream().readAllBytes()).lines().toList();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), said::toString);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Answers nobody before the program has ended that began: it would bring the file to its end. */
  private static HttpServer serve(byte[] content, CountDownLatch ended) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(task -> new Thread(task).start());
    server.createContext(
        "/source",
        exchange -> {
          try {
            ended.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
          if (head) {
            exchange.getResponseHeaders().set("Content-Length", "" + content.length);
            exchange.sendResponseHeaders(200, -1);
          } else {
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes 0-" + (content.length - 1) + "/" + content.length);
            exchange.sendResponseHeaders(206, content.length);
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void aProgramGoesOnByItsNameAlone() throws Exception {
    byte[] content = new byte[50_000];
    Path target = folder.resolve("target");
    CountDownLatch ended = new CountDownLatch(1);
    HttpServer server = serve(content, ended);
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/source";
      String id = run("begin", url, target.toString()).get(0);
      assertTrue(Files.notExists(target));
      ended.countDown();
      List<String> end = List.of(id + " COMPLETE embedded");
      assertEquals(end, run("halt"), "its part was not done");
      assertEquals(end, run("recover"));
    } finally {
      ended.countDown();
      server.stop(0);
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of(), run("recover"), "it is told once");
  }

  @Test
  void aProgramThatHasBegunNothingFindsNothing() throws Exception {
    assertEquals(List.of(), run("recover"));
  }
}
