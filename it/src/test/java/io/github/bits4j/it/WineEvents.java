package io.github.bits4j.it;

import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.BackgroundCopyEvents;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what the service tells. */
final class WineEvents implements BackgroundCopyEvents {
  /**
   * What was told.
   *
   * @param method the method
   * @param state the job's state, asked for from inside
   * @param thread the name of the thread
   */
  record Told(String method, int state, String thread) {}

  final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  private void tell(String method, IBackgroundCopyJob job) {
    told.add(new Told(method, job.GetState(), Thread.currentThread().getName()));
  }

  @Override
  public void JobTransferred(IBackgroundCopyJob pJob) {
    tell("JobTransferred", pJob);
  }

  @Override
  public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {
    tell("JobError", pJob);
  }

  @Override
  public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {
    tell("JobModification", pJob);
  }

  @Override
  public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {
    tell("FileTransferred", pJob);
  }

  @Override
  public void FileRangesTransferred(
      IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {
    tell("FileRangesTransferred", job);
  }
}
