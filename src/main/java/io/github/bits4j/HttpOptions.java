package io.github.bits4j;

import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.util.List;
import java.util.Optional;

/**
 * What a job does over HTTP and HTTPS beyond the ordinary.
 *
 * <p>Methods of a {@link Feature} that the backend lacks throw {@link
 * FeatureNotSupportedException}; those that change something throw {@link InvalidJobStateException}
 * once the job was completed or cancelled.
 *
 * <p>As long as the handle of the job, and like it for use by any thread.
 *
 * <p>Stands for {@code IBackgroundCopyJobHttpOptions} to {@code …3}, {@code bits2_5.h}, {@code
 * bits10_2.h}, {@code bits10_3.h}.
 */
public interface HttpOptions {
  /** The longest block of headers, line ends included, in UTF-16 units. */
  int LONGEST_HEADERS = 16_383;

  /**
   * The headers that are added to every request.
   *
   * @return the headers; lines that somebody set and that are none are left out
   * @throws AccessDeniedException if the caller is not the owner, or they were hidden
   */
  List<HttpHeader> headers();

  /**
   * Sets the headers that are added to every request, in place of those set before. BITS keeps them
   * encrypted; whoever takes the ownership of the job loses them.
   *
   * @param headers the headers; none removes them
   * @throws BitsException {@link BitsCode#STRING_TOO_LONG} above 16,383 UTF-16 units in all; from
   *     the embedded engine {@code E_INVALIDARG} for headers of its own ({@code Host}, {@code
   *     Range} and the like) and values beyond Latin-1
   */
  void setHeaders(List<HttpHeader> headers);

  /**
   * Makes the headers unreadable from now on, for everybody and for good ({@link
   * Feature#HIDDEN_HEADERS}).
   */
  void hideHeaders();

  /**
   * How far servers are trusted and followed.
   *
   * @return the settings
   */
  HttpSecurity security();

  /**
   * Sets how far servers are trusted and followed.
   *
   * @param security the settings
   * @throws FeatureNotSupportedException {@code E_NOTIMPL} for a flag that this BITS does not know
   */
  void setSecurity(HttpSecurity security);

  /**
   * The certificate with which the job tells servers who it is.
   *
   * @return the certificate; empty if none is set, or the caller may not see it
   */
  Optional<ClientCertificate> clientCertificate();

  /**
   * Sets the certificate with which the job tells servers who it is; for the owner.
   *
   * @param certificate where it lies; looked up at once
   * @throws BitsException {@code 0x80070002} if there is no such store, {@code CRYPT_E_NOT_FOUND}
   *     if there is no such certificate in it
   * @throws AccessDeniedException if the caller may not read the store
   */
  void setClientCertificate(ClientCertificate certificate);

  /**
   * Removes the client certificate.
   *
   * @return false if there was none
   */
  boolean removeClientCertificate();

  /**
   * The method of the requests ({@link Feature#HTTP_METHOD}).
   *
   * @return {@code GET} for downloads unless another one was set
   */
  String method();

  /**
   * Sets the method of the requests ({@link Feature#HTTP_METHOD}), before the first {@link
   * BitsJob#resume()}. Any but the default makes the job's priority {@link JobPriority#FOREGROUND}
   * for good, its transient errors fatal, and restarts it from the beginning on resume.
   *
   * @param method the method, for instance {@code POST}
   * @throws BitsException {@link BitsCode#READ_ONLY_PROPERTY_AFTER_RESUME} after the first resume,
   *     {@link BitsCode#NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD} with dynamic content, ranges or on
   *     demand, {@code E_INVALIDARG} for what is no method. BITS documents no codes; these are the
   *     embedded engine's
   * @throws FeatureNotSupportedException from the embedded engine for uploads, too
   */
  void setMethod(String method);

  /**
   * Has every server's certificate looked at before a request is sent ({@link
   * Feature#SERVER_CERTIFICATE_CHECK}), in place of a check set before. BITS does not keep it: set
   * it again after a restart of the program; without it the job fails with {@link
   * BitsCode#SERVER_CERT_VALIDATION_INTERFACE_REQUIRED}.
   *
   * @param check who looks
   * @throws BitsException {@link BitsCode#READ_ONLY_WHEN_JOB_ACTIVE} unless the job is {@link
   *     JobState#SUSPENDED}
   */
  void setServerCertificateCheck(ServerCertificateCheck check);

  /**
   * Has certificates looked at by Windows alone again ({@link Feature#SERVER_CERTIFICATE_CHECK}).
   *
   * @throws BitsException {@link BitsCode#READ_ONLY_WHEN_JOB_ACTIVE} unless the job is {@link
   *     JobState#SUSPENDED}
   */
  void removeServerCertificateCheck();
}
