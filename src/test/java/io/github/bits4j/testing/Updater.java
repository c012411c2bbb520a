package io.github.bits4j.testing;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A program as somebody would write it who uses bits4j: brings the newest version of something, in
 * the background, and goes on where it was when it is started again. Knows nothing of tests.
 */
final class Updater {
  /** How an attempt ended. */
  enum Result {
    UPDATED,
    /** The job stays in the queue; ask again later. */
    LATER,
    NO_UPDATE_THERE,
    NO_SPACE,
    NOT_AN_UPDATE,
    FAILED,
    /** There is no BITS: bring it by other means. */
    WITHOUT_BITS
  }

  private static final byte[] MAGIC = {'U', 'P', 'D'};
  private static final int ERROR_DISK_FULL = 112;

  private final BitsManager bits;
  private final Path folder;

  Updater(BitsManager bits, Path folder) {
    this.bits = bits;
    this.folder = folder;
  }

  /**
   * Brings an update.
   *
   * @param atMost how long to wait for it in this run of the program
   */
  Result update(String url, Duration atMost) throws IOException, InterruptedException {
    try (BitsJob job = earlierJob().orElseGet(() -> newJob(url))) {
      Files.writeString(folder.resolve("job"), job.id().toString());
      job.resume();
      JobStatus status = job.await(atMost);
      if (lacksRanges(status)) {
        // A proxy in between. In the foreground BITS does without.
        job.setPriority(JobPriority.FOREGROUND);
        job.resume();
        status = job.await(atMost);
      }
      return ended(job, status);
    } catch (BitsUnavailableException e) {
      return Result.WITHOUT_BITS;
    }
  }

  private Optional<BitsJob> earlierJob() throws IOException {
    Path known = folder.resolve("job");
    return Files.exists(known)
        ? bits.findJob(UUID.fromString(Files.readString(known)))
        : Optional.empty();
  }

  private BitsJob newJob(String url) {
    return bits.createJob(JobSpec.download("update").file(url, update()).build());
  }

  private Path update() {
    return folder.resolve("update.zip");
  }

  private static boolean lacksRanges(JobStatus status) {
    return status.state() == JobState.ERROR
        && status
            .error()
            .filter(it -> it.fault().equals(new Fault.Bits(BitsCode.INSUFFICIENT_RANGE_SUPPORT)))
            .isPresent();
  }

  private Result ended(BitsJob job, JobStatus status) throws IOException {
    switch (status.state()) {
      case TRANSFERRED:
        job.complete();
        Files.deleteIfExists(folder.resolve("job"));
        return isUpdate() ? Result.UPDATED : Result.NOT_AN_UPDATE;
      case ERROR:
        job.cancel();
        Files.deleteIfExists(folder.resolve("job"));
        return failed(status.error().orElseThrow().fault());
      default:
        return Result.LATER;
    }
  }

  private boolean isUpdate() throws IOException {
    try (InputStream file = Files.newInputStream(update())) {
      if (java.util.Arrays.equals(file.readNBytes(MAGIC.length), MAGIC)) {
        return true;
      }
    }
    Files.delete(update());
    return false;
  }

  private static Result failed(Fault fault) {
    if (fault instanceof Fault.Http http && http.status() == 404) {
      return Result.NO_UPDATE_THERE;
    }
    if (fault instanceof Fault.Win32 local && local.error() == ERROR_DISK_FULL) {
      return Result.NO_SPACE;
    }
    return Result.FAILED;
  }

  /** Gives up what is under way. */
  void forget() throws IOException, BitsException {
    earlierJob().ifPresent(BitsJob::cancel);
    Files.deleteIfExists(folder.resolve("job"));
  }
}
