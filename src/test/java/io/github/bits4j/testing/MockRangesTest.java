package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mock's servers give pieces of a file to who asks for them. */
@Timeout(120)
final class MockRangesTest {
  private static final String URL = "http://example.org/a.bin";
  private static final int SIZE = 1_000_000;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final MockBits mock = MockBits.start();

  @AfterEach
  void end() {
    mock.close();
  }

  private BitsJob job(FileRange... ranges) {
    BitsJob job = mock.manager().createJob(JobSpec.download("pieces").build());
    job.addFile(URL, folder.resolve("a.bin"), List.of(ranges));
    job.resume();
    return job;
  }

  /** What the job brought, and in how many answers. */
  private void assertArrived(BitsJob job, int requests, FileRange... ranges) throws IOException {
    assertEquals(JobState.TRANSFERRED, job.state());
    assertEquals(0, job.status().errorCount().orElseThrow());
    job.complete();
    byte[] whole = MockFile.pattern(SIZE);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (FileRange range : ranges) {
      int length = (int) range.length().orElse(SIZE - range.offset());
      expected.write(whole, (int) range.offset(), length);
    }
    assertArrayEquals(expected.toByteArray(), Files.readAllBytes(folder.resolve("a.bin")));
    assertEquals(requests, gets().size());
  }

  private List<RecordedRequest> gets() {
    return mock.network().requests(URL).stream()
        .filter(request -> request.method().equals("GET"))
        .toList();
  }

  @Test
  void severalPiecesComeInOneAnswer() throws Exception {
    mock.network().serve(URL, SIZE);
    FileRange[] ranges = {FileRange.of(500_000, 1000), FileRange.of(3, 1), FileRange.from(600_000)};
    BitsJob job = job(ranges);
    job.await(DAY);
    assertEquals(
        Optional.of("bytes=500000-500999,3-3,600000-999999"), gets().get(0).header("Range"));
    assertArrived(job, 1, ranges);
  }

  @Test
  void theyComeOneAfterTheOtherAndGoOnAfterABreak() throws Exception {
    mock.network().serve(URL, SIZE);
    mock.network().bandwidth(100_000);
    FileRange[] ranges = {FileRange.of(500_000, 200_000), FileRange.of(0, 200_000)};
    BitsJob job = job(ranges);
    mock.time().advance(Duration.ofSeconds(3));
    job.suspend();
    long here = job.files().get(0).progress().bytesTransferred();
    assertEquals(300_000, here, 20_000, "100,000 bytes a second");
    job.resume();
    job.await(DAY);
    assertArrived(job, 2, ranges);
    assertEquals(
        Optional.of("bytes=" + (here - 200_000) + "-199999"), gets().get(1).header("Range"));
  }

  @Test
  void aServerThatKnowsNoRangesFailsThem() throws Exception {
    mock.network().serve(URL, SIZE).withoutRanges();
    BitsJob job = job(FileRange.of(0, 10), FileRange.of(20, 10));
    job.await(DAY);
    assertEquals(JobState.ERROR, job.state());
    assertEquals("0x80200013", job.error().hresult().toString());
  }
}
