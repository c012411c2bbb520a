package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What is the same for every transport: opens the temporary file, lets the work be done on a thread
 * that may wait, reports the end of it, and can be stopped at any moment.
 */
abstract class Work implements Transport.Movement, Runnable {
  /** {@code HRESULT_FROM_WIN32(ERROR_READ_FAULT)}. */
  static final HResult READ_FAULT = HResult.ofWin32(30);

  /** A file that keeps changing while it is fetched is given up after so many goes. */
  private static final int GOES = 10;

  private static final System.Logger LOG = System.getLogger(Work.class.getName());

  private final Transport.Errand errand;
  private final Transport.Report report;
  private TempFile temp;
  private boolean stopped;

  Work(Transport.Errand errand, Transport.Report report) {
    this.errand = errand;
    this.report = report;
  }

  /** What the file at the far end is now. */
  abstract RemoteVersion look() throws FailedAttempt;

  /** Fetches what is missing of a version; false if the file is another one meanwhile. */
  abstract boolean fetch(TempFile temp, RemoteVersion version) throws IOException, FailedAttempt;

  /** Makes what is under way come back soon; the temporary file is closed already. */
  void interrupt() {}

  /** Begins; if no thread can be had for it, it has failed. */
  final Transport.Movement on(Executor workers) {
    try {
      workers.execute(this);
    } catch (RuntimeException | Error e) {
      report.failed(unexpected(e));
    }
    return this;
  }

  final Transport.Errand errand() {
    return errand;
  }

  final Transport.Report report() {
    return report;
  }

  @Override
  public final void run() {
    Failure failure;
    try {
      if (!open()) {
        return;
      }
      bringIn(temp);
      report.done();
      return;
    } catch (FailedAttempt e) {
      failure = e.failure();
    } catch (IOException e) {
      failure = Failure.local(e);
    } catch (RuntimeException | Error e) {
      failure = unexpected(e);
    } finally {
      close();
    }
    report.failed(failure);
  }

  /** Brings everything in, and finishes the temporary file. */
  void bringIn(TempFile into) throws IOException, FailedAttempt {
    Optional<RemoteVersion> known = errand.known();
    for (int go = 0; go < GOES; go++) {
      RemoteVersion version = look();
      long wanted = pieces(version).total();
      if (wanted > errand.most()) {
        throw new FailedAttempt(Failure.lasting(BitsCode.MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
      }
      if (known.isEmpty() || !version.continues(known.get()) || into.length() > wanted) {
        into.empty();
      }
      report.connected(version, into.length());
      if (fetch(into, version)) {
        into.finish(version.modified());
        return;
      }
      // Spans of this version may be here, which the engine still takes for good.
      known = errand.span().map(span -> version);
    }
    throw new FailedAttempt(Failure.passing(BitsCode.REMOTE_FILE_CHANGED.hresult()));
  }

  /** What of a version is wanted. */
  final Pieces pieces(RemoteVersion version) throws FailedAttempt {
    if (errand.span().isPresent()) {
      return Pieces.of(errand.span().get(), version.size());
    }
    Pieces pieces = Pieces.of(errand.ranges(), version.size());
    if (!errand.ranges().isEmpty() && !pieces.within(version.size())) {
      throw new FailedAttempt(Failure.lasting(BitsCode.INVALID_RANGE));
    }
    return pieces;
  }

  /** Nothing may leave a job behind that neither moves nor fails. */
  private static Failure unexpected(Throwable thrown) {
    LOG.log(System.Logger.Level.ERROR, "a transfer failed in a way nobody thought of", thrown);
    return new Failure(BitsCode.UNKNOWN_ERROR.hresult(), ErrorContext.GENERAL_TRANSPORT, true);
  }

  @Override
  public final void stop() {
    synchronized (this) {
      stopped = true;
    }
    close();
    interrupt();
  }

  private synchronized boolean open() throws IOException {
    if (stopped) {
      return false;
    }
    temp = TempFile.open(errand.files(), errand.temp(), errand.fresh(), errand.span());
    return true;
  }

  private synchronized void close() {
    if (temp != null) {
      temp.close();
    }
  }
}
