package io.github.bits4j.transfer;

import io.github.bits4j.disk.Uninterrupted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** The checks of files that can be written down, and so be made by a later run of a program. */
final class Checks {
  private static final int BUFFER = 1 << 16;

  private Checks() {}

  /**
   * A file has a checksum.
   *
   * @param hex the SHA-256 in lower case
   */
  record Digest(String hex) implements Verification {
    @Override
    public Optional<String> complaint(Path file) throws IOException {
      String found = digest(file);
      return found.equals(hex)
          ? Optional.empty()
          : Optional.of("its SHA-256 is " + found + ", not " + hex);
    }
  }

  /** A file has a size. */
  record Size(long bytes) implements Verification {
    @Override
    public Optional<String> complaint(Path file) throws IOException {
      long found = Files.size(file);
      return found == bytes
          ? Optional.empty()
          : Optional.of("it has " + found + " bytes, not " + bytes);
    }
  }

  /** Both; the second is asked only if the first found nothing. */
  record Both(Verification first, Verification second) implements Verification {
    @Override
    public Optional<String> complaint(Path file) throws IOException {
      Optional<String> complaint = first.complaint(file);
      return complaint.isPresent() ? complaint : second.complaint(file);
    }
  }

  /** What of a check can be written down. */
  static FileNote note(Optional<Verification> check) {
    return check.map(it -> note(FileNote.NONE, it)).orElse(FileNote.NONE);
  }

  private static FileNote note(FileNote note, Verification check) {
    if (check instanceof Both both) {
      return note(note(note, both.first()), both.second());
    }
    if (check instanceof Digest digest) {
      return FileNote.expecting(note.size(), Optional.of(digest.hex()));
    }
    if (check instanceof Size size) {
      return FileNote.expecting(OptionalLong.of(size.bytes()), note.sha256());
    }
    return note;
  }

  /** Whether that is all of it. */
  static boolean isAllNoted(Verification check) {
    return check instanceof Both both
        ? isAllNoted(both.first()) && isAllNoted(both.second())
        : check instanceof Digest || check instanceof Size;
  }

  static String sha256(Path file) throws IOException {
    return Uninterrupted.run(() -> digest(file));
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = Intent.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
