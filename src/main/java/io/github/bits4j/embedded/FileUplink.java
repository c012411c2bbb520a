package io.github.bits4j.embedded;

import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Uploads to file URLs and full paths, by plain copy to a temporary file beside the target: its
 * name is the session, its length how far it came.
 */
final class FileUplink implements Uplink {
  private static final int CHUNK = 256 * 1024;

  private final Executor workers;
  private final LocalFiles files;

  FileUplink(Executor workers, LocalFiles files) {
    this.workers = workers;
    this.files = files;
  }

  @Override
  public String protocol() {
    return "file";
  }

  @Override
  public Transport.Movement start(Load load, Report report) {
    return new Copy(load, report).on(workers);
  }

  @Override
  public Transport.Movement cancel(Load load, Report report) {
    return new Move(report) {
      @Override
      void move() throws FailedAttempt {
        if (!files.delete(temp(load, load.session().orElseThrow()))) {
          throw new FailedAttempt(Failure.passing(Failure.ACCESS_DENIED));
        }
      }
    }.on(workers);
  }

  private static Path temp(Load load, UploadSession session) {
    return RemoteNames.path(load.remoteName()).resolveSibling(session.id());
  }

  private final class Copy extends Move {
    private final Load load;
    private final Report report;
    private UploadSource source;
    private TempFile temp;

    private Copy(Load load, Report report) {
      super(report);
      this.load = load;
      this.report = report;
    }

    @Override
    void move() throws FailedAttempt {
      UploadSession session =
          load.session().orElseGet(() -> UploadSession.of(files.freshTempName()));
      if (session.delivered()) {
        report.connected(load.known().orElseThrow(), load.position());
        return;
      }
      report.session(session);
      UploadSource opened = UploadSource.open(load.source(), load.known());
      synchronized (this) {
        source = opened;
      }
      try {
        copy(session);
      } catch (IOException e) {
        throw new FailedAttempt(new Failure(Failure.ofLocal(e), ErrorContext.REMOTE_FILE, false));
      }
      report.session(session.delivered(Optional.empty()));
    }

    private void copy(UploadSession session) throws IOException, FailedAttempt {
      Path target = RemoteNames.path(load.remoteName());
      if (files.isFolder(target)) {
        throw new FailedAttempt(Failure.lasting(Failure.ACCESS_DENIED));
      }
      if (!files.isFolder(target.getParent())) {
        throw new NoSuchFileException(target.toString());
      }
      TempFile made = open(temp(load, session));
      report.connected(source.version(), made.length());
      while (made.length() < source.size()) {
        int length = (int) Math.min(CHUNK, source.size() - made.length());
        made.append(source.read(made.length(), length));
        report.moved(made.length());
      }
      source.requireUnchanged();
      made.finish(source.version().modified());
      files.rename(temp(load, session), target);
      files.sync(target.getParent());
    }

    /** What is there of an earlier process is good as far as it was synced. */
    private synchronized TempFile open(Path path) throws IOException, FailedAttempt {
      if (isStopped()) {
        throw new FailedAttempt(Failure.passing(NetworkFailures.TIMEOUT));
      }
      long sure = load.known().isEmpty() ? 0 : TempFile.sure(load.position());
      if (files.length(path) > sure && !files.cut(path, sure)) {
        throw new FailedAttempt(Failure.lasting(Failure.ACCESS_DENIED));
      }
      temp = TempFile.open(files, path, false, Optional.empty());
      return temp;
    }

    @Override
    synchronized void close() {
      if (source != null) {
        source.close();
      }
      if (temp != null) {
        temp.close();
      }
    }
  }
}
