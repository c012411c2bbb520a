package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;

/**
 * What is the same for every transport: opens the temporary file, lets the work be done on a thread
 * that may wait, reports the end of it, and can be stopped at any moment.
 */
abstract class Work implements Transport.Movement, Runnable {
  /** {@code HRESULT_FROM_WIN32(ERROR_READ_FAULT)}. */
  static final HResult READ_FAULT = HResult.ofWin32(30);

  private static final System.Logger LOG = System.getLogger(Work.class.getName());

  private final Transport.Errand errand;
  private final Transport.Report report;
  private TempFile temp;
  private boolean stopped;

  Work(Transport.Errand errand, Transport.Report report) {
    this.errand = errand;
    this.report = report;
  }

  /** Brings the file in and finishes it, or throws. */
  abstract void carryOut(TempFile temp) throws IOException, FailedAttempt;

  /** Makes {@link #carryOut} come back soon; the temporary file is closed already. */
  void interrupt() {}

  final Transport.Errand errand() {
    return errand;
  }

  final Transport.Report report() {
    return report;
  }

  final synchronized boolean stopped() {
    return stopped;
  }

  @Override
  public final void run() {
    Failure failure;
    try {
      if (!open()) {
        return;
      }
      carryOut(temp);
      report.done();
      return;
    } catch (FailedAttempt e) {
      failure = e.failure();
    } catch (IOException e) {
      failure = Failure.local(e);
    } catch (RuntimeException | Error e) {
      // Nothing may leave a job behind that neither moves nor fails.
      LOG.log(System.Logger.Level.ERROR, "a transfer failed in a way nobody thought of", e);
      failure = new Failure(BitsCode.UNKNOWN_ERROR.hresult(), ErrorContext.GENERAL_TRANSPORT, true);
    } finally {
      close();
    }
    report.failed(failure);
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
    temp = TempFile.open(errand.temp(), errand.fresh());
    return true;
  }

  private synchronized void close() {
    if (temp != null) {
      temp.close();
    }
  }
}
