package io.github.bits4j;

/** How credentials are shown ({@code BG_AUTH_SCHEME}, {@code bits1_5.h}). */
public enum AuthenticationScheme {
  /** Name and password in the clear: only over HTTPS. */
  BASIC(1),
  /** A challenge and its answer. */
  DIGEST(2),
  /** Windows' challenge and answer. */
  NTLM(3),
  /** Kerberos, or NTLM where there is none. */
  NEGOTIATE(4),
  /** Microsoft's own. */
  PASSPORT(5);

  private final int value;

  AuthenticationScheme(int value) {
    this.value = value;
  }

  /**
   * The number of this constant, which is not its ordinal.
   *
   * @return the header's number
   */
  public int value() {
    return value;
  }
}
