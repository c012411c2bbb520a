package io.github.bits4j.embedded;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A transport that asks at every point whether something is to go wrong there. */
final class FaultyTransport implements Transport {
  private final Transport transport;
  private final TransferFaults faults;

  FaultyTransport(Transport transport, TransferFaults faults) {
    this.transport = transport;
    this.faults = faults;
  }

  @Override
  public String protocol() {
    return transport.protocol();
  }

  @Override
  public Movement start(Errand errand, Report report) {
    Watch watch = new Watch(faults, errand.job(), errand.file(), errand.remoteName(), report);
    if (watch.passes(TransferFaults.Stage.STARTING, 0)) {
      watch.watches(transport.start(errand, watch));
    }
    return watch;
  }

  /** Between a movement and the engine. After a fault neither hears of the other any more. */
  static class Watch implements Movement, Report {
    private final TransferFaults faults;
    private final UUID job;
    private final int file;
    private final String remoteName;
    private final Report report;
    private OptionalLong size = OptionalLong.empty();
    private Movement movement = () -> {};
    private boolean over;

    Watch(TransferFaults faults, UUID job, int file, String remoteName, Report report) {
      this.faults = faults;
      this.job = job;
      this.file = file;
      this.remoteName = remoteName;
      this.report = report;
    }

    final void watches(Movement started) {
      synchronized (this) {
        movement = started;
        if (!over) {
          return;
        }
      }
      started.stop();
    }

    /** False if the attempt is over. */
    final boolean passes(TransferFaults.Stage stage, long position) {
      if (isOver()) {
        return false;
      }
      Optional<TransferFaults.Failing> failing =
          faults.at(new TransferFaults.Point(job, file, remoteName, stage, position, size));
      if (failing.isEmpty()) {
        return !isOver();
      }
      stop();
      report.failed(
          new Failure(failing.get().hresult(), failing.get().context(), failing.get().passing()));
      return false;
    }

    final synchronized boolean isOver() {
      return over;
    }

    @Override
    public void stop() {
      Movement stopped;
      synchronized (this) {
        over = true;
        stopped = movement;
      }
      stopped.stop();
    }

    @Override
    public void connected(RemoteVersion version, long position) {
      size = version.hasSize() ? OptionalLong.of(version.size()) : OptionalLong.empty();
      if (!isOver()) {
        report.connected(version, position);
        passes(TransferFaults.Stage.CONNECTED, position);
      }
    }

    @Override
    public void answered(String headers) {
      if (!isOver()) {
        report.answered(headers);
      }
    }

    @Override
    public void renamed(String remoteName) {
      if (!isOver()) {
        report.renamed(remoteName);
      }
    }

    @Override
    public void moved(long position) {
      if (!isOver()) {
        report.moved(position);
        passes(TransferFaults.Stage.MOVED, position);
      }
    }

    @Override
    public void whenMoreMayCome(long bytes, Runnable next) {
      report.whenMoreMayCome(bytes, next);
    }

    @Override
    public void done() {
      if (passes(TransferFaults.Stage.FINISHING, size.orElse(0))) {
        report.done();
      }
    }

    @Override
    public void failed(Failure failure) {
      if (!isOver()) {
        report.failed(failure);
      }
    }
  }
}
