package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a JVM of its own can show. */
class BitsServerProcessTest {
  @TempDir Path folder;

  /** In the other JVM: serves, asks, and comes to its end without closing the server. */
  public static final class Main {
    private static final int ENOUGH = 11;

    /** On a machine that is busy all the time. */
    private static final int MANY = 300;

    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private Main() {}

    /** Prints the property, and the shortest time of a small answer in microseconds. */
    public static void main(String[] arguments) throws IOException {
      BitsServer server = BitsServer.serving(Path.of(arguments[0])).start();
      long shortest = Long.MAX_VALUE;
      try (RawConnection connection = new RawConnection(server.url())) {
        for (int i = 0; i < ENOUGH || i < MANY && shortest >= QUICK_NANOS; i++) {
          long start = System.nanoTime();
          connection.send("GET /small HTTP/1.1").head();
          connection.body(5);
          shortest = Math.min(shortest, System.nanoTime() - start);
        }
      }
      System.out.println(
          System.getProperty("sun.net.httpserver.nodelay")
              + " "
              + TimeUnit.NANOSECONDS.toMicros(shortest));
    }
  }

  @Test
  void smallAnswersAreNotDelayedAndNoThreadKeepsTheJvmAlive() throws Exception {
    String[] printed = run().split(" ");
    assertEquals("true", printed[0]);
    // A delayed one takes 40 ms each time; a busy machine lets at least one of them through.
    assertTrue(
        Long.parseLong(printed[1]) < 30_000, () -> "a small answer took " + printed[1] + " us");
  }

  @Test
  void whatTheUserSetIsKept() throws Exception {
    assertTrue(run("-Dsun.net.httpserver.nodelay=false").startsWith("false "));
  }

  private String run(String... options) throws Exception {
    Files.writeString(folder.resolve("small"), "12345");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), Main.class.getName(), folder.toString()));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the JVM did not come to its end");
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.US_ASCII).strip();
    assertEquals(0, process.exitValue(), text);
    return text;
  }
}
