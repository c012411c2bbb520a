package io.github.bits4j.embedded;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Finding;
import io.github.bits4j.disk.StateFolder;
import io.github.bits4j.error.BitsUnavailableException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The embedded engine: BITS's own rules and real transfers, without the service.
 *
 * <pre>{@code
 * try (BitsManager bits = EmbeddedBits.builder().open()) { ... }
 * }</pre>
 *
 * <p>Its threads are daemons: jobs move while a manager that runs the queue is open, in this
 * process or in another one.
 */
public final class EmbeddedBits {
  private EmbeddedBits() {}

  /**
   * Begins a configuration: the default queue, running, a stall timeout of 30 seconds.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The folder of the durable queue where nobody names one: {@code bits4j} in the folder for a
   * user's state by the platform's convention: {@code %LOCALAPPDATA%} on Windows, elsewhere {@code
   * XDG_STATE_HOME}, or {@code ~/Library/Application Support} on macOS and {@code ~/.local/state}
   * on every other system.
   *
   * @return the folder, which need not exist
   */
  public static Path defaultQueue() {
    return StateFolder.ofThisSystem();
  }

  /** Collects the settings of an engine. Not for use by several threads at once. */
  public static final class Builder {
    private Path queue;
    private boolean inMemory;
    private MemoryQueue memory;
    private boolean running = true;
    private ClientCertificates certificates = ClientCertificates.none();
    private Duration stallTimeout = Duration.ofSeconds(30);
    private VirtualTime time;
    private HttpClient http;
    private TransferFaults faults;
    private Conditions conditions = new Conditions();
    private Policies policies = Policies.DEFAULT;
    private int foregroundJobs = Limits.FOREGROUND_JOBS;
    private Duration timeSlice = Limits.TIME_SLICE;
    private long backgroundRate;

    private Builder() {}

    private Builder(Builder other) {
      queue = other.queue;
      inMemory = other.inMemory;
      memory = other.memory;
      time = other.time;
      http = other.http;
      faults = other.faults;
      running = other.running;
      stallTimeout = other.stallTimeout;
      certificates = other.certificates;
      conditions = other.conditions;
      policies = other.policies;
      foregroundJobs = other.foregroundJobs;
      timeSlice = other.timeSlice;
      backgroundRate = other.backgroundRate;
    }

    /**
     * Keeps the queue in a folder, where it survives the end of the process. The folder is made if
     * it is missing; its files can be read by its owner only, where the file system can say so.
     *
     * @param folder the folder
     * @return this builder
     */
    public Builder queue(Path folder) {
      this.queue = Objects.requireNonNull(folder, "folder");
      this.inMemory = false;
      this.memory = null;
      return this;
    }

    /**
     * Keeps the queue in memory only: it ends with the manager, and with it the temporary files of
     * its jobs.
     *
     * @return this builder
     */
    public Builder inMemory() {
      this.queue = null;
      this.inMemory = true;
      this.memory = null;
      return this;
    }

    /**
     * Keeps the queue in memory that outlives the manager.
     *
     * @param queue where jobs are; no other manager may have it open
     * @return this builder
     */
    public Builder inMemory(MemoryQueue queue) {
      this.queue = null;
      this.inMemory = true;
      this.memory = Objects.requireNonNull(queue, "queue");
      return this;
    }

    /**
     * Sets whether the manager runs the queue, in turn with other processes that do. One that does
     * not can create, list and change jobs; they move as soon as any process runs the queue, and
     * this one is in nobody's way.
     *
     * @param running whether jobs move; the default is true
     * @return this builder
     */
    public Builder running(boolean running) {
      this.running = running;
      return this;
    }

    /**
     * Sets after how long a connection that brings no byte is given up as a transient error.
     *
     * @param timeout longer than zero
     * @return this builder
     * @throws IllegalArgumentException if the timeout is zero or less
     */
    public Builder stallTimeout(Duration timeout) {
      if (timeout.isZero() || timeout.isNegative()) {
        throw new IllegalArgumentException("a stall timeout of " + timeout);
      }
      this.stallTimeout = timeout;
      return this;
    }

