package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * What is the same for everything that moves: it is done on a thread that may wait, reports its
 * end, and can be stopped at any moment.
 */
abstract class Move implements Transport.Movement, Runnable {
  private static final System.Logger LOG = System.getLogger(Move.class.getName());

  private final Transport.Report report;
  private boolean stopped;

  Move(Transport.Report report) {
    this.report = report;
  }

  /** Opens what is needed of this machine; never after it was stopped. */
  void open() throws IOException {}

  /** Does all of it. */
  abstract void move() throws IOException, FailedAttempt;

  /** Closes what was opened; twice is nothing. */
  void close() {}

  /** Makes what is under way come back soon; what was opened is closed already. */
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

  @Override
  public final void run() {
    Failure failure;
    try {
      if (!opened()) {
        return;
      }
      move();
      report.done();
      return;
    } catch (FailedAttempt e) {
      failure = e.failure();
    } catch (IOException e) {
      failure = Failure.local(e);
    } catch (RuntimeException | Error e) {
      failure = unexpected(e);
    } finally {
      closed();
    }
    report.failed(failure);
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
    closed();
    interrupt();
  }

  final synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized boolean opened() throws IOException {
    if (stopped) {
      return false;
    }
    open();
    return true;
  }

  private synchronized void closed() {
    close();
  }
}
