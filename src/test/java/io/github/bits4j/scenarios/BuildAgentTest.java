package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.Preset;
import io.github.bits4j.transfer.Deadlines;
import io.github.bits4j.transfer.Decision;
import io.github.bits4j.transfer.RetryPolicy;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A build tool on a CI agent fetches a large artifact whose digest stands in a lock file.
 *
 * <p>The agent runs as a service account that is not logged on, or BITS is disabled: then the build
 * goes on by the embedded engine, since it asked for that. It has twenty minutes, and leaves no job
 * behind, whatever comes.
 */
@BitsTest
class BuildAgentTest {
  private static final String URL = "http://artifacts.example/jdk.zip";

  @TempDir private Path folder;
  private final byte[] artifact = MockFile.pattern(500_000);
  private String digest;
  private Path target;

  @BeforeEach
  void serve(MockNetwork network) throws Exception {
    network.serve(URL, artifact);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(artifact));
    target = folder.resolve("jdk.zip");
  }

  // ---- the program ----

  private TransferResult fetch(BitsManager bits, String sha256) throws InterruptedException {
    try (Transfer transfer =
        Transfer.download(URL, target)
            .on(bits)
            .priority(JobPriority.FOREGROUND)
            .sha256(sha256)
            .within(folder)
            .deadlines(Deadlines.defaults().withoutProgress(Duration.ofMinutes(5)))
            .retry(RetryPolicy.builder().fallBackToEmbedded().build())
            .start()) {
      TransferResult result = transfer.await(Duration.ofMinutes(20));
      return result.outcome() == TransferResult.Outcome.UNFINISHED
          ? transfer.cancel(Duration.ofMinutes(1))
          : result;
    }
  }

  private static int exitCode(TransferResult result) {
    return switch (result.outcome()) {
      case COMPLETE -> 0;
      case CANCELLED, STUCK, UNFINISHED -> 75; // a temporary failure: the build may be repeated
      case PARTIAL, FAILED -> 1;
    };
  }

  // ---- what happens to it ----

  @Test
  void allIsWell(BitsManager bits) throws Exception {
    assertEquals(0, exitCode(fetch(bits, digest)));
    assertArrayEquals(artifact, Files.readAllBytes(target));
  }

  @Test
  void theServiceIsDisabled(BitsManager bits, MockBits mock) throws Exception {
    mock.apply(Preset.DISABLED_SERVICE);
    TransferResult result = fetch(bits, digest);
    assertEquals(0, exitCode(result));
    assertArrayEquals(artifact, Files.readAllBytes(target));
    assertTrue(
        result.decisions().stream().anyMatch(Decision.FallBack.class::isInstance),
        "the result says that it was not BITS");
  }

  @Test
  void theArtifactIsNotTheOneOfTheLockFile(BitsManager bits) throws Exception {
    assertEquals(1, exitCode(fetch(bits, "00".repeat(32))));
    assertFalse(Files.exists(target));
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void theServerHangsAndTheBuildDoesNot(BitsManager bits, MockBits mock) throws Exception {
    mock.script().onRequest("*").keepSilent().always();
    assertEquals(75, exitCode(fetch(bits, digest)));
    assertFalse(Files.exists(target));
    assertEquals(List.of(), bits.jobs());
  }
}
