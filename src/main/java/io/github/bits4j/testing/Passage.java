package io.github.bits4j.testing;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.error.BitsException;

/**
 * Time that passes by itself while there is a job that is neither at rest nor finished, or that a
 * transfer has to do something about.
 */
final class Passage implements Runnable {
  private static final System.Logger LOG = System.getLogger(Passage.class.getName());
  private static final long PAUSE_MILLIS = 1;

  private final VirtualTime time;
  private final Service service;
  private final TransfersInVirtualTime transfers;
  private final Thread thread = new Thread(this, "bits4j-virtual-time");
  private volatile boolean ended;

  private Passage(VirtualTime time, Service service, TransfersInVirtualTime transfers) {
    this.time = time;
    this.service = service;
    this.transfers = transfers;
    thread.setDaemon(true);
  }

  static Passage start(VirtualTime time, Service service, TransfersInVirtualTime transfers) {
    Passage passage = new Passage(time, service, transfers);
    passage.thread.start();
    return passage;
  }

  @Override
  public void run() {
    try {
      while (!ended) {
        if (!((transfers.isAnythingDueAtOnce() || isAnyJobActive()) && time.advanceToNext())) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "time has stopped", e);
    }
  }

  /** A service that is away for a while is waited for too. */
  private boolean isAnyJobActive() {
    try {
      return service.now("jobs").engine().jobs().stream().anyMatch(this::isActive);
    } catch (BitsException e) {
      return true;
    }
  }

  private boolean isActive(BitsJob job) {
    JobState state = job.state();
    return state.isActive()
        || transfers.isAnythingWaiting()
            && (state == JobState.TRANSFERRED || state == JobState.ERROR);
  }

  void end() {
    ended = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
