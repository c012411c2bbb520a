package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Developers on Linux and macOS run the program that their customers have on Windows, and their CI
 * tests it: over real sockets with the embedded engine, and on a mock where a day takes no time.
 */
class DevelopersOnAnySystemTest {
  @TempDir private Path folder;
  private final byte[] content = MockFile.pattern(200_000);

  // ---- the program, which knows nothing of backends ----

  private TransferResult fetch(BitsManager bits, String url) throws InterruptedException {
    try (Transfer transfer = Transfer.download(url, folder.resolve("here")).on(bits).start()) {
      return transfer.await(Duration.ofDays(1));
    }
  }

  // ---- where it runs ----

  @Test
  void overRealSockets() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("file"), content);
    try (BitsServer server = BitsServer.serving(served).start();
        BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
      assertEquals(Outcome.COMPLETE, fetch(bits, server.url("/file").toString()).outcome());
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("here")));
  }

  @Test
  void onAMockWhereEverythingGoesWrongOnce() throws Exception {
    try (MockBits mock = MockBits.start()) {
      mock.network().serve("http://example.org/file", content);
      mock.script().onUrl("*").atPercent(20).loseNetwork(Duration.ofHours(1));
      mock.script().onUrl("*").atPercent(40).disconnect();
      mock.script().onUrl("*").atPercent(60).stopService(Duration.ZERO);
      mock.conditions().setCost(CostPolicy.Cost.ROAMING);
      mock.conditions().block(BitsCode.BLOCKED_BY_GAME_MODE);
      mock.time().after(Duration.ofHours(2), () -> unblock(mock));
      assertEquals(Outcome.COMPLETE, fetch(mock.manager(), "http://example.org/file").outcome());
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("here")));
  }

  private static void unblock(MockBits mock) {
    mock.conditions().unblock(BitsCode.BLOCKED_BY_GAME_MODE);
  }
}
