package io.github.bits4j.testing;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobStatus;
import io.github.bits4j.embedded.Conditions;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.embedded.MemoryQueue;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.transfer.Surroundings;
import io.github.bits4j.transfer.TransferTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * BITS for the tests of a program that uses it: the embedded engine with BITS's own rules, in
 * virtual time, in front of a network in memory, where what goes wrong is told beforehand and what
 * was called is remembered.
 *
 * <pre>{@code
 * try (MockBits mock = MockBits.start()) {
 *   mock.network().serve("http://example.org/setup.exe", bytes);
 *   mock.script().onUrl("*").atPercent(40).disconnect();
 *   new Updater(mock.manager()).update();
 *   assertEquals(1, mock.calls().of("BitsJob.complete").size());
 * }
 * }</pre>
 *
 * <p>Files are real: they arrive in temporary files beside their final names, so give jobs names in
 * a temporary folder. In JUnit 5, {@link BitsTest} does the opening and closing.
 *
 * <p>Stands for the service, not for a program: managers are opened and closed, jobs stay and move
 * on. For use by any thread.
 */
public final class MockBits implements AutoCloseable {
  private final VirtualTime time;
  private final Conditions conditions = new Conditions();
  private final FaultScript script;
  private final MockNetwork network;
  private final CallLog calls = new CallLog();
  private final AtomicReference<BitsVersion> version = new AtomicReference<>(BitsVersion.NEWEST);
  private final Service service;
  private final Recorder recorder;
  private final BitsManager manager;
  private final TransfersInVirtualTime transfers;
  private final Passage passage;
  private int losses;
  private boolean closed;

  private MockBits(Builder builder) {
    time = builder.time;
    script = new FaultScript(new Around());
    network = new MockNetwork(time, script);
    transfers = new TransfersInVirtualTime(time);
    service = new Service(engine(builder));
    recorder = new Recorder(service, script, time, calls, version, new OfTransfers(builder));
    manager = recorder.manager();
    builder.presets.forEach(this::apply);
    passage = builder.timePassesByItself ? Passage.start(time, service, transfers) : null;
  }

  private EmbeddedBits.Builder engine(Builder builder) {
    return builder
        .engine
        .apply(EmbeddedBits.builder())
        .running(true)
        .inMemory(new MemoryQueue())
        .virtualTime(time)
        .conditions(conditions)
        .http(new MemoryClient(network))
        .faults(script.carriedOut()::atTransfer);
  }

  /**
   * Starts one where nothing goes wrong yet.
   *
   * @return a new mock; the caller closes it
   */
  public static MockBits start() {
    return builder().start();
  }

  /**
   * Begins a configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  // ---- For the program under test ----

  /**
   * The manager to give to the program under test, always the same one.
   *
   * @return a manager; the program may close it
   */
  public BitsManager manager() {
    return manager;
  }

  /**
   * Another manager on the same queue, as a program gets that was started anew.
   *
   * @return a manager; closing it leaves the jobs in the queue
   */
  public BitsManager openManager() {
    return recorder.manager();
  }

  // ---- For the test ----

  /**
   * What goes wrong.
   *
   * @return the script, empty at first but for the presets
   */
  public FaultScript script() {
    return script;
  }

  /**
   * The servers.
   *
   * @return the network, empty at first
   */
  public MockNetwork network() {
    return network;
  }

  /**
   * The time in which everything happens.
   *
   * @return the time
   */
  public VirtualTime time() {
    return time;
  }

  /**
   * What the program called.
   *
   * @return the calls on every manager and everything that it gave out
   */
  public CallLog calls() {
    return calls;
  }

  /**
   * What the world lets jobs do: network, costs, log-on, policies.
   *
   * @return the conditions, which keep nothing back at first but by presets
   */
  public Conditions conditions() {
    return conditions;
  }

  /**
   * Has it imitate something from now on.
   *
   * @param preset what
   * @return this mock
   */
  public MockBits apply(Preset preset) {
    preset.set(this);
    return this;
  }

