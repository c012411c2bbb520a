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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The one file that a job is for.
 *
 * @param type what is done with it
 * @param file what it is called at both ends
 * @param ranges the pieces that are wanted of it; none if all of it is
 * @param reply where the answer to an upload goes
 */
record Wanted(JobType type, FileSpec file, List<FileRange> ranges, Optional<Path> reply) {
  static Wanted download(FileSpec file, List<FileRange> ranges) {
    return new Wanted(JobType.DOWNLOAD, file, ranges, Optional.empty());
  }

  static Wanted upload(FileSpec file, Optional<Path> reply) {
    JobType type = reply.isPresent() ? JobType.UPLOAD_REPLY : JobType.UPLOAD;
    return new Wanted(type, file, List.of(), reply);
  }

  /** What the job is called, and what it is called in messages. */
  String name() {
    String name = file.localName().getFileName().toString();
    return Text.cut(name, JobSpec.LONGEST_DISPLAY_NAME / 2, "");
  }

  /** A new job for it; one that is refused is not left behind. */
  BitsJob create(BitsManager manager) {
    BitsJob job =
        manager.createJob(
            new JobSpec(
                type,
                name(),
                Optional.of(description()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ranges.isEmpty() ? List.of(file) : List.of()));
    try {
      if (!ranges.isEmpty()) {
        job.addFile(file.remoteName(), file.localName(), ranges);
      }
      reply.ifPresent(path -> job.reply().setFile(path));
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
      if (job.state().isFinal() || job.properties().type().filter(type::equals).isEmpty()) {
        return false;
      }
      List<BitsFile> files = job.files();
      return files.size() == 1
          && files.get(0).remoteName().equals(file.remoteName())
          && files.get(0).localName().equals(file.localName().toString())
          && rangesOf(files.get(0)).equals(ranges)
          && (reply.isEmpty() || job.reply().file().equals(reply));
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
