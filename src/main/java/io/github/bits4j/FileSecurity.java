package io.github.bits4j;

/**
 * What of a file's security comes along with it, from file servers only ({@code BG_COPY_FILE_…},
 * {@code bits2_0.h}).
 */
public enum FileSecurity {
  /** Its owner. */
  OWNER(1),
  /** Its group. */
  GROUP(2),
  /** Who may do what. */
  DACL(4),
  /** What is audited. */
  SACL(8);

  private final int value;

  FileSecurity(int value) {
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
