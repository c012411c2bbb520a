package io.github.bits4j.transfer;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whether a downloaded file is what was wanted; asked while the file does not have its name yet.
 *
 * <p>Asked on a thread of the transfer, perhaps more than once for the same bytes.
 */
@FunctionalInterface
public interface Verification {
  /**
   * Looks at a file.
   *
   * @param file the bytes, under a temporary name; to be read and closed again, not to be changed
   * @return what is wrong with it, in words for a person; empty if nothing is
   * @throws IOException if it cannot be read, which counts as a failed check
   */
  Optional<String> complaint(Path file) throws IOException;

  /**
   * The file has this checksum.
   *
   * @param hex the SHA-256, 64 hexadecimal digits
   * @return the check
   * @throws BitsException {@code E_INVALIDARG} if it is none
   */
  static Verification sha256(String hex) {
    if (hex == null || !hex.matches("\\p{XDigit}{64}")) {
      throw BitsException.of(
          new HResult(0x80070057),
          "Verification.sha256",
          "not 64 hexadecimal digits: " + hex,
          null);
    }
    byte[] wanted = HexFormat.of().parseHex(hex);
    return file -> {
      byte[] found = sha256(file);
      return MessageDigest.isEqual(wanted, found)
          ? Optional.empty()
          : Optional.of(
              "its SHA-256 is " + HexFormat.of().formatHex(found) + ", not " + hex.toLowerCase());
    };
  }

  /**
   * The file has this size.
   *
   * @param bytes the size
   * @return the check
   * @throws BitsException {@code E_INVALIDARG} if it is negative
   */
  static Verification size(long bytes) {
    if (bytes < 0) {
      throw BitsException.of(
          new HResult(0x80070057), "Verification.size", "no file has " + bytes + " bytes", null);
    }
    return file -> {
      long found = Files.size(file);
      return found == bytes
          ? Optional.empty()
          : Optional.of("it has " + found + " bytes, not " + bytes);
    };
  }

  /**
   * Both checks; the second is asked only if the first found nothing.
   *
   * @param second another check
   * @return the check
   */
  default Verification and(Verification second) {
    return file -> {
      Optional<String> complaint = complaint(file);
      return complaint.isPresent() ? complaint : second.complaint(file);
    };
  }

  private static byte[] sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return digest.digest();
  }
}
