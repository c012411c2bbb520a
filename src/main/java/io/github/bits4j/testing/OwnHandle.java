package io.github.bits4j.testing;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobStatus;
import java.util.List;

/** A listener that hears of the handle that it was given to, whoever tells. */
record OwnHandle(BitsJob handle, JobListener listener) implements JobListener {
  @Override
  public void jobTransferred(BitsJob job, JobStatus status) {
    listener.jobTransferred(handle, status);
  }

  @Override
  public void jobError(BitsJob job, JobStatus status) {
    listener.jobError(handle, status);
  }

  @Override
  public void jobModified(BitsJob job, JobStatus status) {
    listener.jobModified(handle, status);
  }

  @Override
  public void fileTransferred(BitsJob job, BitsFile file) {
    listener.fileTransferred(handle, file);
  }

  @Override
  public void fileRangesTransferred(BitsJob job, BitsFile file, List<FileRange> ranges) {
    listener.fileRangesTransferred(handle, file, ranges);
  }
}
