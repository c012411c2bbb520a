package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.InvalidJobStateException;

/**
 * The credentials of a job: BITS keeps them encrypted as long as the job lives, one for each target
 * and scheme, and never gives them back. Whoever takes the ownership of the job loses them.
 *
 * <p>As long as the handle of the job, and like it for use by any thread.
 *
 * <p>Stands for methods of {@code IBackgroundCopyJob2}, {@code bits1_5.h}.
 */
public interface JobCredentials {
  /**
   * Sets credentials, in place of those of the same target and scheme. To be called by the job's
   * owner before {@link BitsJob#resume()}, the one after a failure of the authentication included;
   * BITS never says which scheme failed, so set all of them again.
   *
   * @param credentials what to show; the caller closes it
   * @throws BitsException {@link BitsCode#INVALID_AUTH_TARGET}, {@link
   *     BitsCode#INVALID_AUTH_SCHEME}, {@link BitsCode#INVALID_CREDENTIALS}
   * @throws InvalidJobStateException if the job was completed or cancelled
   * @throws IllegalStateException if the credentials are closed
   */
  void set(Credentials credentials);

  /**
   * Removes credentials.
   *
   * @param target for whom they were
   * @param scheme the scheme they were for
   * @return false if there were none
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  boolean remove(AuthenticationTarget target, AuthenticationScheme scheme);
}
