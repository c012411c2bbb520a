package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data set that takes days: links expire on the way, mirrors change, and most of it is here from
 * last time.
 */
@BitsTest
class VeryLargeDataSetTest {
  private static final String MIRROR = "http://one.example/data/";

  @TempDir private Path folder;
  private final byte[] content = MockFile.pattern(1_000_000);

  @Test
  void aSignedLinkExpiresInTheMiddleAndAFreshOneGoesOn(
      BitsManager bits, MockNetwork network, FaultScript script) throws Exception {
    network.serve(MIRROR + "set?signature=1", content);
    network.serve(MIRROR + "set?signature=2", content);
    script.onUrl("*signature=1").atPercent(60).disconnect();
    script.onRequest("*", "*signature=1").letThrough().times(2);
    script.onRequest("*", "*signature=1").answer(403).always();
    AtomicInteger signature = new AtomicInteger(1);
    try (Transfer transfer =
        Transfer.download(MIRROR + "set?signature=1", folder.resolve("set"))
            .on(bits)
            .renewingUrls(
                file -> URI.create(MIRROR + "set?signature=" + signature.incrementAndGet()))
            .start()) {
      TransferResult result = transfer.await(Duration.ofDays(3));
      assertEquals(Outcome.COMPLETE, result.outcome(), result::toString);
    }
    assertEquals(2, signature.get(), "one fresh link was enough");
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("set")));
  }

  @Test
  void onlyWhatIsMissingIsFetched(BitsManager bits, MockNetwork network) throws Exception {
    network.serve(MIRROR + "set", content);
    Path delta = folder.resolve("delta");
    try (BitsJob job = bits.createJob(JobSpec.download("delta").build())) {
      job.addFile(MIRROR + "set", delta, List.of(FileRange.from(900_000)));
      job.resume();
      JobStatus end = job.await(Duration.ofDays(1));
      assertEquals(JobState.TRANSFERRED, end.state(), end::toString);
      job.complete();
    }
    assertArrayEquals(Arrays.copyOfRange(content, 900_000, 1_000_000), Files.readAllBytes(delta));
  }

  @Test
  void aMirrorIsChangedForAllFilesAtOnce(BitsManager bits, MockNetwork network) throws Exception {
    network.serve("http://two.example/data/set", content);
    try (BitsJob job =
        bits.createJob(
            JobSpec.download("set").file(MIRROR + "set", folder.resolve("set")).build())) {
      job.resume();
      assertTrue(job.await(Duration.ofMinutes(1)).error().isPresent(), "the mirror is gone");
      assertTrue(job.replaceRemotePrefix(MIRROR, "http://two.example/data/"));
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(Duration.ofDays(1)).state());
      job.complete();
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("set")));
  }
}
