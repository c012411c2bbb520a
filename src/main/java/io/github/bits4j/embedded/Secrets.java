package io.github.bits4j.embedded;

import io.github.bits4j.error.HResult;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what nobody may read in a queue: credentials, and headers, which often are some. AES-GCM
 * with the key of the queue, bound to the job and to what it is there.
 *
 * <p>Records hold sealed texts only, in memory too; what is opened is opened for one request.
 */
final class Secrets {
  static final int KEY_BYTES = 32;

  /** {@code NTE_BAD_DATA}: the key is another one, or somebody changed the queue. */
  static final HResult BAD_DATA = new HResult(0x80090005);

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Supplier<byte[]> key;

  /**
   * Secrets under a key.
   *
   * @param key gives a copy of it that is wiped here; asked only when there is a secret
   */
  Secrets(Supplier<byte[]> key) {
    this.key = key;
  }

  /** Under a key that ends with this process. */
  static Secrets ofThisProcess() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new Secrets(key::clone);
  }

  /**
   * Seals a text; wipes nothing of the caller's.
   *
   * @param what which secret of the job it is
   */
  String seal(UUID job, String what, CharSequence text) {
    byte[] clear = bytes(text);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, job, what).doFinal(clear);
      byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @return the text, which the caller wipes
   * @throws Unreadable if it was not made with this key for this
   */
  char[] open(UUID job, String what, String sealed) throws Unreadable {
    byte[] clear = null;
    try {
      byte[] all = Base64.getDecoder().decode(sealed);
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      clear =
          cipher(Cipher.DECRYPT_MODE, nonce, job, what)
              .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(clear));
      char[] chars = new char[text.remaining()];
      text.get(chars);
      Arrays.fill(text.array(), '\0');
      return chars;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unreadable(e);
    } finally {
      if (clear != null) {
        Arrays.fill(clear, (byte) 0);
      }
    }
  }

  private Cipher cipher(int mode, byte[] nonce, UUID job, String what)
      throws GeneralSecurityException {
    byte[] bytes = key.get();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD((job + " " + what).getBytes(StandardCharsets.UTF_8));
      return cipher;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] bytes(CharSequence text) {
    ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }

  /** What was sealed cannot be opened. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unreadable(Throwable cause) {
      super("a secret of the queue cannot be opened with its key", cause);
    }
  }
}
