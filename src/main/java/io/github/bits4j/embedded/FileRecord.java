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
 * @param transferred bytes in the temporary file
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
    return with(Optional.empty(), 0, false, false, tempName, settings.withValidated(false));
  }

  FileRecord becomeWhole() {
    return with(version, transferred, true, completed, tempName, settings);
  }

  FileRecord becomeLost() {
    return with(version, 0, false, completed, tempName, settings.withValidated(false));
  }

  /** To be brought again from its first byte. */
  FileRecord becomeUnwanted() {
    return with(Optional.empty(), 0, false, completed, tempName, settings.withValidated(false));
  }

  FileRecord becomeCompleted() {
    return with(version, transferred, whole, true, tempName, settings.withValidated(true));
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