  /**
   * Has the service end and begin again at once.
   *
   * @see FaultScript
   */
  public void restartService() {
    new Around().happens(new Mishap.StopService(Duration.ZERO));
  }

  /**
   * The jobs that the program left in the queue: neither completed nor cancelled, they would stay
   * there for 90 days. A service that the script has stopped is started for this.
   *
   * @return a sentence for each, with name, id, state and error; empty if there are none
   */
  public List<String> unfinishedJobs() {
    service.start();
    List<String> left = new ArrayList<>();
    for (BitsJob job : service.now("MockBits.unfinishedJobs").engine().jobs()) {
      JobStatus status = job.status();
      String name = job.properties().displayName().orElse("");
      String error =
          status.error().map(it -> " (" + it.fault() + ", " + it.context() + ")").orElse("");
      left.add("job '%s' (%s) is %s%s".formatted(name, job.id(), status.state(), error));
    }
    return left;
  }

  void version(String text) {
    version.set(new BitsVersion(text));
  }

  /** Ends everything. Jobs that are left are cancelled, and their temporary files deleted. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (passage != null) {
      passage.end();
    }
    script.clear();
    service.end();
  }

  /** Everything at once. */
  private final class Around implements World {
    @Override
    public void happens(Mishap mishap) {
      if (mishap instanceof Mishap.LoseNetwork lost) {
        change(1);
        time.after(lost.duration(), () -> change(-1));
      } else if (mishap instanceof Mishap.StopService stop) {
        service.stop();
        if (stop.downtime().isZero()) {
          service.start();
        } else {
          time.after(stop.downtime(), service::start);
        }
      }
    }

    /** Losses may overlap. */
    private void change(int more) {
      boolean up;
      synchronized (MockBits.this) {
        losses += more;
        up = losses == 0;
      }
      conditions.setNetwork(up);
    }

    @Override
    public void after(Duration when, Runnable action) {
      time.after(when, action);
    }
  }

  /** Transfers live in this time, and fall back to an engine in front of the same network. */
  private final class OfTransfers implements Surroundings {
    private final Builder builder;

    private OfTransfers(Builder builder) {
      this.builder = builder;
    }

    @Override
    public TransferTime transferTime() {
      return transfers;
    }

    @Override
    public BitsManager embeddedEngine() {
      return engine(builder).open();
    }
  }

  /** Collects the settings of a mock. Not for use by several threads at once. */
  public static final class Builder {
    private final List<Preset> presets = new ArrayList<>();
    private VirtualTime time = new VirtualTime();
    private UnaryOperator<EmbeddedBits.Builder> engine = it -> it;
    private boolean timePassesByItself;

    private Builder() {}

    /**
     * Has it imitate something from the start.
     *
     * @param presets what; all of them hold
     * @return this builder
     */
    public Builder presets(Preset... presets) {
      this.presets.addAll(List.of(presets));
      return this;
    }

    /**
     * Sets the time in which everything happens.
     *
     * @param time a time, which several mocks may share
     * @return this builder
     */
    public Builder time(VirtualTime time) {
      this.time = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Sets more of the engine: stall timeout, client certificates. Queue, time, network, conditions
     * and faults are the mock's.
     *
     * @param settings what to set
     * @return this builder
     */
    public Builder engine(UnaryOperator<EmbeddedBits.Builder> settings) {
      this.engine = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Has time pass by itself, as fast as it can, while any job is neither at rest nor finished.
     * For programs that wait for their listeners on latches or by polling; what they do then meets
     * jobs at moments that differ from run to run.
     *
     * @return this builder
     */
    public Builder timePassesByItself() {
      this.timePassesByItself = true;
      return this;
    }

    /**
     * Starts it.
     *
     * @return a mock; the caller closes it
     */
    public MockBits start() {
      return new MockBits(this);
    }
  }
}
