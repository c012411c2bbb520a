package io.github.bits4j.transfer;

import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a program is about to have done.
 *
 * @param spec the job
 * @param name what makes two intents the same piece of work; empty if their files do
 * @param expected what is demanded of each file of the job
 * @param selfContained whether this is all there is to it: if the caller also sets credentials,
 *     headers or a check of its own, which are in no ledger, it is not
 */
record Intent(JobSpec spec, Optional<String> name, List<FileNote> expected, boolean selfContained) {
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final String NAMED = "named ";
  private static final int STEM_BYTES = 16;

  Intent {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(name, "name");
    expected = List.copyOf(expected);
    if (expected.size() != spec.files().size()) {
      throw new IllegalArgumentException(
          expected.size() + " expectations for " + spec.files().size() + " files");
    }
    if (spec.files().isEmpty()) {
      throw refused("a piece of work needs files");
    }
    if (name.isPresent() && name.get().isBlank()) {
      throw refused("the name of a piece of work is blank");
    }
    String description = spec.description().orElse("");
    if (description.length() > JobMark.LONGEST_TEXT) {
      throw refused(
          "the description has "
              + description.length()
              + " characters; beside the mark of the ledger there is room for "
              + JobMark.LONGEST_TEXT);
    }
  }

  /** An intent of which the job is all there is. */
  static Intent of(JobSpec spec) {
    return new Intent(
        spec, Optional.empty(), spec.files().stream().map(it -> FileNote.NONE).toList(), true);
  }

  /** What makes two intents the same piece of work. */
  String key() {
    if (name.isPresent()) {
      return NAMED + name.get();
    }
    MessageDigest files = sha256();
    for (FileSpec file : spec.files()) {
      files.update(file.remoteName().getBytes(StandardCharsets.UTF_8));
      files.update((byte) 0);
      files.update(
          file.localName().normalize().toUri().toString().getBytes(StandardCharsets.UTF_8));
      files.update((byte) 0);
    }
    return spec.type() + " " + HexFormat.of().formatHex(files.digest());
  }

  /** The name that a key was made of. */
  static Optional<String> nameOf(String key) {
    return key.startsWith(NAMED) ? Optional.of(key.substring(NAMED.length())) : Optional.empty();
  }

  /** A key in a form that every file system takes as part of a name. */
  static String stem(String key) {
    byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, STEM_BYTES);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static BitsException refused(String why) {
    return BitsException.of(E_INVALIDARG, "Ledger.begin", why, null);
  }
}
