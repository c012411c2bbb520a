package io.github.bits4j.transfer;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a ledger knows of a file beside its names.
 *
 * @param size how many bytes it must have, where that was asked for
 * @param sha256 the digest it must have, in lower-case hexadecimal digits
 * @param temp where its bytes are until it gets its final name
 * @param tempStamp which file that is, see {@link FileStamp#identity}
 * @param found how many bytes it had when the job was about to be completed; empty if that was not
 *     all of it
 * @param before what had the final name when the job was about to be completed, see {@link
 *     FileStamp#content}
 */
record FileNote(
    OptionalLong size,
    Optional<String> sha256,
    Optional<Path> temp,
    Optional<String> tempStamp,
    OptionalLong found,
    Optional<String> before) {
  /** Nothing is known. */
  static final FileNote NONE =
      new FileNote(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty());

  FileNote {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(temp, "temp");
    Objects.requireNonNull(tempStamp, "tempStamp");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(before, "before");
  }

  /** What a caller demands of a file. */
  static FileNote expecting(OptionalLong size, Optional<String> sha256) {
    return new FileNote(
        size, sha256, Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  FileNote at(Path temp, String stamp) {
    return new FileNote(size, sha256, Optional.of(temp), Optional.of(stamp), found, before);
  }

  FileNote verified(OptionalLong bytes, String standing) {
    return new FileNote(size, sha256, temp, tempStamp, bytes, Optional.of(standing));
  }
}
