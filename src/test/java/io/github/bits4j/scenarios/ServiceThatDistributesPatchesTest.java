package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.JobPriority;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferRequest;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that runs as LocalSystem brings patches to thousands of machines.
 *
 * <p>It has no proxy of its own, so it names one; several files are one job; what takes longer than
 * two days is given up; and the BITS service may be restarted under it at any time.
 */
@BitsTest
class ServiceThatDistributesPatchesTest {
  private static final List<String> PATCHES = List.of("a.msp", "b.msp", "c.msp");
  private static final String SERVER = "http://patches.example/";

  @TempDir private Path folder;

  @BeforeEach
  void patches(MockNetwork network) {
    for (String patch : PATCHES) {
      network.serve(SERVER + patch, MockFile.pattern(200_000));
    }
  }

  // ---- the program ----

  private TransferRequest patches(BitsManager bits) {
    TransferRequest request = Transfer.download(SERVER + "a.msp", folder.resolve("a.msp"));
    for (String patch : PATCHES.subList(1, PATCHES.size())) {
      request.and(SERVER + patch, folder.resolve(patch));
    }
    return request.on(bits).priority(JobPriority.LOW).preparing(this::forAService);
  }

  private void forAService(BitsJob job) {
    job.setProxy(ProxySettings.of(List.of("http://proxy.example:8080"), List.of("*.example")));
    try (Credentials proxy =
        Credentials.ofLoggedOnUser(AuthenticationTarget.PROXY, AuthenticationScheme.NEGOTIATE)) {
      job.credentials().set(proxy);
    }
    if (job.supports(Feature.MAXIMUM_DOWNLOAD_TIME)) {
      job.options().setMaximumDownloadTime(Duration.ofDays(2));
    }
    if (job.supports(Feature.PEER_CACHING)) {
      job.options().setPeerCaching(Set.of(PeerCaching.CLIENT));
    }
  }

  // ---- what happens to it ----

  @Test
  void severalFilesAreOneJob(BitsManager bits) throws Exception {
    try (Transfer transfer = patches(bits).start()) {
      TransferResult result = transfer.await(Duration.ofDays(1)).orThrow();
      assertEquals(PATCHES.size(), result.files().size());
    }
    for (String patch : PATCHES) {
      assertTrue(Files.exists(folder.resolve(patch)), patch);
    }
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void theServiceIsRestartedInTheMiddle(BitsManager bits, FaultScript script) throws Exception {
    script.onUrl("*b.msp").atPercent(50).stopService(Duration.ZERO);
    try (Transfer transfer = patches(bits).start()) {
      assertEquals(Outcome.COMPLETE, transfer.await(Duration.ofDays(1)).outcome());
    }
  }

  @Test
  void oneMissingFileSpoilsNothingThatWasThere(BitsManager bits, MockNetwork network)
      throws Exception {
    Files.writeString(folder.resolve("a.msp"), "last month's");
    network.remove(SERVER + "c.msp");
    try (Transfer transfer = patches(bits).start()) {
      assertEquals(Outcome.FAILED, transfer.await(Duration.ofDays(1)).outcome());
    }
    assertEquals("last month's", Files.readString(folder.resolve("a.msp")));
    assertEquals(List.of(), bits.jobs());
  }
}
