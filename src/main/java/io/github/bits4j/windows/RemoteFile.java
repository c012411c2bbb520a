package io.github.bits4j.windows;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Predicate;

/** A file of a job, which is found again by its local name. */
final class RemoteFile extends Remote<IBackgroundCopyFile> {
  private final Remote<IBackgroundCopyJob> job;
  private final String localName;

  /** Where it was in the list, for jobs in which two files have one local name. */
  private final int position;

  /** Takes over what {@link #forEach} found. */
  RemoteFile(Remote<IBackgroundCopyJob> job, Found found, int position) {
    super(found.references());
    this.job = job;
    this.localName = found.localName();
    this.position = position;
  }

  /**
   * A file of a job, secured.
   *
   * @param references the file
   * @param localName its local name, which never changes
   */
  record Found(References<IBackgroundCopyFile> references, String localName) {}

  /**
   * Lists a job's files, on a thread of the apartment.
   *
   * @param taking says whether it took the file over
   */
  static void forEach(Link link, References<IBackgroundCopyJob> job, Predicate<Found> taking) {
    Service service = link.service();
    Queue<IBackgroundCopyFile> found = new ArrayDeque<>();
    try (IEnumBackgroundCopyFiles enumerator = job.raw().EnumFiles()) {
      service.secure(enumerator);
      int batch;
      do {
        var files = enumerator.Next(WindowsManager.BATCH);
        found.addAll(files);
        batch = files.size();
      } while (batch == WindowsManager.BATCH);
      while (!found.isEmpty()) {
        IBackgroundCopyFile file = found.element();
        service.secure(file);
        Found one =
            new Found(new References<>(service, job.generation(), file), file.GetLocalName());
        found.remove();
        if (!taking.test(one)) {
          one.references().close();
        }
      }
    } finally {
      found.forEach(IBackgroundCopyFile::close);
    }
  }

  @Override
  Link link() {
    return job.link();
  }

  @Override
  public Optional<UUID> job() {
    return job.job();
  }

  String localName() {
    open();
    return localName;
  }

  @Override
  References<IBackgroundCopyFile> find(Deadline deadline) {
    return job.tried(deadline, this::found);
  }

  private References<IBackgroundCopyFile> found(References<IBackgroundCopyJob> of) {
    Search search = new Search();
    try {
      forEach(link(), of, search);
    } catch (RuntimeException | Error e) {
      search.take(null);
      throw e;
    }
    if (search.best == null) {
      throw BitsException.of(
          BitsCode.NOT_FOUND.hresult(),
          IBackgroundCopyJob.Vtbl.EnumFiles.qualifiedName(),
          "the BITS service was restarted, and " + job + " no longer has the file " + localName,
          null);
    }
    return search.best;
  }

  /** Prefers the file at the old position, and takes another of that name otherwise. */
  private final class Search implements Predicate<Found> {
    private References<IBackgroundCopyFile> best;
    private int at;

    @Override
    public boolean test(Found found) {
      boolean here = at++ == position;
      if (!found.localName().equals(localName) || best != null && !here) {
        return false;
      }
      take(found.references());
      return true;
    }

    private void take(References<IBackgroundCopyFile> better) {
      if (best != null) {
        best.close();
      }
      best = better;
    }
  }

  @Override
  void probe(IBackgroundCopyFile raw) {
    raw.GetLocalName();
  }

  @Override
  public String toString() {
    return "file " + localName + " of " + job;
  }
}
