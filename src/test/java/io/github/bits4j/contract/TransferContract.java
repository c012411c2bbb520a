package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.LONG;
import static io.github.bits4j.contract.Contracts.awaitStatus;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a job is for: files come over, and appear when the job is completed. */
interface TransferContract extends ContractCase {

  @Test
  default void aDownloadFromBeginningToEnd() throws Exception {
    byte[] bytes = serve("setup.bin", 300_000);
    Path target = here("setup.bin");
    BitsJob job = create(download("setup.bin"));
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
    JobProgress progress = job.status().progress().orElseThrow();
    assertEquals(bytes.length, progress.bytesTransferred());
    assertEquals(
        differs(Difference.JOB_SIZE_STAYS_UNKNOWN)
            ? OptionalLong.empty()
            : OptionalLong.of(bytes.length),
        progress.bytesTotal());
    assertEquals(1, progress.filesTransferred());
    assertFalse(Files.exists(target), "nothing appears before complete()");

    assertEquals(Completion.ALL, job.complete());

    assertArrayEquals(bytes, Files.readAllBytes(target));
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertTrue(job.files().get(0).progress().completed());
    assertGone(job);
    assertOnlyHere("setup.bin");
  }

  @Test
  default void severalFilesOfOneJob() throws Exception {
    JobSpec.Builder spec = JobSpec.download("several").priority(JobPriority.FOREGROUND);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      contents.add(serve("part" + i, 1000 * i));
      spec.file(goodUrl("part" + i), here("part" + i));
    }
    BitsJob job = create(spec);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(5, job.status().progress().orElseThrow().filesTransferred());
    assertEquals(Completion.ALL, job.complete());
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(contents.get(i), Files.readAllBytes(here("part" + i)));
    }
  }

  @Test
  default void anEmptyFile() throws Exception {
    serve("empty", 0);
    BitsJob job = create(download("empty"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertEquals(0, Files.size(here("empty")));
  }

  @Test
  default void anExistingDestinationIsReplaced() throws Exception {
    byte[] bytes = serve("replaced", 500);
    Files.writeString(here("replaced"), "what was here before");
    BitsJob job = create(download("replaced"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals("what was here before", Files.readString(here("replaced")));
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("replaced")));
  }

  @Test
  default void redirectsAreFollowedSilently() throws Exception {
    byte[] bytes = serve("moved", 700);
    BitsJob job = create(foreground("moved").file(badUrl("/moved/moved"), here("moved")));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(badUrl("/moved/moved"), job.files().get(0).remoteName());
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("moved")));
  }

  @Test
  default void filesAddedToATransferredJobAreTransferredAfterResume() throws Exception {
    byte[] first = serve("first", 100);
    byte[] second = serve("second", 200);
    BitsJob job = create(download("first"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    job.addFile(goodUrl("second"), here("second"));
    assertEquals(JobState.TRANSFERRED, job.state());
    job.resume();
    awaitStatus(job, s -> s.progress().orElseThrow().filesTransferred() == 2);
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(first, Files.readAllBytes(here("first")));
    assertArrayEquals(second, Files.readAllBytes(here("second")));
  }
}
