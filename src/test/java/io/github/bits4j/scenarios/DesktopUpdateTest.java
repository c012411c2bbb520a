package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.JobPriority;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.Ledger;
import io.github.bits4j.transfer.Recovery;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A desktop application downloads its update in the background, while windows are closed and the
 * machine is switched off and on.
 *
 * <p>What was begun stands in the program's ledger. The next start goes on with it, finds it done,
 * or begins; it never begins the same twice.
 */
@BitsTest
class DesktopUpdateTest {
  private static final String URL = "http://updates.example/app-2.1.zip";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private final byte[] update = MockFile.pattern(300_000);
  private String digest;
  private Path target;

  @BeforeEach
  void serve(MockNetwork network) throws Exception {
    network.serve(URL, update);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(update));
    target = folder.resolve("app-2.1.zip");
  }

  // ---- the program ----

  private Ledger ledger() {
    return Ledger.in(folder.resolve("ledger"));
  }

  private Transfer begin(BitsManager bits) {
    return Transfer.download(URL, target)
        .on(bits)
        .named("Example updates")
        .priority(JobPriority.LOW)
        .sha256(digest)
        .recordedIn(ledger(), "update to 2.1")
        .start();
  }

  private Recovery goOn(BitsManager bits) throws InterruptedException {
    return Transfer.recover(ledger(), bits);
  }

  // ---- what happens to it ----

  @Test
  void theWindowIsClosedAndTheNextStartHasTheUpdate(MockBits mock, VirtualTime time)
      throws Exception {
    try (Transfer first = begin(mock.openManager())) {
      first.awaitQueued(Duration.ofMinutes(1));
    }
    time.advance(DAY);
    try (Transfer second = goOn(mock.openManager()).transfers().get(0)) {
      assertEquals(Outcome.COMPLETE, second.await(DAY).outcome());
    }
    assertArrayEquals(update, Files.readAllBytes(target));
    assertTrue(goOn(mock.openManager()).transfers().isEmpty(), "it is told once");
  }

  @Test
  void twoStartsAreOneDownload(MockBits mock, MockNetwork network) throws Exception {
    try (Transfer one = begin(mock.openManager());
        Transfer other = begin(mock.openManager())) {
      assertEquals(
          one.awaitQueued(Duration.ofMinutes(1)), other.awaitQueued(Duration.ofMinutes(1)));
      assertEquals(Outcome.COMPLETE, one.await(DAY).outcome());
      assertEquals(Outcome.COMPLETE, other.await(DAY).outcome());
    }
    assertEquals(1, network.requests(URL).stream().filter(it -> it.method().equals("GET")).count());
  }

  @Test
  void theUserIsInAHurry(BitsManager bits, MockNetwork network) throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer =
        Transfer.download(URL, target)
            .on(bits)
            .preparing(job -> job.options().setCostPolicy(CostPolicy.UNRESTRICTED))
            .start()) {
      bits.job(transfer.awaitQueued(Duration.ofMinutes(1))).setPriority(JobPriority.FOREGROUND);
      assertEquals(Outcome.COMPLETE, transfer.await(DAY).outcome());
    }
  }

  @Test
  void anUpdateThatWasTamperedWithNeverGetsItsName(MockBits mock, MockNetwork network)
      throws Exception {
    network.serve(URL, MockFile.pattern(300_001));
    try (Transfer transfer = begin(mock.openManager())) {
      assertEquals(Outcome.FAILED, transfer.await(DAY).outcome());
    }
    assertTrue(Files.notExists(target));
    assertEquals(0, mock.manager().jobs().size());
  }
}
