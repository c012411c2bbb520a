package io.github.bits4j.embedded;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** What a file at the far end is told apart by: two versions of it must never be mixed. */
record RemoteVersion(long size, Optional<Instant> modified, Optional<String> etag) {
  /** The size of what is still being made. */
  static final long UNKNOWN = -1;

  /** The version of a file of this machine. */
  static RemoteVersion of(BasicFileAttributes file) {
    return new RemoteVersion(
        file.size(), Optional.of(file.lastModifiedTime().toInstant()), Optional.empty());
  }

  boolean hasSize() {
    return size != UNKNOWN;
  }

  RemoteVersion sized(long known) {
    return new RemoteVersion(known, modified, etag);
  }

  RemoteVersion untagged() {
    return new RemoteVersion(size, modified, Optional.empty());
  }

  /** Whether bytes of this version may be put behind bytes of the other. */
  boolean continues(RemoteVersion other) {
    return size == other.size && agree(modified, other.modified) && agree(etag, other.etag);
  }

  private static <T> boolean agree(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }
}
