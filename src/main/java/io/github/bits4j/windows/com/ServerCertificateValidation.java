package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;

/**
 * How a program judges the certificate of a server: {@code
 * IBackgroundCopyServerCertificateValidationCallback}, to be made a COM object by {@link
 * IBackgroundCopyServerCertificateValidationCallback#of}.
 *
 * <p>The objects that the method is given are its own until it returns and closed then. It is
 * called by COM's threads, several at once, while the connection waits for it.
 */
@FunctionalInterface
public interface ServerCertificateValidation {
  /**
   * Accepts or rejects a certificate that Windows has accepted already.
   *
   * @param job the job
   * @param file the file that is to be fetched
   * @param certData the encoded certificate of the server
   * @param certEncodingType how it is encoded, as for CertCreateCertificateContext
   * @param certStoreData a serialized store with the chain
   * @return a success to accept, a failure to reject with
   * @throws Exception to reject: with the code of a {@link io.github.bits4j.error.BitsException}
   *     that failed, otherwise with E_FAIL
   */
  HResult ValidateServerCertificate(
      IBackgroundCopyJob job,
      IBackgroundCopyFile file,
      byte[] certData,
      int certEncodingType,
      byte[] certStoreData)
      throws Exception;
}
