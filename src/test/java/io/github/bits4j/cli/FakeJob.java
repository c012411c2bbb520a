package io.github.bits4j.cli;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
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
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.Subscription;
import io.github.bits4j.UploadReply;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;

/** A job that goes on by one written step at each wait. */
final class FakeJob implements BitsJob {
  static final Instant CREATED = Instant.parse("2026-03-04T05:06:07Z");
  static final long SIZE = 3 << 20;

  final List<String> calls = new ArrayList<>();
  final Deque<Step> steps = new ArrayDeque<>();
  final JobSpec spec;
  private final FakeManager manager;
  private final UUID id;
  private JobPriority priority;
  private Duration retryDelay;
  private Duration noProgressTimeout;
  JobState state = JobState.SUSPENDED;
  OptionalLong total = OptionalLong.of(SIZE);
  long transferred;
  int errorCount;
  Optional<JobError> error = Optional.empty();
  Optional<Instant> nextRetry = Optional.empty();
  boolean tellsTemporaryFiles = true;
  Optional<Path> temporaryFile = Optional.empty();
  Completion completion = Completion.ALL;
  Optional<Path> replyFile = Optional.empty();
  BitsException refusesReply;
  BitsException refusesResume;
  BitsException refusesCancel;
  Instant changed = CREATED.plusSeconds(1);
  BitsException refusesComplete;

  record Step(JobState state, long transferred, JobError error) {}

  FakeJob(FakeManager manager, UUID id, JobSpec spec) {
    this.manager = manager;
    this.id = id;
    this.spec = spec;
    this.priority = spec.priority().orElse(JobPriority.NORMAL);
    this.retryDelay = spec.minimumRetryDelay().orElse(Duration.ofMinutes(10));
    this.noProgressTimeout = spec.noProgressTimeout().orElse(Duration.ofDays(14));
  }

  FakeJob then(JobState state, long transferred) {
    steps.add(new Step(state, transferred, null));
    return this;
  }

  FakeJob then(JobState state, JobError error) {
    steps.add(new Step(state, 0, error));
    return this;
  }

  private void go() {
    Step step = steps.poll();
    if (step == null) {
      throw new AssertionError("somebody waits for a job on which nothing will happen: " + state);
    }
    state = step.state();
    transferred = step.transferred();
    error = Optional.ofNullable(step.error());
    if (step.error() != null) {
      errorCount++;
    }
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public JobState state() {
    return state;
  }

  @Override
  public JobStatus status() {
    return new JobStatus(
        state,
        Optional.of(
            new JobProgress(total, transferred, spec.files().size(), transferred == SIZE ? 1 : 0)),
        Optional.of(new JobTimes(CREATED, changed, Optional.empty())),
        OptionalInt.of(errorCount),
        error,
        WaitReason.of(state, error),
        nextRetry);
  }

  @Override
  public JobProperties properties() {
    return new JobProperties(
        Optional.of(spec.type()),
        Optional.of(spec.displayName()),
        spec.description(),
        Optional.of(priority),
        Optional.of("somebody"),
        Optional.of(retryDelay),
        Optional.of(noProgressTimeout));
  }

  @Override
  public JobError error() {
    return error.orElseThrow(
        () -> BitsException.of(BitsCode.ERROR_INFORMATION_UNAVAILABLE.hresult(), "BitsJob.error"));
  }

  @Override
  public List<BitsFile> files() {
    List<BitsFile> files = new ArrayList<>();
    for (FileSpec file : spec.files()) {
      files.add(new FakeFile(file));
    }
    return files;
  }

  private final class FakeFile implements BitsFile {
    private final FileSpec file;

    FakeFile(FileSpec file) {
      this.file = file;
    }

    @Override
    public String remoteName() {
      return file.remoteName();
    }

    @Override
    public String localName() {
      return file.localName().toString();
    }

    @Override
    public FileProgress progress() {
      return new FileProgress(total, transferred, state == JobState.ACKNOWLEDGED);
    }

    @Override
    public boolean supports(Feature feature) {
      return feature == Feature.TEMPORARY_FILE && tellsTemporaryFiles;
    }

    @Override
    public void setRemoteName(String remoteName) {
      calls.add("from " + remoteName);
    }

    @Override
    public Optional<Path> temporaryFile() {
      return temporaryFile;
    }
  }

  @Override
  public UploadReply reply() {
    return new UploadReply() {
      @Override
      public ReplyProgress progress() {
        return new ReplyProgress(OptionalLong.of(2048), 2048);
      }

      @Override
      public Optional<byte[]> data() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<Path> file() {
        return replyFile;
      }

      @Override
      public void setFile(Path file) {
        if (refusesReply != null) {
          throw refusesReply;
        }
        calls.add("reply to " + file.getFileName());
        replyFile = Optional.of(file);
      }
    };
  }

  @Override
  public void addFiles(List<FileSpec> files) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDisplayName(String displayName) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDescription(String description) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setPriority(JobPriority priority) {
    this.priority = priority;
  }

  @Override
  public void setMinimumRetryDelay(Duration delay) {
    retryDelay = delay;
  }

  @Override
  public void setNoProgressTimeout(Duration timeout) {
    noProgressTimeout = timeout;
  }

  @Override
  public void resume() {
    calls.add("resume");
    if (refusesResume != null) {
      throw refusesResume;
    }
    state = JobState.QUEUED;
  }

  @Override
  public void suspend() {
    calls.add("suspend");
    state = JobState.SUSPENDED;
  }

  @Override
  public Completion complete() {
    calls.add("complete");
    if (refusesComplete != null) {
      throw refusesComplete;
    }
    state = JobState.ACKNOWLEDGED;
    manager.jobs.remove(this);
    return completion;
  }

  @Override
  public Completion cancel() {
    if (refusesCancel != null) {
      throw refusesCancel;
    }
    calls.add("cancel");
    state = JobState.CANCELLED;
    manager.jobs.remove(this);
    return completion;
  }

  @Override
  public void takeOwnership() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobStatus await(Duration atMost) {
    go();
    return status();
  }

  @Override
  public Subscription listen(JobListener listener, Executor executor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
