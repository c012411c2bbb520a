package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.testing.ApplicationAnswer;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.MockUploads;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PC in a branch office uploads its logs over a thin line, and is told what to do next.
 *
 * <p>The log is deleted when the server application has said that it has it, and not before. That
 * is done by the program itself: a notify command line would look like an attack to whoever
 * watches.
 */
@BitsTest
class FieldPcThatReportsTest {
  private static final String INBOX = "http://reports.example/inbox/";

  @TempDir private Path folder;
  private Path log;

  @BeforeEach
  void log() throws Exception {
    log = Files.write(folder.resolve("pc-17.log"), MockFile.pattern(300_000));
  }

  // ---- the program ----

  private String report(BitsManager bits) throws InterruptedException, java.io.IOException {
    try (Transfer upload =
        Transfer.upload(log, URI.create(INBOX + "pc-17.log")).on(bits).withReply().start()) {
      TransferResult result = upload.await(Duration.ofDays(7));
      if (result.outcome() != Outcome.COMPLETE) {
        return result.error().map(error -> error.fault().toString()).orElse("later");
      }
      Files.delete(log);
      return new String(result.reply().orElse(new byte[0]), StandardCharsets.UTF_8);
    }
  }

  // ---- what happens to it ----

  @Test
  void theAnswerComesBackAndTheLogGoes(BitsManager bits, MockNetwork network) throws Exception {
    MockUploads inbox = network.takeUploads(INBOX);
    inbox.application(
        file -> ApplicationAnswer.ok("update to 2.1".getBytes(StandardCharsets.UTF_8)));
    assertEquals("update to 2.1", report(bits));
    assertEquals(300_000, inbox.received().get(0).content().length);
    assertFalse(Files.exists(log));
  }

  @Test
  void theLineBreaksAndTheServerForgets(BitsManager bits, MockNetwork network, FaultScript script)
      throws Exception {
    MockUploads inbox = network.takeUploads(INBOX);
    inbox.application(file -> ApplicationAnswer.ok("thanks".getBytes(StandardCharsets.UTF_8)));
    script.onPacket("Fragment", "*").breakOff().times(2);
    assertEquals("thanks", report(bits));
    assertEquals(1, inbox.received().size());
  }

  @Test
  void theApplicationRefusesItForGood(BitsManager bits, MockNetwork network) throws Exception {
    network.takeUploads(INBOX).applicationAnswers(403);
    assertTrue(report(bits).contains("403"));
    assertTrue(Files.exists(log), "nobody has it, so it stays");
    assertEquals(0, bits.jobs().size());
  }

  @Test
  void theApplicationIsBusyAtFirst(BitsManager bits, MockNetwork network) throws Exception {
    network.takeUploads(INBOX).applicationAnswers(503, 200);
    assertEquals("", report(bits));
    assertFalse(Files.exists(log));
  }
}
