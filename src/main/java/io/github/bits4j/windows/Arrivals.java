package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.FileRange;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;

/** Passes a job's notifications on to those who listen through one handle. */
final class Arrivals implements Notifications.Receiver, AutoCloseable {
  private static final Logger LOG = System.getLogger(Arrivals.class.getName());

  /** A file that was told of is found again by its name alone. */
  private static final int NOWHERE = -1;

  private final Remote<IBackgroundCopyJob> job;
  private final FileReferences files;
  private final Poller poller;
  private final Set<Watch> watches;
  private final Deque<Arrived> pending = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** A file that BITS told of, with a reference of ours. */
  private record Arrived(IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {}

  Arrivals(
      Remote<IBackgroundCopyJob> job, FileReferences files, Poller poller, Set<Watch> watches) {
    this.job = job;
    this.files = files;
    this.poller = poller;
    this.watches = watches;
  }

  @Override
  public void look() {
    watches.forEach(Watch::wake);
  }

  /** What has to be asked about the file is asked on a thread of ours. */
  @Override
  public void arrived(IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {
    if (closed) {
      file.close();
      return;
    }
    pending.add(new Arrived(file, ranges));
    try {
      poller.after(Duration.ZERO, this::tell);
    } catch (RejectedExecutionException managerClosed) {
      closed = true;
    }
    if (closed) {
      drop();
    }
  }

  /** Tells of the next one; it is gone if this was closed meanwhile. */
  private void tell() {
    Arrived next = pending.poll();
    if (next == null) {
      return;
    }
    try {
      BitsFile file = handle(next.file());
      List<FileRange> arrived =
          FromRaw.ranges(
              IBackgroundCopyCallback3.Vtbl.FileRangesTransferred.qualifiedName(), next.ranges());
      watches.forEach(watch -> watch.arrived(new Watch.Arrival(file, arrived)));
    } catch (BitsException | ClosedBitsException e) {
      LOG.log(Level.DEBUG, () -> "a file of " + job + " has arrived, and cannot be told of", e);
    }
  }

  /** Gives back what nobody will hear of. */
  private void drop() {
    for (Arrived next = pending.poll(); next != null; next = pending.poll()) {
      next.file().close();
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }

  /** Takes over the reference. */
  private BitsFile handle(IBackgroundCopyFile file) {
    try {
      return job.ask(job.link().patience(), it -> handle(it, file), Doubt.none(), late -> {});
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private BitsFile handle(References<IBackgroundCopyJob> of, IBackgroundCopyFile file) {
    files.releaseDropped();
    Service service = job.link().service();
    service.secure(file);
    String name = file.GetLocalName();
    RemoteFile remote =
        new RemoteFile(
            job,
            new RemoteFile.Found(new References<>(service, of.generation(), file), name),
            NOWHERE);
    WindowsFile handle = new WindowsFile(remote);
    files.hold(handle, remote);
    return handle;
  }
}
