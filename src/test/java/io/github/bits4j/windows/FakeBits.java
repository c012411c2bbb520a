package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobTimes;
import io.github.bits4j.JobType;
import io.github.bits4j.Runner;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An engine that moves nothing: jobs are what the test makes them. */
final class FakeBits implements BitsManager {
  static final Instant CREATION = Instant.parse("2026-01-02T03:04:05.123456700Z");

  private final Map<UUID, Item> queue = new LinkedHashMap<>();
  private final AtomicInteger handles = new AtomicInteger();

  /** A job, and everything that can be said about it. Guarded by the fake. */
  static final class Item {
    final UUID id = UUID.randomUUID();
    final JobType type;
    final List<FileSpec> files = new ArrayList<>();
    String name;
    String description = "";
    JobPriority priority = JobPriority.NORMAL;
    Duration retryDelay = Duration.ofMinutes(10);
    Duration timeout = Duration.ofDays(14);
    JobState state = JobState.SUSPENDED;
    JobError error;
    int errorCount;
    long bytes;
    Instant modification = CREATION;
    Instant completion;

    Item(JobType type, String name) {
      this.type = type;
      this.name = name;
    }
  }

  /** Changes a job behind everybody's back, as a service does. */
  synchronized void change(UUID id, java.util.function.Consumer<Item> change) {
    Item item = queue.get(id);
    change.accept(item);
    item.modification = item.modification.plusMillis(1);
  }

  synchronized List<UUID> ids() {
    return List.copyOf(queue.keySet());
  }

  /** The handles of this engine that nobody closed. */
  int openHandles() {
    return handles.get();
  }

  private BitsJob handle(Item item) {
    handles.incrementAndGet();
    return new Handle(item);
  }

  @Override
  public String backend() {
    return "fake";
  }

  @Override
  public Optional<Runner> runner() {
    return Optional.empty();
  }

  @Override
  public synchronized BitsJob createJob(JobSpec spec) {
    Item item = new Item(spec.type(), spec.displayName());
    queue.put(item.id, item);
    return handle(item);
  }

  @Override
  public Optional<BitsJob> findJob(UUID id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized BitsJob job(UUID id) {
    if (!queue.containsKey(id)) {
      throw BitsException.of(BitsCode.NOT_FOUND.hresult(), "job");
    }
    return handle(queue.get(id));
  }

  @Override
  public synchronized List<BitsJob> jobs() {
    return queue.values().stream().map(this::handle).collect(Collectors.toList());
  }

  @Override
  public List<BitsJob> jobsOfAllUsers() {
    return jobs();
  }

  @Override
  public String describe(HResult hresult, Locale language) {
    return Fault.of(hresult).explain(Origin.ANYWHERE, language).meaning();
  }

  @Override
  public void close() {}

  private final class Handle implements BitsJob {
    private final Item item;

    Handle(Item item) {
      this.item = item;
    }

    @Override
    public UUID id() {
      return item.id;
    }

    @Override
    public JobState state() {
      synchronized (FakeBits.this) {
        return item.state;
      }
    }

    @Override
    public JobStatus status() {
      synchronized (FakeBits.this) {
        return new JobStatus(
            item.state,
            Optional.of(
                new JobProgress(
                    item.files.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty(),
                    item.bytes,
                    item.files.size(),
                    0)),
            Optional.of(
                new JobTimes(CREATION, item.modification, Optional.ofNullable(item.completion))),
            OptionalInt.of(item.errorCount),
            Optional.ofNullable(item.error),
            Optional.empty(),
            Optional.empty());
      }
    }

    @Override
    public JobProperties properties() {
      synchronized (FakeBits.this) {
        return new JobProperties(
            Optional.of(item.type),
            Optional.of(item.name),
            Optional.of(item.description),
            Optional.of(item.priority),
            Optional.of("S-1-5-18"),
            Optional.of(item.retryDelay),
            Optional.of(item.timeout));
      }
    }

    @Override
    public JobError error() {
      synchronized (FakeBits.this) {
        if (item.error == null) {
          throw BitsException.of(BitsCode.ERROR_INFORMATION_UNAVAILABLE.hresult(), "error");
        }
        return item.error;
      }
    }

    @Override
    public List<BitsFile> files() {
      synchronized (FakeBits.this) {
        return item.files.stream().map(FakeFile::new).collect(Collectors.toList());
      }
    }

    private void change(Runnable change) {
      synchronized (FakeBits.this) {
        if (item.state.isFinal()) {
          throw BitsException.of(BitsCode.INVALID_STATE.hresult(), "change");
        }
        change.run();
        item.modification = item.modification.plusMillis(1);
      }
    }

    @Override
    public void addFiles(List<FileSpec> files) {
      change(() -> item.files.addAll(files));
    }

    @Override
    public void setDisplayName(String displayName) {
      change(() -> item.name = displayName);
    }

    @Override
    public void setDescription(String description) {
      change(() -> item.description = description);
    }

    @Override
    public void setPriority(JobPriority priority) {
      change(() -> item.priority = priority);
    }

    @Override
    public void setMinimumRetryDelay(Duration delay) {
      change(() -> item.retryDelay = delay);
    }

    @Override
    public void setNoProgressTimeout(Duration timeout) {
      change(() -> item.timeout = timeout);
    }

    @Override
    public void resume() {
      change(() -> item.state = JobState.QUEUED);
    }

    @Override
    public void suspend() {
      change(() -> item.state = JobState.SUSPENDED);
    }

    @Override
    public Completion complete() {
      change(() -> item.state = JobState.ACKNOWLEDGED);
      return end(Completion.PARTIAL);
    }

    @Override
    public Completion cancel() {
      change(() -> item.state = JobState.CANCELLED);
      return end(Completion.TEMP_FILES_LEFT);
    }

    private Completion end(Completion completion) {
      synchronized (FakeBits.this) {
        queue.remove(item.id);
        return completion;
      }
    }

    @Override
    public void takeOwnership() {
      change(() -> {});
    }

    @Override
    public JobStatus await(Duration atMost) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription listen(JobListener listener, Executor executor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      handles.decrementAndGet();
    }
  }

  private record FakeFile(FileSpec spec) implements BitsFile {
    @Override
    public String remoteName() {
      return spec.remoteName();
    }

    @Override
    public String localName() {
      return spec.localName().toString();
    }

    @Override
    public FileProgress progress() {
      return new FileProgress(OptionalLong.of(10), 7, true);
    }
  }
}