    /**
     * Tells the engine of the network, its cost and the owner, while this process runs the queue.
     *
     * @param conditions what is said through it afterwards counts too; the default says that
     *     nothing keeps a job back
     * @return this builder
     */
    public Builder conditions(Conditions conditions) {
      this.conditions = Objects.requireNonNull(conditions, "conditions");
      return this;
    }

    /**
     * Sets the limits that an administrator of Windows sets by group policy.
     *
     * @param policies the limits; the default is {@link Policies#DEFAULT}
     * @return this builder
     */
    public Builder policies(Policies policies) {
      this.policies = Objects.requireNonNull(policies, "policies");
      return this;
    }

    /**
     * Sets how many jobs of {@link io.github.bits4j.JobPriority#FOREGROUND} move at once, beside
     * one background job. BITS names no bound.
     *
     * @param jobs at least 1; the default is 8
     * @return this builder
     * @throws IllegalArgumentException if there are fewer than 1
     */
    public Builder foregroundJobs(int jobs) {
      if (jobs < 1) {
        throw new IllegalArgumentException(jobs + " foreground jobs");
      }
      this.foregroundJobs = jobs;
      return this;
    }

    /**
     * Sets after how long a job makes room for another of its priority that waits.
     *
     * @param slice longer than zero; the default is 5 minutes
     * @return this builder
     * @throws IllegalArgumentException if the slice is zero or less
     */
    public Builder timeSlice(Duration slice) {
      if (slice.isZero() || slice.isNegative()) {
        throw new IllegalArgumentException("a time slice of " + slice);
      }
      this.timeSlice = slice;
      return this;
    }

    /**
     * Sets how many bytes a second come over HTTP in the background, at most, on the average; a
     * tenth of them while a foreground job moves. Jobs of {@link
     * io.github.bits4j.JobPriority#FOREGROUND} and local files are not limited. To keep background
     * jobs back altogether, {@linkplain Conditions#block block} {@code BLOCKED_BY_POLICY}.
     *
     * @param bytesPerSecond at least 1; there is no limit by default
     * @return this builder
     * @throws IllegalArgumentException if the rate is less than 1
     */
    public Builder backgroundRate(long bytesPerSecond) {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("a rate of " + bytesPerSecond + " bytes a second");
      }
      this.backgroundRate = bytesPerSecond;
      return this;
    }

    /**
     * Gives jobs certificates with which they may tell servers who they are. The key store, for
     * instance a PKCS#12 file, takes the place of Windows' store {@code MY} of the current user:
     * {@link io.github.bits4j.HttpOptions#setClientCertificate} finds in it what it is told to look
     * for. The queue keeps only what to look for: whoever runs it needs the key store too.
     *
     * @param store where the certificates and their keys are
     * @param password of the keys; the array stays the caller's, who wipes it
     * @return this builder
     * @throws IllegalArgumentException if the keys cannot be read with the password
     */
    public Builder clientCertificates(KeyStore store, char[] password) {
      this.certificates = ClientCertificates.of(Objects.requireNonNull(store, "store"), password);
      return this;
    }

