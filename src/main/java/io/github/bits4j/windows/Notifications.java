package io.github.bits4j.windows;

import static io.github.bits4j.windows.com.IBackgroundCopyCallback.IID_IBackgroundCopyCallback;
import static io.github.bits4j.windows.com.IBackgroundCopyFile.IID_IBackgroundCopyFile;
import static io.github.bits4j.windows.com.IBackgroundCopyJob.BG_NOTIFY_DISABLE;
import static io.github.bits4j.windows.com.IBackgroundCopyJob.BG_NOTIFY_FILE_RANGES_TRANSFERRED;
import static io.github.bits4j.windows.com.IBackgroundCopyJob.BG_NOTIFY_FILE_TRANSFERRED;
import static io.github.bits4j.windows.com.IBackgroundCopyJob.BG_NOTIFY_JOB_ERROR;
import static io.github.bits4j.windows.com.IBackgroundCopyJob.BG_NOTIFY_JOB_MODIFICATION;
import static io.github.bits4j.windows.com.IBackgroundCopyJob.BG_NOTIFY_JOB_TRANSFERRED;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.BackgroundCopyEvents;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IUnknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The notifications of a job, as long as somebody listens to it through one handle.
 *
 * <p>They make listeners hear sooner, and of files; nobody relies on them. A job has one place for
 * a callback, and another program that lives keeps it: whoever does not get it, or loses it, hears
 * of the job because it is looked at again and again.
 *
 * <p>BITS' threads only hand over here, and never wait for anything.
 */
final class Notifications implements BackgroundCopyEvents, AutoCloseable {
  private static final Logger LOG = System.getLogger(Notifications.class.getName());

  /**
   * What is asked for, from BITS 10.1 down to the first one, which refuse what they do not know.
   */
  private static final List<Integer> FLAGS =
      List.of(
          BG_NOTIFY_JOB_TRANSFERRED
              | BG_NOTIFY_JOB_ERROR
              | BG_NOTIFY_JOB_MODIFICATION
              | BG_NOTIFY_FILE_TRANSFERRED
              | BG_NOTIFY_FILE_RANGES_TRANSFERRED,
          BG_NOTIFY_JOB_TRANSFERRED
              | BG_NOTIFY_JOB_ERROR
              | BG_NOTIFY_JOB_MODIFICATION
              | BG_NOTIFY_FILE_TRANSFERRED,
          BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR | BG_NOTIFY_JOB_MODIFICATION);

  /** Who is told; called by BITS' threads, and returns at once. */
  interface Receiver {
    /** The job is to be looked at. */
    void look();

    /**
     * A file has arrived, or a piece of one.
     *
     * @param file the file; the receiver's, who gives it back
     * @param ranges what of it; empty for all of it
     */
    void arrived(IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges);
  }

  private final Remote<IBackgroundCopyJob> job;
  private final Receiver receiver;

  /** Null while nobody listens. Guarded by this, as all below. */
  private IBackgroundCopyCallback3 callback;

  private Runnable ending;
  private boolean closed;

  /**
   * What taking the place did to the flags; not guarded, BITS must never be called under a lock
   * that its threads need.
   */
  private volatile Change change;

  private record Change(int before, int after) {}

  Notifications(Remote<IBackgroundCopyJob> job, Receiver receiver) {
    this.job = job;
    this.receiver = receiver;
  }

  /** Somebody listens. */
  synchronized void begin() {
    if (callback != null || closed) {
      return;
    }
    IBackgroundCopyCallback3 mine = IBackgroundCopyCallback3.of(this);
    callback = mine;
    try {
      ending = job.onConnected(connected -> take(connected, mine));
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> job + " cannot be asked for notifications", e);
      ending = () -> {};
    }
  }

  /**
   * Nobody listens any more, or the job is about to end, which would keep the callback for ever;
   * the place is empty afterwards, if it was ours.
   */
  synchronized void end() {
    if (callback == null) {
      return;
    }
    ending.run();
    try (IBackgroundCopyCallback3 mine = callback) {
      callback = null;
      job.tell(connected -> giveBack(connected, mine));
    } catch (BitsException | ClosedBitsException e) {
      LOG.log(Level.DEBUG, () -> job + " keeps a callback that tells nobody", e);
    }
  }

  /** The handle is closed; waits for an end that is under way. */
  @Override
  public synchronized void close() {
    closed = true;
    end();
  }

  private void take(IBackgroundCopyJob connected, IBackgroundCopyCallback3 mine) {
    try {
      if (isFree(connected)) {
        change = listening(connected);
        connected.SetNotifyInterface(mine);
      }
    } catch (BitsException e) {
      if (Lost.is(e)) {
        throw e;
      }
      LOG.log(Level.DEBUG, () -> job + " gives no notifications", e);
    } catch (ClosedBitsException e) {
      LOG.log(Level.DEBUG, () -> "nobody listens to " + job + " any more", e);
    }
  }

  /** Whether nobody has the place, or one who does not answer. */
  private static boolean isFree(IBackgroundCopyJob connected) {
    try (IUnknown other = connected.GetNotifyInterface()) {
      if (other == null) {
        return true;
      }
      other.query(IID_IBackgroundCopyCallback).close();
      return false;
    } catch (BitsException doesNotAnswer) {
      return true;
    }
  }

  /** What was set for a command line stays set. */
  private static Change listening(IBackgroundCopyJob connected) {
    int before = connected.GetNotifyFlags();
    BitsException refusal = null;
    for (int wanted : FLAGS) {
      int after = before & ~BG_NOTIFY_DISABLE | wanted;
      try {
        connected.SetNotifyFlags(after);
        return new Change(before, after);
      } catch (BitsException e) {
        if (Lost.is(e)) {
          throw e;
        }
        refusal = e;
      }
    }
    throw refusal;
  }

  private void giveBack(IBackgroundCopyJob connected, IBackgroundCopyCallback3 mine) {
    try (IUnknown holder = connected.GetNotifyInterface()) {
      if (holder == null || !holder.isSameObject(mine)) {
        return;
      }
    }
    connected.SetNotifyInterface(null);
    Change ours = change;
    if (ours != null && connected.GetNotifyFlags() == ours.after()) {
      connected.SetNotifyFlags(ours.before());
    }
  }

  // ---- on BITS' threads

  @Override
  public void JobTransferred(IBackgroundCopyJob pJob) {
    receiver.look();
  }

  @Override
  public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {
    receiver.look();
  }

  @Override
  public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {
    receiver.look();
  }

  @Override
  public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {
    if (pFile != null) {
      receiver.arrived(pFile.query(IID_IBackgroundCopyFile), List.of());
    }
  }

  @Override
  public void FileRangesTransferred(
      IBackgroundCopyJob pJob, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {
    if (file != null && !ranges.isEmpty()) {
      receiver.arrived(file.query(IID_IBackgroundCopyFile), ranges);
    }
  }
}
