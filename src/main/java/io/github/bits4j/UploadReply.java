package io.github.bits4j;

import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server application answers to the upload of a job of type {@link JobType#UPLOAD_REPLY};
 * every method throws {@link FeatureNotSupportedException} ({@code E_NOTIMPL}) for jobs of another
 * type.
 *
 * <p>As long as the handle of the job, and like it for use by any thread.
 *
 * <p>Stands for methods of {@code IBackgroundCopyJob2}, {@code bits1_5.h}.
 */
public interface UploadReply {
  /**
   * How far the reply is.
   *
   * @return a snapshot
   */
  ReplyProgress progress();

  /**
   * The reply of a {@link JobState#TRANSFERRED} job; to be read before {@link BitsJob#complete()}.
   *
   * @return the bytes; empty if the application gave none
   * @throws BitsException {@link BitsCode#TOO_LARGE} above 1 MB: complete the job and read the file
   * @throws InvalidJobStateException if the job is not transferred
   */
  Optional<byte[]> data();

  /**
   * The file that the reply goes to, which appears with {@link BitsJob#complete()}.
   *
   * @return its path; one that BITS has chosen if none was set; empty before there is any
   */
  Optional<Path> file();

  /**
   * Chooses the file that the reply goes to, before the reply begins to come.
   *
   * @param file an absolute path of at most 260 UTF-16 units, in a folder that exists
   * @throws BitsException {@code E_INVALIDARG} if it is not valid
   * @throws AccessDeniedException if the caller may not write to the folder
   * @throws InvalidJobStateException if the reply has begun to come
   */
  void setFile(Path file);
}
