package io.github.bits4j.windows;

import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/**
 * The references of the files that a job's handle gave out. They are given back when the handle is
 * closed; those of files that nobody holds any more, already when files are listed again, so that a
 * program which lists them every second piles up nothing.
 */
final class FileReferences {
  private final ReferenceQueue<WindowsFile> dropped = new ReferenceQueue<>();

  /** Null once closed. */
  private Set<Held> held = new HashSet<>();

  private static final class Held extends PhantomReference<WindowsFile> {
    final Remote<IBackgroundCopyFile> remote;

    Held(
        WindowsFile file, Remote<IBackgroundCopyFile> remote, ReferenceQueue<WindowsFile> dropped) {
      super(file, dropped);
      this.remote = remote;
    }
  }

  /** Takes over the references of a file. */
  synchronized void hold(WindowsFile file, Remote<IBackgroundCopyFile> remote) {
    if (held == null) {
      remote.close();
      throw new ClosedBitsException("BitsJob.files");
    }
    held.add(new Held(file, remote, dropped));
  }

  synchronized void releaseDropped() {
    for (Reference<?> file = dropped.poll(); file != null; file = dropped.poll()) {
      Held gone = (Held) file;
      gone.remote.close();
      if (held != null) {
        held.remove(gone);
      }
    }
  }

  synchronized void close() {
    if (held != null) {
      held.forEach(file -> file.remote.close());
      held = null;
    }
  }
}
