package io.github.bits4j.windows.com;

import java.util.List;

/**
 * What a program does when BITS tells of a job: {@code IBackgroundCopyCallback} and what continues
 * it, to be made a COM object by {@link IBackgroundCopyCallback3#of}.
 *
 * <p>The objects that a method is given are its own until it returns and closed then; one that is
 * wanted for longer is asked for a reference with {@link IUnknown#query}. An object that BITS did
 * not give is null.
 *
 * <p>The methods are called by COM's threads, several at once, again for an event that was told
 * before, and perhaps after the object was taken off the job. At most four run at once for a user:
 * a method that blocks holds up every program of that user. BITS is told S_OK whatever happens; an
 * exception is logged.
 */
public interface BackgroundCopyEvents {
  /**
   * All files have arrived.
   *
   * @param pJob the job
   */
  void JobTransferred(IBackgroundCopyJob pJob);

  /**
   * The job is in the state ERROR.
   *
   * @param pJob the job
   * @param pError what is wrong
   */
  void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError);

  /**
   * The job has changed: bytes, files, properties, its state.
   *
   * @param pJob the job
   * @param dwReserved nothing
   */
  void JobModification(IBackgroundCopyJob pJob, int dwReserved);

  /**
   * A file has arrived.
   *
   * @param pJob the job
   * @param pFile the file
   */
  void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile);

  /**
   * Pieces of a file have arrived, of a job whose files are downloaded on demand.
   *
   * @param job the job
   * @param file the file
   * @param ranges the pieces since the last call, not the ones that were asked for
   */
  void FileRangesTransferred(
      IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges);
}
