package io.github.bits4j.transfer;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a downloaded file is what was wanted; asked while the file does not have its name yet.
 *
 * <p>Asked on a thread of the transfer, perhaps more than once for the same bytes. The thread is
 * interrupted when the transfer is cancelled or closed, and when the check takes longer than {@link
 * Deadlines#forACheck}; what it answers or throws then does not matter.
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
    return new Checks.Digest(hex.toLowerCase(Locale.ROOT));
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
    return new Checks.Size(bytes);
  }

  /**
   * Both checks; the second is asked only if the first found nothing.
   *
   * @param second another check
   * @return the check
   */
  default Verification and(Verification second) {
    return new Checks.Both(this, second);
  }
}
