package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file of a job.
 *
 * @param version what the far end said; empty before it was asked
 * @param transferred bytes of the file that are here
 * @param whole whether every byte is here
 * @param completed whether it is there under its final name
 * @param tempName the name of the temporary file beside the final one; empty before the first
 *     attempt
 */
record FileRecord(
    String remoteName,
    Path localName,
    Optional<RemoteVersion> version,
    long transferred,
    boolean whole,
    boolean completed,
    Optional<String> tempName,
    FileSettings settings) {
  static FileRecord added(String remoteName, Path localName, List<FileRange> ranges) {
    return new FileRecord(
        remoteName,
        localName,
        Optional.empty(),
        0,
        false,
        false,
        Optional.empty(),
        FileSettings.NONE.withRanges(ranges));
  }

  /** How many bytes are wanted; empty as long as nobody knows. */
  OptionalLong size() {
    return version
        .filter(RemoteVersion::hasSize)
        .map(v -> OptionalLong.of(Pieces.of(settings.ranges(), v.size()).total()))
        .orElse(OptionalLong.empty());
  }

  Optional<Path> temp() {
    return tempName.map(localName::resolveSibling);
  }

  FileRecord named(String temp) {
    return with(version, transferred, whole, completed, Optional.of(temp), settings);
  }

  /** Without a temporary file: the bytes go where they are to stay. */
  FileRecord inPlace() {
    return named(localName.getFileName().toString());
  }

  boolean isInPlace() {
    return temp().equals(Optional.of(localName));
  }

  FileRecord unnamed() {
    return with(version, transferred, whole, completed, Optional.empty(), settings);
  }

  FileRecord at(RemoteVersion seen, long position) {
    return with(Optional.of(seen), position, whole, completed, tempName, settings);
  }

  FileRecord at(long position) {
    return with(version, position, whole, completed, tempName, settings);
  }

  /** Nothing is known of the far end, and nothing of it is here. */
  FileRecord forgotten() {
    return with(Optional.empty(), 0, false, false, tempName, empty());
  }

  private FileSettings empty() {
    return settings.withValidated(false).inOrder();
  }

  FileRecord becomeWhole() {
    return with(
        version, transferred, true, completed, tempName, settings.inOrder().withWanted(List.of()));
  }

  /** All of it is at the far end, which keeps nothing else of it. */
  FileRecord becomeUploaded() {
    return with(version, transferred, true, true, tempName, settings.withoutSession());
  }

  FileRecord becomeLost() {
    return with(version, 0, false, completed, tempName, empty());
  }

  /** To be brought again from its first byte. */
  FileRecord becomeUnwanted() {
    return with(Optional.empty(), 0, false, completed, tempName, empty());
  }

  // ---- Bytes that do not come one after the other ----

  /** Whether bytes come as they are asked for: there may be holes between them. */
  boolean isScattered() {
    return settings.safe().isPresent();
  }

  /** The bytes of the file that are here. */
  Ranges here() {
    return settings
        .safe()
        .map(safe -> safe.plus(settings.unsafe()))
        .orElse(Ranges.of(0, transferred));
  }

  /** From now on bytes come as they are asked for. */
  FileRecord scattered() {
    long safe = TempFile.sure(transferred);
    return isScattered() ? this : here(Ranges.of(0, safe), Ranges.of(safe, transferred));
  }

  /** Whether every byte is here, of a file whose bytes come as they are asked for. */
  boolean isComplete() {
    return version.isPresent() && here().total() == version.get().size();
  }

  /** Somebody waits for these bytes, or nobody for any. */
  FileRecord wanting(List<FileRange> ranges) {
    return with(settings.withWanted(ranges));
  }

  /** Bytes have come that are not brought to the disk yet. */
  FileRecord plus(Ranges more) {
    return here(settings.safe().orElseThrow(), settings.unsafe().plus(more));
  }

  /** Everything that is here is on the disk. */
  FileRecord safe() {
    return here(here(), Ranges.NONE);
  }

  /** There was a loss of power: what was not brought to the disk is not to be trusted. */
  FileRecord withoutUnsafe() {
    return here(settings.safe().orElseThrow(), Ranges.NONE);
  }

  /** What the far end says now of a file whose bytes come as they are asked for. */
  FileRecord at(RemoteVersion seen) {
    boolean same = version.isPresent() && seen.continues(version.get());
    FileRecord next = same ? this : here(Ranges.NONE, Ranges.NONE);
    return next.at(seen, next.transferred);
  }

  private FileRecord here(Ranges safe, Ranges unsafe) {
    long bytes = safe.plus(unsafe).total();
    return with(version, bytes, whole, completed, tempName, settings.withHere(safe, unsafe));
  }

  FileRecord becomeCompleted() {
    return with(version, transferred, whole, true, tempName, settings.withValidated(true));
  }

  /** Whole, and under the name of the temporary file again. */
  FileRecord becomeUncompleted() {
    return with(version, transferred, true, false, tempName, settings);
  }

  FileRecord with(FileSettings changed) {
    return with(version, transferred, whole, completed, tempName, changed);
  }

  /** From somewhere else: another server tells versions apart by other tags. */
  FileRecord from(String name) {
    return new FileRecord(
        name,
        localName,
        version.map(RemoteVersion::untagged),
        transferred,
        whole,
        completed,
        tempName,
        settings.withOriginal(Optional.empty()));
  }

  /** The same file, found under another name. */
  FileRecord renamed(String name) {
    return new FileRecord(
        name,
        localName,
        version,
        transferred,
        whole,
        completed,
        tempName,
        settings.withOriginal(Optional.of(settings.original().orElse(remoteName))));
  }

  private FileRecord with(
      Optional<RemoteVersion> seen,
      long position,
      boolean isWhole,
      boolean isCompleted,
      Optional<String> temp,
      FileSettings changed) {
    return new FileRecord(
        remoteName, localName, seen, position, isWhole, isCompleted, temp, changed);
  }
}
