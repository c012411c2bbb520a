package io.github.bits4j.windows;

import static io.github.bits4j.windows.com.IBackgroundCopyManager.BG_JOB_ENUM_ALL_USERS;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.PeerCache;
import io.github.bits4j.Runner;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.observe.Observed;
import io.github.bits4j.windows.com.BG_FILE_INFO;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The queue of the BITS service. */
final class WindowsManager implements BitsManager, Extensible {
  /** How many elements one call of an enumerator brings. */
  static final int BATCH = 32;

  /** How long a caller waits for a call, unless it says otherwise. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Link link;
  private final FromRaw fromRaw;
  private final Wording wording;
  private final Poller poller = new Poller();
  private final Sightings sightings = new Sightings();

  /** The handles that were given out and are not closed yet; null once this manager is closed. */
  private Set<WindowsJob> handles = new HashSet<>();

  private WindowsManager(Link link) {
    this.link = link;
    this.wording =
        new Wording(
            link.service(),
            (hresult, language) -> link.ask(queue -> queue.GetErrorDescription(hresult, language)));
    this.fromRaw = new FromRaw(link.service(), wording);
  }

  static WindowsManager connect(Service service) {
    return connect(service, PATIENCE);
  }

  /**
   * Connects.
   *
   * @param patience how long a caller waits for a call; for one in which BITS looks at files, or
   *     moves them, ten times as long
   */
  static WindowsManager connect(Service service, Duration patience) {
    return connect(service, new Activation(service), patience);
  }

  static WindowsManager connect(Service service, Activation activation, Duration patience) {
    Link link = new Link(service, activation, patience);
    try {
      link.ask(patience, connected -> true, Doubt.none(), late -> {});
      return new WindowsManager(link);
    } catch (RuntimeException | Error e) {
      link.abandon(e);
      throw e;
    }
  }

  @Override
  public String backend() {
    requireOpen("BitsManager.backend");
    return WindowsBitsProvider.NAME;
  }

  @Override
  public Optional<Runner> runner() {
    requireOpen("BitsManager.runner");
    return Optional.of(Runner.SERVICE);
  }

  @Override
  public BitsJob createJob(JobSpec spec) {
    requireOpen("BitsManager.createJob");
    if (spec.type() != JobType.DOWNLOAD && service().isWine()) {
      throw new FeatureNotSupportedException(
          "BitsManager.createJob",
          "Wine's BITS service runs uploads as downloads, and completing one would overwrite the"
              + " source file; use Windows");
    }
    String name = ToRaw.text("display name", spec.displayName());
    int type = spec.type().value();
    Consumer<IBackgroundCopyJob> configuration = ToRaw.configuration(spec);
    List<BG_FILE_INFO> files = spec.files().isEmpty() ? List.of() : ToRaw.files(spec.files());
    WindowsJob job =
        service()
            .apartment()
            .call(
                link,
                link.longPatience(),
                deadline -> configured(created(deadline, name, type), configuration, files),
                this::cancel);
    sightings.created(job.id());
    return job;
  }

  private RemoteJob created(Deadline deadline, String name, int type) {
    return link.made(
        deadline,
        queue -> {
          IBackgroundCopyManager.Created created = queue.raw().CreateJob(name, type);
          RemoteJob job = new RemoteJob(link, created.JobId(), queue.generation(), created.Job());
          try {
            service().secure(created.Job());
            return job;
          } catch (RuntimeException | Error refused) {
            abandon(job, refused);
            throw refused;
          }
        },
        Doubt.told("a job named '" + name + "' may have been left in the queue"));
  }

  private WindowsJob configured(
      RemoteJob job, Consumer<IBackgroundCopyJob> configuration, List<BG_FILE_INFO> files) {
    try {
      job.tell(configuration);
      if (!files.isEmpty()) {
        NewFiles.add(job, files);
      }
      return handle(job);
    } catch (RuntimeException | Error refused) {
      abandon(job, refused);
      throw refused;
    }
  }

  /** Leaves neither a job nor a reference behind. */
  private void abandon(RemoteJob job, Throwable refused) {
    try {
      service().apartment().undo(() -> Ending.cancel(job));
    } catch (RuntimeException notCancelled) {
      refused.addSuppressed(notCancelled);
    } finally {
      job.close();
    }
  }

  /** A job of which nobody will ever know. */
  private void cancel(BitsJob unknown) {
    try (unknown) {
      unknown.cancel();
    }
  }

  @Override
  public Optional<BitsJob> findJob(UUID id) {
    try {
      return Optional.of(found(id));
    } catch (JobNotFoundException notThere) {
      return Optional.empty();
    }
  }

