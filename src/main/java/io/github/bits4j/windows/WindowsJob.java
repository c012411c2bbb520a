package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.HelperToken;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.IntegrityLevel;
import io.github.bits4j.JobCredentials;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobOwner;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.NotifyCommand;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.Subscription;
import io.github.bits4j.UploadReply;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.observe.Observed;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A handle on a job of the service. */
final class WindowsJob implements BitsJob, Extensible {
  /** What Resume changes. */
  private static final Set<JobState> RESUMABLE =
      Set.of(JobState.SUSPENDED, JobState.ERROR, JobState.TRANSIENT_ERROR);

  private final WindowsManager manager;
  private final UUID id;
  private final Remote<IBackgroundCopyJob> remote;
  private final FileReferences files = new FileReferences();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Arrivals arrivals;
  private final Notifications notifications;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over the job. */
  WindowsJob(WindowsManager manager, UUID id, Remote<IBackgroundCopyJob> remote) {
    this.manager = manager;
    this.id = id;
    this.remote = remote;
    this.arrivals = new Arrivals(remote, files, manager.poller(), watches);
    this.notifications = new Notifications(remote, arrivals);
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public JobState state() {
    long began = System.nanoTime();
    JobState state = ask(FromRaw::state);
    manager.sightings().saw(id, began, state);
    return state;
  }

  @Override
  public JobStatus status() {
    long began = System.nanoTime();
    JobStatus status = ask(manager.fromRaw()::status);
    manager.sightings().saw(id, began, status);
    return status;
  }

  @Override
  public JobProperties properties() {
    return ask(FromRaw::properties);
  }

  @Override
  public JobError error() {
    return ask(manager.fromRaw()::error);
  }

  @Override
  public List<BitsFile> files() {
    return remote.ask(manager.link().patience(), this::listed, Doubt.none(), late -> {});
  }

  private List<BitsFile> listed(References<IBackgroundCopyJob> job) {
    files.releaseDropped();
    List<BitsFile> all = new ArrayList<>();
    RemoteFile.forEach(
        manager.link(),
        job,
        found -> {
          RemoteFile file = new RemoteFile(remote, found, all.size());
          WindowsFile handle = new WindowsFile(file);
          files.hold(handle, file);
          all.add(handle);
          return true;
        });
    return all;
  }

  @Override
  public void addFiles(List<FileSpec> more) {
    requireOpen("BitsJob.addFiles");
    NewFiles.add(remote, ToRaw.files(more));
  }

  @Override
  public void setDisplayName(String displayName) {
    requireOpen("BitsJob.setDisplayName");
    String text = ToRaw.text("display name", displayName);
    tell(job -> job.SetDisplayName(text));
  }

  @Override
  public void setDescription(String description) {
    requireOpen("BitsJob.setDescription");
    String text = ToRaw.text("description", description);
    tell(job -> job.SetDescription(text));
  }

  @Override
  public void setPriority(JobPriority priority) {
    int value = priority.value();
    tell(job -> job.SetPriority(value));
  }

  @Override
  public void setMinimumRetryDelay(Duration delay) {
    String call = "BitsJob.setMinimumRetryDelay";
    requireOpen(call);
    int seconds = JobSpec.seconds(call, "minimum retry delay", delay);
    tell(job -> job.SetMinimumRetryDelay(seconds));
  }

  @Override
  public void setNoProgressTimeout(Duration timeout) {
    String call = "BitsJob.setNoProgressTimeout";
    requireOpen(call);
    int seconds = JobSpec.seconds(call, "no-progress timeout", timeout);
    tell(job -> job.SetNoProgressTimeout(seconds));
  }

  @Override
  public void addFile(String remoteName, Path localName, List<FileRange> ranges) {
    String call = "BitsJob.addFile";
    requireOpen(call);
    FileSpec file = new FileSpec(remoteName, localName);
    String remote = ToRaw.text(call, "remote name", file.remoteName());
    String local = file.localName().toString();
    List<BG_FILE_RANGE> pieces = ToRaw.ranges(call, ranges);
    Extension.FILE_RANGES.once(
        this, call, Extension.answering(job3 -> job3.AddFileWithRanges(remote, local, pieces)));
  }

  @Override
  public boolean replaceRemotePrefix(String from, String to) {
    String call = "BitsJob.replaceRemotePrefix";
    requireOpen(call);
    String before = ToRaw.nonEmpty(call, "old prefix", from);
    String after = ToRaw.nonEmpty(call, "new prefix", to);
    return Extension.REMOTE_PREFIX.once(
        this, call, job3 -> !job3.ReplaceRemotePrefix(before, after).equals(HResult.S_FALSE));
  }

  @Override
  public ProxySettings proxy() {
    return ask(FromRaw::proxy);
  }

  @Override
  public void setProxy(ProxySettings proxy) {
    String call = "BitsJob.setProxy";
    requireOpen(call);
    int usage = proxy.usage().value();
    String proxies = ToRaw.list(call, proxy.proxies(), BitsCode.PROXY_LIST_TOO_LARGE);
    String bypass = ToRaw.list(call, proxy.bypass(), BitsCode.PROXY_BYPASS_LIST_TOO_LARGE);
    tell(job -> job.SetProxySettings(usage, proxies, bypass));
  }

  @Override
  public boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.JOB);
    return has(Extension.interfaceOf(feature));
  }

  @Override
  public JobCredentials credentials() {
    return Extension.CREDENTIALS.ask(
        this, "BitsJob.credentials", there -> new WindowsCredentials(this));
  }

  @Override
  public HttpOptions http() {
    return Extension.HTTP_OPTIONS.ask(this, "BitsJob.http", there -> new WindowsHttpOptions(this));
  }

  @Override
  public JobOptions options() {
    requireOpen("BitsJob.options");
    return new WindowsJobOptions(this);
  }

  @Override
  public UploadReply reply() {
    return Extension.REPLY.ask(this, "BitsJob.reply", there -> new WindowsReply(this));
  }

  @Override
  public HelperToken helperToken() {
    return Extension.HELPER_TOKEN.ask(
        this, "BitsJob.helperToken", there -> new WindowsHelperToken(this));
  }

  @Override
  public JobOwner owner() {
    return ask(
        job ->
            new JobOwner(
                FromRaw.answered(job::GetOwner),
                elevation(IBackgroundCopyJob4::GetOwnerIntegrityLevel).map(IntegrityLevel::new),
                elevation(IBackgroundCopyJob4::GetOwnerElevationState)
                    .map(elevated -> elevated != 0)));
  }

  private Optional<Integer> elevation(Function<IBackgroundCopyJob4, Integer> getter) {
    return FromRaw.answered(() -> Extension.OWNER_ELEVATION.ask(this, "BitsJob.owner", getter));
  }

  @Override
  public Optional<NotifyCommand> notifyCommand() {
    return Extension.NOTIFY_COMMAND.ask(
        this,
        "BitsJob.notifyCommand",
        job2 -> {
          IBackgroundCopyJob2.NotifyCmdLine raw = job2.GetNotifyCmdLine();
          return FromRaw.text(raw.Program())
              .map(it -> new NotifyCommand(it, FromRaw.text(raw.Parameters()).orElse("")));
        });
  }

  @Override
  public void setNotifyCommand(NotifyCommand command) {
    String program = command.program();
    String line = FromRaw.text(command.commandLine()).orElse(null);
    Extension.NOTIFY_COMMAND.tell(
        this, "BitsJob.setNotifyCommand", job2 -> job2.SetNotifyCmdLine(program, line));
  }

  @Override
  public void removeNotifyCommand() {
    Extension.NOTIFY_COMMAND.tell(
        this, "BitsJob.removeNotifyCommand", job2 -> job2.SetNotifyCmdLine(null, null));
  }

  @Override
  public void resume() {
    change(IBackgroundCopyJob::Resume, state -> !RESUMABLE.contains(state) && !state.isFinal());
  }

  @Override
  public void suspend() {
    change(IBackgroundCopyJob::Suspend, state -> state == JobState.SUSPENDED);
  }

  /** Makes a call once; if it broke off, the state of the job tells whether it was made. */
  private void change(Consumer<IBackgroundCopyJob> call, Predicate<JobState> made) {
    remote.ask(
        manager.link().patience(),
        job -> {
          call.accept(job.raw());
          return true;
        },
        Doubt.seen(job -> made.test(FromRaw.state(job.raw()))),
        done -> {});
  }

  @Override
  public Completion complete() {
    return ended(JobState.ACKNOWLEDGED, () -> Ending.complete(remote));
  }

  @Override
  public Completion cancel() {
    return ended(JobState.CANCELLED, () -> Ending.cancel(remote));
  }

  /** Ends the job without any callback of ours on it. */
  private Completion ended(JobState end, Supplier<Completion> ending) {
    List<WindowsJob> handles = manager.handlesOn(id);
    handles.forEach(handle -> handle.notifications.end());
    try {
      Completion completion = ending.get();
      manager.sightings().saw(id, System.nanoTime(), end);
      return completion;
    } catch (RuntimeException | Error e) {
      handles.stream()
          .filter(handle -> !handle.watches.isEmpty())
          .forEach(handle -> handle.notifications.begin());
      throw e;
    } finally {
      handles.forEach(handle -> handle.watches.forEach(Watch::wake));
    }
  }

  @Override
  public void takeOwnership() {
    tell(IBackgroundCopyJob::TakeOwnership);
  }

  @Override
  public JobStatus await(Duration atMost) throws InterruptedException {
    return Observed.await(id, () -> rested(atMost));
  }

  private JobStatus rested(Duration atMost) throws InterruptedException {
    long began = System.nanoTime();
    long patience = nanos(atMost);
    Pace pace = new Pace();
    JobState before = null;
    for (JobState state = state(); state.isActive(); state = state()) {
      if (state != before) {
        pace.quicken();
        before = state;
      }
      long left = patience - (System.nanoTime() - began);
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, pace.next().toNanos()));
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return status();
  }

  /** For ever is 292 years. */
  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  @Override
  public Subscription listen(JobListener listener, Executor executor) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(executor, "executor");
    Watch watch = new Watch(this, manager.poller(), listener, executor, this::unwatched);
    watches.add(watch);
    try {
      watch.begin();
      notifications.begin();
    } catch (RuntimeException | Error e) {
      watch.close();
      throw e;
    }
    if (closed.get()) {
      watch.close();
    }
    return watch;
  }

  private void unwatched(Watch watch) {
    if (watches.remove(watch) && watches.isEmpty()) {
      notifications.end();
    }
  }

  /** Makes calls that may be made twice: all that change nothing, or set what they set. */
  <T> T ask(Function<IBackgroundCopyJob, T> calls) {
    return remote.ask(calls);
  }

  /** Makes calls that may be made twice. */
  void tell(Consumer<IBackgroundCopyJob> calls) {
    remote.tell(calls);
  }

  @Override
  public <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> calls) {
    return remote.with(iid, absent, calls);
  }

  @Override
  public <I extends IUnknown, T> T once(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return remote.once(iid, absent, call);
  }

  @Override
  public boolean has(Iid<?> iid) {
    return remote.has(iid);
  }

  /**
   * Runs an action on the job now, and again whenever it was found again after the service was
   * restarted; at least once for each.
   *
   * @return ends that
   */
  Runnable onConnected(Consumer<? super IBackgroundCopyJob> action) {
    return remote.onConnected(action);
  }

  void requireOpen(String call) {
    if (closed.get()) {
      throw new ClosedBitsException(call);
    }
  }

  /** What is under way finishes first: the last call out of a raw object releases it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      manager.forget(this);
      watches.forEach(Watch::close);
      notifications.close();
      arrivals.close();
      manager
          .link()
          .release(
              () -> {
                files.close();
                remote.close();
              });
    }
  }

  @Override
  public String toString() {
    return "BitsJob{" + id + '}';
  }
}
