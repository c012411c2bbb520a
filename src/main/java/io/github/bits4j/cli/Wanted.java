package io.github.bits4j.cli;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import java.util.List;
import java.util.Optional;

/**
 * The one file that a download is for.
 *
 * @param file where it comes from and where it goes
 * @param ranges the pieces that are wanted; none if all of it is
 */
record Wanted(FileSpec file, List<FileRange> ranges) {
  /** What the job is called, and what it is called in messages. */
  String name() {
    String name = file.localName().getFileName().toString();
    return Text.cut(name, JobSpec.LONGEST_DISPLAY_NAME / 2, "");
  }

  /** A new job for it; one that is refused is not left behind. */
  BitsJob create(BitsManager manager) {
    JobSpec.Builder spec = JobSpec.download(name()).description(description());
    if (ranges.isEmpty()) {
      return manager.createJob(spec.files(List.of(file)).build());
    }
    BitsJob job = manager.createJob(spec.build());
    try {
      job.addFile(file.remoteName(), file.localName(), ranges);
      return job;
    } catch (BitsException e) {
      job.cancel();
      throw e;
    }
  }

  private String description() {
    return file.remoteName().length() > JobSpec.LONGEST_DESCRIPTION ? name() : file.remoteName();
  }

  /** The job that an earlier run of the same command line left behind. */
  Optional<BitsJob> find(BitsManager manager) {
    return manager.jobs().stream().filter(this::isWhatIsDoneBy).findFirst();
  }

  private boolean isWhatIsDoneBy(BitsJob job) {
    try {
      if (job.state().isFinal()
          || job.properties().type().filter(JobType.DOWNLOAD::equals).isEmpty()) {
        return false;
      }
      List<BitsFile> files = job.files();
      return files.size() == 1
          && files.get(0).remoteName().equals(file.remoteName())
          && files.get(0).localName().equals(file.localName().toString())
          && rangesOf(files.get(0)).equals(ranges);
    } catch (BitsException e) {
      // It has gone since it was listed.
      return false;
    }
  }

  /** A backend that does not know ranges has made none. */
  private static List<FileRange> rangesOf(BitsFile file) {
    return file.supports(Feature.REMOTE_NAME) ? file.ranges() : List.of();
  }
}