  @Override
  public BitsJob job(UUID id) {
    return found(id);
  }

  private BitsJob found(UUID id) {
    return link.ask(link.patience(), queue -> got(queue, id), Doubt.none(), BitsJob::close);
  }

  private BitsJob got(References<IBackgroundCopyManager> queue, UUID id) {
    IBackgroundCopyJob job = RemoteJob.got(service(), queue.raw(), id);
    return handleOrClose(new RemoteJob(link, id, queue.generation(), job));
  }

  @Override
  public List<BitsJob> jobs() {
    return listed(0);
  }

  @Override
  public List<BitsJob> jobsOfAllUsers() {
    return listed(BG_JOB_ENUM_ALL_USERS);
  }

  private List<BitsJob> listed(int flags) {
    return link.ask(
        link.patience(),
        queue -> listed(queue, flags),
        Doubt.none(),
        late -> late.forEach(BitsJob::close));
  }

  private List<BitsJob> listed(References<IBackgroundCopyManager> queue, int flags) {
    Queue<IBackgroundCopyJob> found = new ArrayDeque<>();
    List<BitsJob> jobs = new ArrayList<>();
    try (IEnumBackgroundCopyJobs enumerator = queue.raw().EnumJobs(flags)) {
      service().secure(enumerator);
      List<IBackgroundCopyJob> batch;
      do {
        batch = enumerator.Next(BATCH);
        found.addAll(batch);
      } while (batch.size() == BATCH);
      while (!found.isEmpty()) {
        IBackgroundCopyJob job = found.element();
        service().secure(job);
        RemoteJob remote = new RemoteJob(link, job.GetId(), queue.generation(), job);
        found.remove();
        jobs.add(handleOrClose(remote));
      }
      return jobs;
    } catch (RuntimeException | Error e) {
      found.forEach(IBackgroundCopyJob::close);
      jobs.forEach(BitsJob::close);
      throw e;
    }
  }

  @Override
  public String describe(HResult hresult, Locale language) {
    requireOpen("BitsManager.describe");
    Objects.requireNonNull(hresult, "hresult");
    Objects.requireNonNull(language, "language");
    return wording.of(hresult, language);
  }

  @Override
  public boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.MANAGER);
    return has(Extension.interfaceOf(feature));
  }

  @Override
  public PeerCache peerCache() {
    return Extension.PEER_CACHE.ask(
        this, "BitsManager.peerCache", there -> new WindowsPeerCache(this));
  }

  /** Gives a job out. */
  private WindowsJob handle(RemoteJob job) {
    WindowsJob handle = new WindowsJob(this, job.id(), job);
    synchronized (this) {
      if (handles != null) {
        handles.add(handle);
        return handle;
      }
    }
    throw new ClosedBitsException("BitsManager");
  }

  private WindowsJob handleOrClose(RemoteJob job) {
    try {
      return handle(job);
    } catch (ClosedBitsException e) {
      job.close();
      throw e;
    }
  }

  /** The handles on one job that are open. */
  synchronized List<WindowsJob> handlesOn(UUID id) {
    return handles == null
        ? List.of()
        : handles.stream().filter(handle -> handle.id().equals(id)).toList();
  }

  synchronized void forget(WindowsJob handle) {
    if (handles != null) {
      handles.remove(handle);
    }
  }

  private synchronized void requireOpen(String call) {
    if (handles == null) {
      throw new ClosedBitsException(call);
    }
  }

  Service service() {
    return link.service();
  }

  Link link() {
    return link;
  }

  FromRaw fromRaw() {
    return fromRaw;
  }

  Sightings sightings() {
    return sightings;
  }

  Poller poller() {
    return poller;
  }

  /** Makes calls that may be made twice: all that change nothing, or set what they set. */
  <T> T ask(Function<IBackgroundCopyManager, T> calls) {
    return link.ask(calls);
  }

  @Override
  public <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> calls) {
    return link.with(iid, absent, calls);
  }

  @Override
  public <I extends IUnknown, T> T once(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return link.once(iid, absent, call);
  }

  @Override
  public boolean has(Iid<?> iid) {
    return link.has(iid);
  }

  @Override
  public void close() {
    Set<WindowsJob> open;
    synchronized (this) {
      open = handles;
      handles = null;
    }
    if (open != null) {
      poller.close();
      link.release(
          () -> {
            open.forEach(WindowsJob::close);
            link.close();
          });
      Observed.settle();
    }
  }
}
