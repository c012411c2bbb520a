package io.github.bits4j;

/**
 * What a job has to do with copies on neighbouring machines ({@code BG_JOB_…}, {@code bits3_0.h}).
 */
public enum PeerCaching {
  /** It looks for copies; without effect since BITS 4.0. */
  CLIENT(1),
  /** Its files are given to others; without effect since BITS 4.0. */
  SERVER(2),
  /** It stays away from BranchCache, which took the place of the others (BITS 4.0). */
  DISABLE_BRANCH_CACHE(4);

  private final int value;

  PeerCaching(int value) {
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
