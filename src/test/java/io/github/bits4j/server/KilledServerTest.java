package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed at instants that nobody chose: what it acknowledged is still there, what has
 * the final name is whole, and the upload comes to its end.
 *
 * <p>{@code -Dbits4j.kills=200} makes it long, {@code -Dbits4j.seed=…} gives it other instants.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("bits4j.kills", 15);
  private static final long SEED = Long.getLong("bits4j.seed", 11);
  private static final int FRAGMENTS = 16;
  private static final byte[] FILE = new byte[FRAGMENTS * 50_000 + 77];

  private final Random random = new Random(SEED);
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
  private int kills;
  private int uploads;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    random.nextBytes(FILE);
    ServerProcess server = new ServerProcess(folder);
    try {
      for (; kills < KILLS; uploads++) {
        int upload = uploads;
        Path target = folder.resolve("file" + upload);
        String session = null;
        int acknowledged = 0;
        boolean closed = false;
        while (!closed) {
          ServerProcess victim = server;
          if (kills < KILLS) {
            killer.schedule(
                () -> {
                  victim.close();
                  return null;
                },
                random.nextInt(150),
                TimeUnit.MILLISECONDS);
          }
          try (UploadClient client = new UploadClient(server.url(), "/file" + upload)) {
            if (session == null) {
              session = client.session();
            }
            while (acknowledged < FILE.length) {
              int to = Math.min(FILE.length, acknowledged + FILE.length / FRAGMENTS);
              RawConnection.Head ack = client.fragment(session, FILE, acknowledged, to);
              assertEquals(200, ack.status(), ack::toString);
              int received = Integer.parseInt(ack.the("BITS-Received-Content-Range"));
              assertTrue(received >= to, "went back to " + received);
              acknowledged = received;
            }
            assertArrayEquals(FILE, Files.readAllBytes(target));
            int status = client.close(session).status();
            // The session may have been deleted before the acknowledgement got lost.
            closed = status == 200 || status == 500;
          } catch (IOException e) {
            kills++;
            server.close();
            if (Files.exists(target)) {
              assertArrayEquals(FILE, Files.readAllBytes(target), "half a file");
            }
            server = new ServerProcess(folder);
          }
        }
        assertArrayEquals(FILE, Files.readAllBytes(target));
      }
    } finally {
      killer.shutdownNow();
      server.close();
    }
    System.out.printf("seed %d: %d kills, %d uploads arrived%n", SEED, kills, uploads);
    // At most what a kill left between making a session and telling its id.
    assertTrue(folder.resolve(Sessions.FOLDER).toFile().list().length <= kills);
  }
}
