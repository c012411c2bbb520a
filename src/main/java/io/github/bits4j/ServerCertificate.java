package io.github.bits4j;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * The certificate of a server that a job is about to talk to.
 *
 * <p>Stands for the parameters of {@code
 * IBackgroundCopyServerCertificateValidationCallback::ValidateServerCertificate}, {@code
 * bits10_3.h}.
 */
public final class ServerCertificate {
  private final byte[] encoded;
  private final int encodingType;
  private final byte[] store;

  /**
   * A certificate; for backends.
   *
   * @param encoded the server's own certificate, encoded
   * @param encodingType how, as {@code CertCreateCertificateContext} takes it
   * @param store the chain as a serialized store ({@code CERT_STORE_PROV_SERIALIZED})
   */
  public ServerCertificate(byte[] encoded, int encodingType, byte[] store) {
    this.encoded = encoded.clone();
    this.encodingType = encodingType;
    this.store = store.clone();
  }

  /**
   * The server's own certificate, read by Java.
   *
   * @return the certificate
   * @throws CertificateException if Java cannot read it
   */
  public X509Certificate x509() throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  /**
   * The server's own certificate, encoded.
   *
   * @return a copy
   */
  public byte[] encoded() {
    return encoded.clone();
  }

  /**
   * How the certificate is encoded.
   *
   * @return the number that {@code CertCreateCertificateContext} takes
   */
  public int encodingType() {
    return encodingType;
  }

  /**
   * The chain, as a serialized store of Windows.
   *
   * @return a copy
   */
  public byte[] store() {
    return store.clone();
  }
}
