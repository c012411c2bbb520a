package io.github.bits4j;

import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.util.Optional;
import java.util.Set;

/**
 * A second identity for a job, so that a service can have files opened and servers visited as
 * somebody else.
 *
 * <p>As long as the handle of the job, and like it for use by any thread.
 *
 * <p>Stands for {@code IBitsTokenOptions}, {@code bits4_0.h}.
 */
public interface HelperToken {
  /** What the second identity is for ({@code BG_TOKEN_…}). */
  enum Use {
    /** To open, create and rename the files here. */
    LOCAL_FILE(1),
    /** To visit file servers, and servers that ask for the logged-on user. */
    NETWORK(2);

    private final int value;

    Use(int value) {
      this.value = value;
    }

    /**
     * The flag of this constant.
     *
     * @return the header's number
     */
    public int value() {
      return value;
    }
  }

  /**
   * What the second identity is for.
   *
   * @return a set of the caller's; none unless it was set
   */
  Set<Use> uses();

  /**
   * Sets what the second identity is for.
   *
   * @param uses all that it is for from now on; none for the owner's own identity
   */
  void setUses(Set<Use> uses);

  /**
   * Takes the identity that the calling thread has now, by impersonation or as its process. BITS
   * does not keep it: after a log-off a job that needs it fails with {@link
   * BitsCode#TOKEN_REQUIRED}; take it again and resume.
   *
   * @throws AccessDeniedException if the job, or the caller, is no administrator's
   * @throws BitsException {@code CO_E_FAILEDTOIMPERSONATE} if the thread may only be identified
   */
  void capture();

  /** Drops the identity; what it was for stays set. */
  void clear();

  /**
   * Who it is.
   *
   * @return a security identifier; empty if there is none
   */
  Optional<String> sid();
}
