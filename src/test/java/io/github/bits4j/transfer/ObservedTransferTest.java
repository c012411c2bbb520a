package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobState;
import io.github.bits4j.Observations;
import io.github.bits4j.error.Fault;
import io.github.bits4j.observe.ObservedTransfer;
import io.github.bits4j.observe.ObservedWait;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What observers are told of transfers. */
@BitsTest
class ObservedTransferTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final Observations seen = new Observations();

  private TransferRequest download(BitsManager bits, String url) {
    return Transfer.download(url, folder.resolve("here")).on(bits);
  }

  @Test
  void aTransferIsToldOnceWhenItIsComplete(BitsManager bits, MockNetwork network) throws Exception {
    network.serve(URL, 1000);
    UUID job;
    try (Transfer transfer = download(bits, URL).start()) {
      job = transfer.await(HOUR).orThrow().jobId().orElseThrow();
      transfer.await(HOUR);
    }
    seen.close();
    assertEquals(1, seen.transfers.size());
    ObservedTransfer told = seen.transfers.get(0);
    assertEquals(Optional.of(job), told.job());
    assertEquals(1000, told.bytes());
    assertTrue(told.succeeded());
    assertEquals(Optional.empty(), told.fault());
    assertEquals(2, seen.waits.size());
    assertEquals(Optional.of(job), seen.waits.get(0).job());
    assertEquals(Optional.of(JobState.TRANSFERRED), seen.waits.get(0).reached());
    assertEquals(
        1, seen.names().stream().filter("BitsJob.complete"::equals).count(), "calls are not twice");
  }

  @Test
  void aFailureIsToldWithItsCode(BitsManager bits, MockNetwork network) throws Exception {
    network.serve(URL, 1000);
    try (Transfer transfer = download(bits, "http://example.org/missing?sig=hush").start()) {
      transfer.await(HOUR);
    }
    seen.close();
    ObservedTransfer told = seen.transfers.get(0);
    assertEquals(Optional.of("BG_E_HTTP_ERROR_404"), told.fault().flatMap(Fault::name));
    assertEquals(1, seen.transfers.size());
    for (List<?> all : List.of(seen.transfers, seen.waits, seen.calls, seen.changes)) {
      assertTrue(!all.isEmpty() && !all.toString().contains("hush"), all::toString);
    }
  }

  @Test
  void oneThatIsClosedHasNotEnded(BitsManager bits, MockNetwork network) throws Exception {
    network.serve(URL, 1000);
    UUID job;
    try (Transfer transfer = download(bits, URL).start()) {
      job = transfer.awaitQueued(HOUR);
    }
    bits.job(job).await(HOUR);
    bits.job(job).cancel();
    seen.close();
    assertEquals(List.of(), seen.transfers);
  }

  @Test
  void aWaitThatIsInterruptedHasReachedNothing(BitsManager bits, MockNetwork network)
      throws Exception {
    network.serve(URL, 1000);
    try (Transfer transfer = download(bits, URL).start()) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> transfer.await(HOUR));
      transfer.cancel(HOUR);
    }
    seen.close();
    ObservedWait interrupted = seen.waits.get(0);
    assertEquals(Optional.empty(), interrupted.reached());
  }
}
