package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.assertInvalidState;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files go from here to a BITS server. */
interface UploadContract extends ContractCase {
  HResult ACCESS_DENIED = new HResult(0x80070005);
  byte[] REPLY = "70000 bytes".getBytes(StandardCharsets.US_ASCII);

  private byte[] write(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(file, bytes);
    return bytes;
  }

  private byte[] arrived(String name) throws IOException {
    try (var in = URI.create(goodUrl(name)).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  private JobSpec.Builder upload(String name) {
    return JobSpec.upload("up")
        .priority(JobPriority.FOREGROUND)
        .file(goodUrl(name), here("source.bin"));
  }

  /** True if there is nothing more to see: the backend refuses, and no job is left of it. */
  private boolean refuses() {
    if (!differs(Difference.UPLOADS_ARE_REFUSED)) {
      return false;
    }
    int before = bits().jobs().size();
    JobSpec spec = JobSpec.upload("up").build();
    assertThrows(FeatureNotSupportedException.class, () -> bits().createJob(spec));
    JobSpec withReply = JobSpec.uploadReply("up").build();
    assertThrows(FeatureNotSupportedException.class, () -> bits().createJob(withReply));
    assertEquals(before, bits().jobs().size());
    return true;
  }

  @Test
  default void anUploadArrives() throws Exception {
    if (refuses()) {
      return;
    }
    byte[] bytes = write(here("source.bin"), 1_500_000);
    BitsJob job = create(upload("arrived.bin"));
    assertEquals(Optional.of(JobType.UPLOAD), job.properties().type());
    job.resume();
    assertEquals(
        Optional.of(new JobProgress(OptionalLong.of(1_500_000), 1_500_000, 1, 1)),
        reach(job, JobState.TRANSFERRED).progress());
    assertArrayEquals(bytes, arrived("arrived.bin"));
    assertEquals(Completion.ALL, job.complete());
    assertGone(job);
    assertArrayEquals(bytes, Files.readAllBytes(here("source.bin")));
    assertOnlyHere("source.bin");
  }

  @Test
  default void anUploadTakesOneFile() throws Exception {
    if (refuses()) {
      return;
    }
    write(here("source.bin"), 10);
    BitsJob job = create(upload("one.bin"));
    FileSpec more = new FileSpec(goodUrl("two.bin"), here("source.bin"));
    assertRefused(BitsCode.TOO_MANY_FILES.hresult(), () -> job.addFiles(List.of(more)));
    BitsJob empty = create(JobSpec.upload("empty"));
    assertRefused(BitsCode.TOO_MANY_FILES.hresult(), () -> empty.addFiles(List.of(more, more)));
    assertEquals(1, job.files().size());
    assertEquals(List.of(), empty.files());
    assertFault(BitsCode.EMPTY, assertThrows(BitsException.class, empty::resume));
  }

  @Test
  default void anUploadIsCompletedOnlyWhenItIsThere() throws Exception {
    if (refuses()) {
      return;
    }
    write(here("source.bin"), 10);
    BitsJob job = create(upload("early.bin"));
    assertInvalidState(job::complete);
    assertEquals(JobState.SUSPENDED, job.state());
    job.resume();
    reach(job, JobState.TRANSFERRED);
    job.complete();
    assertInvalidState(job::complete);
  }

  @Test
  default void anUploadReplacesNothingThatTheServerKeeps() throws Exception {
    if (refuses()) {
      return;
    }
    byte[] old = serve("kept.bin", 100);
    write(here("source.bin"), 10);
    BitsJob job = create(upload("kept.bin"));
    job.resume();
    JobError error = reach(job, JobState.ERROR).error().orElseThrow();
    assertEquals(ACCESS_DENIED, error.hresult());
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), error.context());
    assertArrayEquals(old, arrived("kept.bin"));
  }

  @Test
  default void cancellingAnUploadKeepsTheSource() throws Exception {
    if (refuses()) {
      return;
    }
    byte[] bytes = write(here("source.bin"), 10);
    BitsJob job = create(upload("cancelled.bin"));
    assertEquals(Completion.ALL, job.cancel());
    assertGone(job);
    assertArrayEquals(bytes, Files.readAllBytes(here("source.bin")));
  }

  private JobSpec.Builder withReply(String name) {
    return JobSpec.uploadReply("up")
        .priority(JobPriority.FOREGROUND)
        .file(replyingUrl(name), here("source.bin"));
  }

  @Test
  default void anUploadBringsTheReplyOfTheServerApplication() throws Exception {
    if (refuses()) {
      return;
    }
    byte[] bytes = write(here("source.bin"), 70_000);
    BitsJob job = create(withReply("order.bin"));
    assertEquals(Optional.of(JobType.UPLOAD_REPLY), job.properties().type());
    Path reply = here("reply.txt");
    boolean replies = !refuses(Feature.REPLY, () -> job.reply().setFile(reply));
    if (replies) {
      job.reply().setFile(reply);
      assertEquals(Optional.of(reply), job.reply().file());
      assertEquals(new ReplyProgress(OptionalLong.empty(), 0), job.reply().progress());
      assertInvalidState(() -> job.reply().data());
    }
    job.resume();
    assertEquals(
        Optional.of(new JobProgress(OptionalLong.of(70_000), 70_000, 1, 1)),
        reach(job, JobState.TRANSFERRED).progress());
    assertEquals(1, job.files().size());
    if (replies) {
      assertArrayEquals(REPLY, job.reply().data().orElseThrow());
      assertEquals(
          new ReplyProgress(OptionalLong.of(REPLY.length), REPLY.length), job.reply().progress());
      assertFalse(Files.exists(reply));
    }
    assertEquals(Completion.ALL, job.complete());
    assertGone(job);
    assertArrayEquals(bytes, Files.readAllBytes(here("source.bin")));
    if (replies) {
      assertArrayEquals(REPLY, Files.readAllBytes(reply));
      assertOnlyHere("source.bin", "reply.txt");
    }
  }

  @Test
  default void whatTheServerApplicationRefusesIsItsOwnError() throws Exception {
    if (refuses()) {
      return;
    }
    write(here("source.bin"), 13);
    BitsJob job = create(withReply("refused.bin"));
    job.resume();
    JobError error = reach(job, JobState.ERROR).error().orElseThrow();
    assertEquals(new HResult(0x80190194), error.hresult());
    assertEquals(Optional.of(ErrorContext.REMOTE_APPLICATION), error.context());
    assertEquals(Completion.ALL, job.cancel());
    assertOnlyHere("source.bin");
  }

  @Test
  default void jobsOfOtherTypesHaveNoReply() throws Exception {
    if (refuses()) {
      return;
    }
    write(here("source.bin"), 10);
    BitsJob job = create(upload("plain.bin"));
    assertThrows(FeatureNotSupportedException.class, () -> job.reply().progress());
    assertThrows(FeatureNotSupportedException.class, () -> job.reply().data());
    assertThrows(FeatureNotSupportedException.class, () -> job.reply().setFile(here("reply.txt")));
  }
}
