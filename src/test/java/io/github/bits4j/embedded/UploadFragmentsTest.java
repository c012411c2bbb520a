package io.github.bits4j.embedded;

import static io.github.bits4j.embedded.UploadBench.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fragments are as large as the server takes them, whether it says so or not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadFragmentsTest extends StrictUploadCase {
  @Test
  void fragmentsGrowAndFollowOneAnother() throws Exception {
    byte[] bytes = bench.source(4 * MIB);
    HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
    assertTrue(server.types().size() > 3, server.types()::toString);
  }

  @Test
  void fragmentsShrinkUntilTheServerTakesThem() throws Exception {
    byte[] bytes = bench.source(MIB);
    server.instead =
        packet ->
            packet.length() > 100_000
                ? Optional.of(StrictUploads.Answer.of(413))
                : Optional.empty();
    HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
  }

  @Test
  void aServerThatTakesNoFragmentAtAllEndsTheJob() throws Exception {
    bench.source(MIB);
    server.instead =
        packet ->
            packet.length() > 0 ? Optional.of(StrictUploads.Answer.of(413)) : Optional.empty();
    HttpBench.fail(upload(), JobState.ERROR, 0x8019019D);
  }

  @Test
  void whatOneProcessLearnedTheNextOneKnows() throws Exception {
    bench.source(MIB);
    AtomicInteger taken = new AtomicInteger();
    server.instead =
        packet -> {
          if (packet.length() > 300_000) {
            return Optional.of(StrictUploads.Answer.of(413));
          }
          return packet.length() > 0 && taken.getAndIncrement() == 1
              ? Optional.of(StrictUploads.Answer.of(503))
              : Optional.empty();
        };
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    int quarter = MIB / 4;
    assertEquals(List.of(MIB, MIB / 2, quarter, quarter), lengths());
    nextProcess();
    HttpBench.succeed(bench.bits.job(job.id()));
    assertEquals(List.of(quarter, quarter, quarter), lengths().subList(4, 7));
  }

  @Test
  void whoCutsOffLargeFragmentsGetsSmallerOnes() throws Exception {
    byte[] bytes = bench.source(MIB);
    nextProcess(new QuickAgenda());
    server.longest = 100_000;
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, server.file());
    int least = 64 << 10;
    assertEquals(List.of(MIB, MIB / 4, least, least, least), lengths().subList(0, 5));
    assertEquals(2 + MIB / least, lengths().size());
    assertEquals(2, job.status().errorCount().orElseThrow());
    assertEquals(1, count("Create-Session"));
  }

  @Test
  void aConnectionThatBreaksAtASizeThatPassedChangesNothing() throws Exception {
    byte[] bytes = bench.source(4 * MIB);
    nextProcess(new QuickAgenda());
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet -> {
          if (packet.length() > MIB) {
            return Optional.of(StrictUploads.Answer.of(413));
          }
          return packet.type().equals("Fragment") && fragments.getAndIncrement() == 2
              ? Optional.of(StrictUploads.Answer.BREAK)
              : Optional.empty();
        };
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, server.file());
    assertTrue(lengths().stream().allMatch(length -> length >= MIB), () -> lengths().toString());
  }
}
