package io.github.bits4j.transfer;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;

/** A job that ended before this process began, as its ledger remembers it. */
final class PastJob implements BitsJob {
  private final LedgerEntry entry;

  PastJob(LedgerEntry entry) {
    this.entry = entry;
  }

  /** A file of it. */
  private record PastFile(FileSpec spec, OptionalLong size, boolean completed) implements BitsFile {
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
      return new FileProgress(size, completed ? size.orElse(0) : 0, completed);
    }
  }

  @Override
  public UUID id() {
    return entry.job().orElse(entry.id());
  }

  @Override
  public JobState state() {
    return entry.stage() == Stage.COMPLETED ? JobState.ACKNOWLEDGED : JobState.CANCELLED;
  }

  @Override
  public JobStatus status() {
    return new JobStatus(
        state(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public JobProperties properties() {
    JobSpec spec = entry.spec();
    return new JobProperties(
        Optional.of(spec.type()),
        Optional.of(spec.displayName()),
        spec.description(),
        spec.priority(),
        Optional.empty(),
        spec.minimumRetryDelay(),
        spec.noProgressTimeout());
  }

  @Override
  public JobError error() {
    throw BitsException.of(BitsCode.ERROR_INFORMATION_UNAVAILABLE.hresult(), "BitsJob.error");
  }

  @Override
  public List<BitsFile> files() {
    List<BitsFile> files = new ArrayList<>();
    for (int i = 0; i < entry.notes().size(); i++) {
      FileNote note = entry.notes().get(i);
      files.add(
          new PastFile(
              entry.spec().files().get(i),
              note.found().isPresent() ? note.found() : note.size(),
              isCompleted(note)));
    }
    return files;
  }

  private boolean isCompleted(FileNote note) {
    return entry
        .completed()
        .filter(how -> how != Completion.PARTIAL || note.found().isPresent())
        .isPresent();
  }

  @Override
  public void addFiles(List<FileSpec> files) {
    throw over("BitsJob.addFiles");
  }

  @Override
  public void setDisplayName(String displayName) {
    throw over("BitsJob.setDisplayName");
  }

  @Override
  public void setDescription(String description) {
    throw over("BitsJob.setDescription");
  }

  @Override
  public void setPriority(JobPriority priority) {
    throw over("BitsJob.setPriority");
  }

  @Override
  public void setMinimumRetryDelay(Duration delay) {
    throw over("BitsJob.setMinimumRetryDelay");
  }

  @Override
  public void setNoProgressTimeout(Duration timeout) {
    throw over("BitsJob.setNoProgressTimeout");
  }

  @Override
  public void resume() {
    throw over("BitsJob.resume");
  }

  @Override
  public void suspend() {
    throw over("BitsJob.suspend");
  }

  @Override
  public Completion complete() {
    throw over("BitsJob.complete");
  }

  @Override
  public Completion cancel() {
    throw over("BitsJob.cancel");
  }

  @Override
  public void takeOwnership() {
    throw over("BitsJob.takeOwnership");
  }

  @Override
  public JobStatus await(Duration atMost) {
    return status();
  }

  @Override
  public Subscription listen(JobListener listener, Executor executor) {
    return () -> {};
  }

  @Override
  public void close() {
    // There is nothing to let go of.
  }

  private static BitsException over(String call) {
    return BitsException.of(BitsCode.INVALID_STATE.hresult(), call);
  }
}
