package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.WaitReason;
import io.github.bits4j.embedded.Conditions;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.RetryPolicy;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import io.github.bits4j.transfer.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A kiosk on a roaming link may only transfer at night, and never where it costs.
 *
 * <p>Waiting is what it wants: neither a cost policy nor a game is a failure, and nothing goes
 * around them, not even a program that may fall back elsewhere.
 */
@BitsTest
class KioskOnAMeteredLineTest {
  private static final String URL = "http://adverts.example/week.zip";

  @TempDir private Path folder;

  @BeforeEach
  void serve(MockNetwork network) {
    network.serve(URL, MockFile.pattern(100_000));
  }

  // ---- the program ----

  private Transfer begin(BitsManager bits) {
    return Transfer.download(URL, folder.resolve("week.zip"))
        .on(bits)
        .priority(JobPriority.LOW)
        .preparing(job -> job.options().setCostPolicy(CostPolicy.NO_SURCHARGE))
        .retry(RetryPolicy.builder().fallBackToEmbedded().build())
        .start();
  }

  private static void day(BitsManager bits, UUID id) {
    bits.job(id).suspend();
  }

  private static void night(BitsManager bits, UUID id) {
    bits.job(id).resume();
  }

  // ---- what happens to it ----

  @Test
  void roamingIsWaitedOut(BitsManager bits, Conditions conditions) throws Exception {
    conditions.setCost(CostPolicy.Cost.ROAMING);
    try (Transfer transfer = begin(bits)) {
      TransferResult late = transfer.await(Duration.ofDays(3));
      assertEquals(Outcome.UNFINISHED, late.outcome());
      assertEquals(WaitReason.COST, late.waiting().map(Waiting::reason).orElseThrow());
      conditions.setCost(CostPolicy.Cost.UNRESTRICTED);
      assertEquals(Outcome.COMPLETE, transfer.await(Duration.ofDays(1)).outcome());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "BLOCKED_BY_BATTERY_SAVER",
        "BLOCKED_BY_GAME_MODE",
        "BLOCKED_BY_BACKGROUND_ACCESS_POLICY"
      })
  void whatWindowsHoldsBackIsWaitedOut(BitsCode why, BitsManager bits, Conditions conditions)
      throws Exception {
    conditions.block(why);
    try (Transfer transfer = begin(bits)) {
      Waiting waiting = transfer.await(Duration.ofDays(1)).waiting().orElseThrow();
      assertTrue(waiting.isGoodReason(), waiting::toString);
      conditions.unblock(why);
      assertEquals(Outcome.COMPLETE, transfer.await(Duration.ofDays(1)).outcome());
    }
  }

  @Test
  void byDayItRestsAndByNightItGoesOn(BitsManager bits, MockNetwork network, VirtualTime time)
      throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer = begin(bits)) {
      UUID id = transfer.awaitQueued(Duration.ofMinutes(1));
      time.advance(Duration.ofMinutes(1));
      day(bits, id);
      assertEquals(JobState.SUSPENDED, bits.job(id).state());
      Waiting waiting = transfer.await(Duration.ofHours(12)).waiting().orElseThrow();
      assertEquals(WaitReason.SUSPENDED, waiting.reason());
      assertTrue(waiting.isGoodReason());
      night(bits, id);
      assertEquals(Outcome.COMPLETE, transfer.await(Duration.ofDays(1)).outcome());
    }
  }
}
