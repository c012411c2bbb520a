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
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
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
final class WindowsManager implements BitsManager {
  /** How many elements one call of an enumerator brings. */
  static final int BATCH = 32;

  private final Service service;
  private final References<IBackgroundCopyManager> references;
  private final IBackgroundCopyManager raw;
  private final Wording wording;
  private final FromRaw fromRaw;
  private final Poller poller = new Poller();

  /** The handles that were given out and are not closed yet; null once this manager is closed. */
  private Set<WindowsJob> handles = new HashSet<>();

  private WindowsManager(Service service, IBackgroundCopyManager raw) {
    this.service = service;
    this.references = new References<>(service, raw);
    this.raw = raw;
    this.wording = new Wording(service, raw);
    this.fromRaw = new FromRaw(service, wording);
  }

  static WindowsManager connect(Service service) {
    return connect(service, new Activation(service));
  }

  static WindowsManager connect(Service service, Activation activation) {
    return new WindowsManager(service, activation.connect());
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
    if (spec.type() != JobType.DOWNLOAD && service.isWine()) {
      throw new FeatureNotSupportedException(
          "BitsManager.createJob",
          "Wine's BITS service runs uploads as downloads, and completing one would overwrite the"
              + " source file; use Windows");
    }
    String name = ToRaw.text("display name", spec.displayName());
    int type = spec.type().value();
    Consumer<IBackgroundCopyJob> configuration = ToRaw.configuration(spec);
    return ask(() -> created(name, type, configuration));
  }

  private BitsJob created(String name, int type, Consumer<IBackgroundCopyJob> configuration) {
    IBackgroundCopyManager.Created created = raw.CreateJob(name, type);
    IBackgroundCopyJob job = created.Job();
    try {
      service.secure(job);
      configuration.accept(job);
      return handle(created.JobId(), job);
    } catch (RuntimeException | Error refused) {
      abandon(job, refused);
      throw refused;
    }
  }

  /** Leaves neither a job nor a reference behind. */
  private static void abandon(IBackgroundCopyJob job, Throwable refused) {
    try (job) {
      job.Cancel();
    } catch (RuntimeException notCancelled) {
      refused.addSuppressed(notCancelled);
    }
  }

  @Override
  public Optional<BitsJob> findJob(UUID id) {
    try {
      return Optional.of(job(id));
    } catch (JobNotFoundException notThere) {
      return Optional.empty();
    }
  }

  @Override
  public BitsJob job(UUID id) {
    return ask(
        () -> {
          IBackgroundCopyJob job = raw.GetJob(id);
          try {
            service.secure(job);
            return handle(id, job);
          } catch (RuntimeException | Error e) {
            job.close();
            throw e;
          }
        });
  }

  @Override
  public List<BitsJob> jobs() {
    return ask(() -> listed(0));
  }

  @Override
  public List<BitsJob> jobsOfAllUsers() {
    return ask(() -> listed(BG_JOB_ENUM_ALL_USERS));
  }

  private List<BitsJob> listed(int flags) {
    Queue<IBackgroundCopyJob> found = new ArrayDeque<>();
    List<BitsJob> jobs = new ArrayList<>();
    try (IEnumBackgroundCopyJobs enumerator = raw.EnumJobs(flags)) {
      service.secure(enumerator);
      List<IBackgroundCopyJob> batch;
      do {
        batch = enumerator.Next(BATCH);
        found.addAll(batch);
      } while (batch.size() == BATCH);
      for (IBackgroundCopyJob job = found.peek(); job != null; job = found.peek()) {
        service.secure(job);
        jobs.add(handle(job.GetId(), job));
        found.remove();
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
    return ask(() -> wording.of(hresult, language));
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

  private synchronized WindowsJob handle(UUID id, IBackgroundCopyJob job) {
    requireOpen("BitsManager");
    WindowsJob handle = new WindowsJob(this, id, job);
    handles.add(handle);
    return handle;
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
    return service;
  }

  FromRaw fromRaw() {
    return fromRaw;
  }

  Poller poller() {
    return poller;
  }

  /** The one door for calls to the service, from the manager, its jobs and their files. */
  <T> T ask(Supplier<T> calls) {
    return service.call(calls);
  }

  /** Makes calls on one object, which is not released before they are done. */
  <R extends IUnknown, T> T ask(
      String handle, References<R> references, Function<References<R>, T> calls) {
    return ask(
        () -> {
          if (!references.enter()) {
            throw new ClosedBitsException(handle);
          }
          try {
            return calls.apply(references);
          } finally {
            references.exit();
          }
        });
  }

  /** As {@link WindowsJob#with}, on the queue itself. */
  <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return ask("BitsManager", references, it -> call.apply(it.as(iid).orElseThrow(absent)));
  }

  /** Whether the queue has an interface. */
  boolean has(Iid<?> iid) {
    return ask("BitsManager", references, it -> it.as(iid).isPresent());
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
      ask(
          () -> {
            open.forEach(WindowsJob::close);
            references.close();
            return null;
          });
    }
  }
}
