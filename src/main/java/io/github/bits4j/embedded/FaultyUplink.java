package io.github.bits4j.embedded;

/** A way for uploads that asks at every point whether something is to go wrong there. */
final class FaultyUplink implements Uplink {
  private final Uplink uplink;
  private final TransferFaults faults;

  FaultyUplink(Uplink uplink, TransferFaults faults) {
    this.uplink = uplink;
    this.faults = faults;
  }

  @Override
  public String protocol() {
    return uplink.protocol();
  }

  @Override
  public Transport.Movement start(Load load, Report report) {
    Watch watch = new Watch(load, report);
    if (watch.passes(TransferFaults.Stage.STARTING, 0)) {
      watch.watches(uplink.start(load, watch));
    }
    return watch;
  }

  @Override
  public Transport.Movement cancel(Load load, Report report) {
    return uplink.cancel(load, report);
  }

  private final class Watch extends FaultyTransport.Watch implements Report {
    private final Report report;

    private Watch(Load load, Report report) {
      super(faults, load.job(), 0, load.remoteName(), report);
      this.report = report;
    }

    @Override
    public void session(UploadSession session) {
      if (!isOver()) {
        report.session(session);
      }
    }
  }
}
