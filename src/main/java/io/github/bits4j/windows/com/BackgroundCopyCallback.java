package io.github.bits4j.windows.com;

import java.util.List;
import java.util.Objects;

/**
 * The COM object in front of {@link BackgroundCopyEvents}.
 *
 * <p>It answers S_OK whatever the implementation does: after a failure BITS would tell the same
 * again and again, and nothing else of that job until it gets through.
 */
final class BackgroundCopyCallback extends JavaObject {
  private static final JavaVtable VTABLE = new JavaVtable(IBackgroundCopyCallback3.Vtbl.class);

  private final BackgroundCopyEvents events;

  BackgroundCopyCallback(BackgroundCopyEvents events) {
    super(
        VTABLE,
        IBackgroundCopyCallback.IID_IBackgroundCopyCallback,
        IBackgroundCopyCallback2.IID_IBackgroundCopyCallback2,
        IBackgroundCopyCallback3.IID_IBackgroundCopyCallback3);
    this.events = Objects.requireNonNull(events, "events");
  }

  @Override
  int answer(VtblMethod method, long[] words) {
    try (IBackgroundCopyJob job = borrowed(IBackgroundCopyJob.IID_IBackgroundCopyJob, words[0])) {
      if (method == IBackgroundCopyCallback.Vtbl.JobTransferred) {
        events.JobTransferred(job);
      } else if (method == IBackgroundCopyCallback.Vtbl.JobError) {
        try (IBackgroundCopyError error =
            borrowed(IBackgroundCopyError.IID_IBackgroundCopyError, words[1])) {
          events.JobError(job, error);
        }
      } else if (method == IBackgroundCopyCallback.Vtbl.JobModification) {
        events.JobModification(job, (int) words[1]);
      } else {
        try (IBackgroundCopyFile file =
            borrowed(IBackgroundCopyFile.IID_IBackgroundCopyFile, words[1])) {
          if (method == IBackgroundCopyCallback2.Vtbl.FileTransferred) {
            events.FileTransferred(job, file);
          } else {
            events.FileRangesTransferred(job, file, ranges(words[3], (int) words[2]));
          }
        }
      }
    }
    return S_OK;
  }

  /** A copy: the array is the caller's. */
  private static List<BG_FILE_RANGE> ranges(long address, int count) {
    try (Frame frame = Frame.open()) {
      return BG_FILE_RANGE.read(frame, address, count);
    }
  }

  @Override
  int failure(VtblMethod method, Throwable thrown) {
    log(method, thrown);
    return S_OK;
  }
}
