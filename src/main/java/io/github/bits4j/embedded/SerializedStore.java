package io.github.bits4j.embedded;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * Certificates as Windows writes a store into one block ({@code CERT_STORE_PROV_SERIALIZED}): a
 * head, an element for each certificate, an element of zeros. All numbers are little-endian.
 */
final class SerializedStore {
  /** {@code X509_ASN_ENCODING}. */
  static final int X509 = 1;

  private static final int MAGIC = 0x54524543;
  private static final int CERTIFICATE = 32;

  private SerializedStore() {}

  static byte[] of(X509Certificate[] chain) throws CertificateEncodingException {
    ByteArrayOutputStream store = new ByteArrayOutputStream();
    store.writeBytes(numbers(0, MAGIC));
    for (X509Certificate certificate : chain) {
      byte[] encoded = certificate.getEncoded();
      store.writeBytes(numbers(CERTIFICATE, X509, encoded.length));
      store.writeBytes(encoded);
    }
    store.writeBytes(numbers(0, 0, 0));
    return store.toByteArray();
  }

  private static byte[] numbers(int... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }
}
