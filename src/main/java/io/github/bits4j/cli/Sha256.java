package io.github.bits4j.cli;

import io.github.bits4j.BitsFile;
import io.github.bits4j.Feature;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-256 checksum. */
final class Sha256 {
  private static final String CALL = "bits get --sha256";

  private final byte[] bytes;

  private Sha256(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The checksum that somebody typed.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Sha256 parse(String hex) {
    if (!hex.matches("\\p{XDigit}{64}")) {
      throw new IllegalArgumentException("not 64 hexadecimal digits: '" + hex + "'");
    }
    return new Sha256(HexFormat.of().parseHex(hex));
  }

  private boolean isOf(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return MessageDigest.isEqual(bytes, digest.digest());
  }

  /** Refuses if a backend does not let a file be checked before it appears. */
  static void requireSupport(BitsFile file) {
    if (!file.supports(Feature.TEMPORARY_FILE)) {
      throw new FeatureNotSupportedException(
          FeatureNotSupportedException.E_NOTIMPL,
          CALL,
          "this backend does not let the file be checked before it appears, as BITS "
              + Feature.TEMPORARY_FILE.bitsVersion()
              + " and later do; do without --sha256",
          Feature.TEMPORARY_FILE.bitsVersion());
    }
  }

  /** Compares while the file does not have its name yet; what is wrong, if anything is. */
  Optional<BitsException> check(BitsFile file) {
    Optional<Path> temporary = file.temporaryFile();
    if (temporary.isEmpty()) {
      return Optional.of(
          new FeatureNotSupportedException(
              "BitsFile.temporaryFile",
              "this backend does not let the file be checked before it appears; do without"
                  + " --sha256"));
    }
    try {
      return isOf(temporary.get())
          ? Optional.empty()
          : Optional.of(invalid(file.remoteName() + " has another SHA-256", null));
    } catch (IOException e) {
      return Optional.of(invalid("the temporary file cannot be read: " + e, e));
    }
  }

  private static BitsException invalid(String why, IOException cause) {
    return BitsException.of(BitsCode.VALIDATION_FAILED.hresult(), CALL, why, cause);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
