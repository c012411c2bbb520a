package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand uploads at a time, to a server whose whole heap is smaller than what they bring. */
class ManyUploadsTest {
  private static final int SESSIONS = 1000;
  private static final int FRAGMENT = 64 * 1024;
  private static final int FIRST_HALF = 8 * 1024;

  @TempDir Path folder;

  @Test
  void memoryIsBounded() throws Exception {
    byte[] file = new byte[FRAGMENT + 100];
    new Random(9).nextBytes(file);
    try (ServerProcess server = new ServerProcess(folder, "-Xmx48m")) {
      try (UploadClient warm = new UploadClient(server.url(), "/warm")) {
        warm.fragment(warm.session(), file, 0, file.length);
      }
      long before = server.usedMemory();
      String[] sessions = new String[SESSIONS];
      forEach(server, (client, i) -> sessions[i] = client.session());
      halves(server, sessions, file);
      assertUsesLittleMore(server, before);

      forEach(
          server,
          (client, i) -> {
            assertEquals(200, client.fragment(sessions[i], file, FRAGMENT, file.length).status());
            assertEquals(200, client.close(sessions[i]).status());
            assertArrayEquals(file, Files.readAllBytes(folder.resolve("file" + i)));
          });
    }
  }

  /** For sessions that wait; the threads that served the last connections may be at work yet. */
  private static void assertUsesLittleMore(ServerProcess server, long before) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long grown = server.usedMemory() - before;
    while (grown >= 8 << 20) {
      assertTrue(
          System.nanoTime() < end, grown + " bytes more for " + SESSIONS + " sessions that wait");
      TimeUnit.MILLISECONDS.sleep(50);
      grown = server.usedMemory() - before;
    }
  }

  private interface Step {
    void run(UploadClient client, int i) throws IOException;
  }

  /** Does something in every session, some at a time. */
  private static void forEach(ServerProcess server, Step step) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Void>> steps = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        int number = i;
        steps.add(
            () -> {
              try (UploadClient client = new UploadClient(server.url(), "/file" + number)) {
                step.run(client, number);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(steps)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * All connections are open, and each has sent a part of its fragment, before any sends the rest.
   */
  private static void halves(ServerProcess server, String[] sessions, byte[] file)
      throws IOException {
    List<RawConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        RawConnection connection = new RawConnection(server.url());
        connections.add(connection);
        connection.sendExactly(
            List.of(
                "BITS_POST /file" + i + " HTTP/1.1",
                "Host: x",
                "BITS-Packet-Type: Fragment",
                "BITS-Session-Id: " + sessions[i],
                "Content-Range: bytes 0-" + (FRAGMENT - 1) + "/" + file.length,
                "Content-Length: " + FRAGMENT),
            Arrays.copyOf(file, FIRST_HALF));
      }
      for (RawConnection connection : connections) {
        connection.write(Arrays.copyOfRange(file, FIRST_HALF, FRAGMENT));
      }
      for (RawConnection connection : connections) {
        RawConnection.Head ack = connection.head();
        assertEquals(200, ack.status());
        assertEquals(Integer.toString(FRAGMENT), ack.the("BITS-Received-Content-Range"));
      }
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }
}
