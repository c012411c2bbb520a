package io.github.bits4j;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a job. It lives as long as the handle of its job.
 *
 * <p>Stands for {@code IBackgroundCopyFile}, {@code bits.h}.
 */
public interface BitsFile {
  /**
   * The name at the far end.
   *
   * @return the URL, UNC name or path, as BITS keeps it
   */
  String remoteName();

  /**
   * The final name here; the file appears under it only with {@link BitsJob#complete()}.
   *
   * @return the full path, as BITS keeps it
   */
  String localName();

  /**
   * How far the file is.
   *
   * @return a snapshot
   */
  FileProgress progress();

  /**
   * Where the bytes of a download are until {@link BitsJob#complete()}: to be read and checked once
   * the job is {@link JobState#TRANSFERRED}, and closed again before the job is completed or
   * cancelled; not to be changed.
   *
   * @return the temporary file; empty for uploads, where there is none yet or any more, and where
   *     the backend cannot tell (the service before BITS 3.0)
   */
  default Optional<Path> temporaryFile() {
    return Optional.empty();
  }
}
