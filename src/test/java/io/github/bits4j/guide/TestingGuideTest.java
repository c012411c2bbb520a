package io.github.bits4j.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.MockUploads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of uploads in {@code src/docs/testing.md}; another test holds the two together. */
@BitsTest
class TestingGuideTest {
  @TempDir private Path folder;

  /** A program's own class. */
  private record Reporter(BitsManager bits) {
    void send(Path report) throws InterruptedException {
      JobSpec spec =
          JobSpec.upload("report").file("http://example.org/inbox/report", report).build();
      try (BitsJob job = bits.createJob(spec)) {
        job.resume();
        assertEquals(JobState.TRANSFERRED, job.await(Duration.ofDays(1)).state());
        job.complete();
      }
    }
  }

  @Test
  void aReportArrivesAfterABreakAndABusyApplication(
      MockNetwork network, FaultScript script, BitsManager bits) throws Exception {
    Path report = Files.write(folder.resolve("report"), new byte[] {1, 2, 3});
    MockUploads inbox =
        network.takeUploads("http://example.org/inbox/").applicationAnswers(503, 200);
    script.onPacket("Fragment", "*").breakOff();
    new Reporter(bits).send(report);
    assertArrayEquals(Files.readAllBytes(report), inbox.received().get(0).content());
  }
}
