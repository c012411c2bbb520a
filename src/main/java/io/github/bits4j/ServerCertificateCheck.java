package io.github.bits4j;

import io.github.bits4j.error.BitsException;

/**
 * A program's own look at the certificates of servers, after Windows' look and before any request
 * is sent.
 *
 * <p>Runs on a thread of COM, which waits for the answer; it must be quick, and must not call BITS.
 *
 * <p>Stands for {@code IBackgroundCopyServerCertificateValidationCallback}, {@code bits10_3.h}.
 */
@FunctionalInterface
public interface ServerCertificateCheck {
  /**
   * Whether the job may talk to a server. An accepted certificate of a server is not asked about
   * again for this job; a rejected one is, each time.
   *
   * @param certificate what the server has shown
   * @return false to reject it: the job goes to {@link JobState#TRANSIENT_ERROR}, with {@code
   *     TRUST_E_SUBJECT_NOT_TRUSTED} (0x800B0004) as its error. So does everything thrown; the
   *     value of a {@link BitsException} becomes the job's error.
   */
  boolean accepts(ServerCertificate certificate);
}