    /**
     * Has everything happen in virtual time. For tests; only for queues in memory.
     *
     * @param time the time, which several managers may share
     * @return this builder
     */
    public Builder virtualTime(VirtualTime time) {
      this.time = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Brings everything over HTTP through this client. The engine does redirects, credentials and
     * ranges itself; what jobs want of proxies, trust and client certificates is then a matter of
     * this client.
     *
     * @param client a client that follows no redirects by itself
     * @return this builder
     */
    @SuppressWarnings("exports") // whoever has a client reads the module it is from
    public Builder http(HttpClient client) {
      this.http = Objects.requireNonNull(client, "client");
      return this;
    }

    /**
     * Has transfers fail by order. For tests.
     *
     * @param faults who is asked at every point of every transfer
     * @return this builder
     */
    public Builder faults(TransferFaults faults) {
      this.faults = Objects.requireNonNull(faults, "faults");
      return this;
    }

    /**
     * Opens the queue and, unless told otherwise, runs it: jobs that were moving when the queue was
     * last closed go on.
     *
     * <p>Any number of processes of one user may have a queue in a folder open. One of them runs
     * it, with its own settings; the others see it live and hand it work, and when it ends or dies,
     * one of those that are running takes over. Handles stay good through that, and no call is lost
     * or made twice. A queue on a network drive is for one machine at a time.
     *
     * @return a manager; the caller closes it
     * @throws BitsUnavailableException if the queue cannot be used: a process that has it open does
     *     not answer ({@code 0x80070020}) or is of another version ({@code 0x8007051A}), the SQLite
     *     driver is missing ({@code 0x8007007E}), or the folder cannot be written
     * @throws IllegalStateException if virtual time is wanted for a queue that is not in memory
     */
    public BitsManager open() {
      Builder settings = new Builder(this);
      if (inMemory) {
        Store store = memory == null ? new MemoryStore() : memory.store();
        return time == null
            ? settings.manager(new ThreadAgenda(), Workers.start(), store, true)
            : settings.manager(new VirtualAgenda(time), time.turns(), store, true);
      }
      if (time != null) {
        throw new IllegalStateException(
            "a queue in a folder is shared with processes of another time: use inMemory()");
      }
      QueueFolder folder = new QueueFolder(queue == null ? defaultQueue() : queue);
      folder.requireDriver();
      SharedQueue shared =
          new SharedQueue(
              folder,
              running,
              (agenda, workers, store) -> settings.manager(agenda, workers, store, false));
      shared.open();
      return Handles.of(shared);
    }

    private EmbeddedManager manager(
        Agenda agenda, Executor workers, Store store, boolean observed) {
      try {
        Engine engine = engine(agenda, workers, store);
        engine.open();
        Runnable release = time == null ? () -> {} : time::settle;
        return new EmbeddedManager(engine, workers, certificates, observed, release);
      } catch (RuntimeException | Error e) {
        agenda.close();
        store.close();
        throw e;
      }
    }

    /**
     * Looks at what {@link #open()} would need, as {@link io.github.bits4j.BitsProvider#diagnose()}
     * does for the default queue; changes nothing.
     *
     * @return the findings, in the order in which a person should read them
     */
    public List<Finding> diagnose() {
      return Diagnosis.of(new QueueFolder(queue == null ? defaultQueue() : queue));
    }

    private Transport faulty(Transport transport) {
      return faults == null ? transport : new FaultyTransport(transport, faults);
    }

    private Uplink faulty(Uplink uplink) {
      return faults == null ? uplink : new FaultyUplink(uplink, faults);
    }

    private Engine engine(Agenda agenda, Executor workers, Store store) {
      HttpClients clients =
          http == null
              ? new HttpClients(workers, stallTimeout, null, certificates)
              : HttpClients.always(http);
      Web web = new Web(agenda, workers, stallTimeout, EngineVersion.userAgent(), clients);
      LocalFiles files = time == null ? new LocalFiles() : new VirtualFiles();
      Transport overHttp = new HttpTransport(web);
      Transport copying = new FileTransport(workers);
      Uplink up = new HttpUplink(web);
      Uplink copyingBack = new FileUplink(workers, files);
      return new Engine(
          agenda,
          store,
          name -> faulty(RemoteNames.isHttp(name) ? overHttp : copying),
          name -> faulty(RemoteNames.isHttp(name) ? up : copyingBack),
          files,
          new Terms(
              new Scheduler(foregroundJobs, timeSlice),
              policies,
              conditions,
              backgroundRate == 0 ? Throttle.NONE : new Throttle(agenda, workers, backgroundRate)),
          running,
          System.getProperty("user.name"));
    }
  }
}
