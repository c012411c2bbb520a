package io.github.bits4j.embedded;

import java.nio.file.Path;
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
    Optional<String> tempName) {
  static FileRecord added(String remoteName, Path localName) {
    return new FileRecord(
        remoteName, localName, Optional.empty(), 0, false, false, Optional.empty());
  }

  OptionalLong size() {
    return version.map(v -> OptionalLong.of(v.size())).orElse(OptionalLong.empty());
  }

  Optional<Path> temp() {
    return tempName.map(localName::resolveSibling);
  }

  FileRecord named(String temp) {
    return new FileRecord(
        remoteName, localName, version, transferred, whole, completed, Optional.of(temp));
  }

  FileRecord unnamed() {
    return new FileRecord(
        remoteName, localName, version, transferred, whole, completed, Optional.empty());
  }

  FileRecord at(RemoteVersion seen, long position) {
    return new FileRecord(
        remoteName, localName, Optional.of(seen), position, whole, completed, tempName);
  }

  FileRecord at(long position) {
    return new FileRecord(remoteName, localName, version, position, whole, completed, tempName);
  }

  /** Nothing is known of the far end, and nothing of it is here. */
  FileRecord forgotten() {
    return new FileRecord(remoteName, localName, Optional.empty(), 0, false, false, tempName);
  }

  FileRecord becomeWhole() {
    return new FileRecord(remoteName, localName, version, transferred, true, completed, tempName);
  }

  FileRecord becomeLost() {
    return new FileRecord(remoteName, localName, version, 0, false, completed, tempName);
  }

  FileRecord becomeCompleted() {
    return new FileRecord(remoteName, localName, version, transferred, whole, true, tempName);
  }
}
