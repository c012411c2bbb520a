package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A handle on a job of the service. */
final class WindowsJob implements BitsJob {
  private final WindowsManager manager;
  private final UUID id;
  private final References<IBackgroundCopyJob> references;
  private final FileReferences files = new FileReferences();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over the reference. */
  WindowsJob(WindowsManager manager, UUID id, IBackgroundCopyJob raw) {
    this.manager = manager;
    this.id = id;
    this.references = new References<>(manager.service(), raw);
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public JobState state() {
    return ask(FromRaw::state);
  }

  @Override
  public JobStatus status() {
    return ask(manager.fromRaw()::status);
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
    return ask(this::listed);
  }

  private List<BitsFile> listed(IBackgroundCopyJob job) {
    files.releaseDropped();
    Queue<IBackgroundCopyFile> found = new ArrayDeque<>();
    try (IEnumBackgroundCopyFiles enumerator = job.EnumFiles()) {
      manager.service().secure(enumerator);
      List<IBackgroundCopyFile> batch;
      do {
        batch = enumerator.Next(WindowsManager.BATCH);
        found.addAll(batch);
      } while (batch.size() == WindowsManager.BATCH);
      List<BitsFile> all = new ArrayList<>(found.size());
      while (!found.isEmpty()) {
        manager.service().secure(found.element());
        var file = new References<>(manager.service(), found.remove());
        WindowsFile handle = new WindowsFile(manager, file);
        files.hold(handle, file);
        all.add(handle);
      }
      return all;
    } finally {
      found.forEach(IBackgroundCopyFile::close);
    }
  }

  @Override
  public void addFiles(List<FileSpec> more) {
    requireOpen("BitsJob.addFiles");
    var set = ToRaw.files(more);
    tell(job -> job.AddFileSet(set));
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
  public void resume() {
    tell(IBackgroundCopyJob::Resume);
  }

  @Override
  public void suspend() {
    tell(IBackgroundCopyJob::Suspend);
  }

  @Override
  public Completion complete() {
    return Completion.of(ask(IBackgroundCopyJob::Complete));
  }

  @Override
  public Completion cancel() {
    return Completion.of(ask(IBackgroundCopyJob::Cancel));
  }

  @Override
  public void takeOwnership() {
    tell(IBackgroundCopyJob::TakeOwnership);
  }

  @Override
  public JobStatus await(Duration atMost) throws InterruptedException {
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
    Watch watch = new Watch(this, manager.poller(), listener, executor, watches::remove);
    watches.add(watch);
    try {
      watch.begin();
    } catch (RuntimeException | Error e) {
      watch.close();
      throw e;
    }
    if (closed.get()) {
      watch.close();
    }
    return watch;
  }

  /** Makes calls on the job where they may be made. */
  <T> T ask(Function<IBackgroundCopyJob, T> call) {
    return manager.ask("BitsJob", references, it -> call.apply(it.raw()));
  }

  /**
   * Makes calls on another interface of the job, which is asked for once, secured, and given back
   * with the handle.
   *
   * @param absent what is thrown if the job has no such interface
   */
  <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return manager.ask("BitsJob", references, it -> call.apply(it.as(iid).orElseThrow(absent)));
  }

  /** Whether the job has an interface. */
  boolean has(Iid<?> iid) {
    return manager.ask("BitsJob", references, it -> it.as(iid).isPresent());
  }

  void tell(Consumer<IBackgroundCopyJob> call) {
    ask(
        job -> {
          call.accept(job);
          return null;
        });
  }

  private void requireOpen(String call) {
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
      manager.ask(
          () -> {
            files.close();
            references.close();
            return null;
          });
    }
  }

  @Override
  public String toString() {
    return "BitsJob{" + id + '}';
  }
}
