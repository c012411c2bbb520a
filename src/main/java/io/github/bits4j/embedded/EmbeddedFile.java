package io.github.bits4j.embedded;

import io.github.bits4j.BitsFile;
import io.github.bits4j.Feature;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A handle on a file of a job of an engine, by its place. */
final class EmbeddedFile implements BitsFile {
  private static final Set<Feature> FEATURES =
      EnumSet.of(
          Feature.REMOTE_NAME,
          Feature.TEMPORARY_FILE,
          Feature.VALIDATION,
          Feature.SOURCES,
          Feature.RESPONSE_HEADERS,
          Feature.RANDOM_ACCESS);

  private final EmbeddedJob job;
  private final int index;

  EmbeddedFile(EmbeddedJob job, int index) {
    this.job = job;
    this.index = index;
  }

  @Override
  public String remoteName() {
    return now("BitsFile.remoteName").remoteName();
  }

  @Override
  public String localName() {
    return now("BitsFile.localName").localName().toString();
  }

  @Override
  public FileProgress progress() {
    return Snapshots.progress(now("BitsFile.progress"));
  }

  @Override
  public Optional<Path> temporaryFile() {
    JobRecord record = job.record("BitsFile.temporaryFile");
    FileRecord file = record.files().get(index);
    return record.state().isFinal() || file.isInPlace() ? Optional.empty() : file.temp();
  }

  @Override
  public boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.FILE);
    return job.open("BitsFile.supports", () -> FEATURES.contains(feature));
  }

  @Override
  public List<FileRange> ranges() {
    return now("BitsFile.ranges").settings().ranges();
  }

  @Override
  public void setRemoteName(String remoteName) {
    job.run(
        "BitsFile.setRemoteName", () -> job.engine().setRemoteName(job.live(), index, remoteName));
  }

  @Override
  public boolean validated() {
    return now("BitsFile.validated").settings().validated();
  }

  @Override
  public void setValidated(boolean valid) {
    job.run("BitsFile.setValidated", () -> job.engine().setValidated(job.live(), index, valid));
  }

  @Override
  public boolean fromPeer() {
    now("BitsFile.fromPeer");
    return false;
  }

  @Override
  public FileSources sources() {
    return new FileSources(now("BitsFile.sources").transferred(), 0);
  }

  @Override
  public Optional<String> responseHeaders() {
    return now("BitsFile.responseHeaders").settings().answer();
  }

  @Override
  public void continueFrom(long offset) {
    String call = "BitsFile.continueFrom";
    job.run(call, () -> job.engine().demands().continueFrom(job.live(), index, offset, call));
  }

  @Override
  public void requestRanges(List<FileRange> ranges) {
    String call = "BitsFile.requestRanges";
    List<FileRange> copy = ranges == null ? null : new ArrayList<>(ranges);
    job.run(call, () -> job.engine().demands().request(job.live(), index, copy, call));
  }

  @Override
  public List<FileRange> filledRanges() {
    String call = "BitsFile.filledRanges";
    return job.open(call, () -> Demand.checked(job.record(), index, call).here().asList());
  }

  private FileRecord now(String call) {
    return job.record(call).files().get(index);
  }
}
