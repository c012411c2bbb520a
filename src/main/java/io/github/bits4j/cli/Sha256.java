package io.github.bits4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 checksum. */
final class Sha256 {
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

  /** Whether a file has this checksum. */
  boolean isOf(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return MessageDigest.isEqual(bytes, digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
