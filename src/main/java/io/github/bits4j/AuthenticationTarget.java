package io.github.bits4j;

/** Who asks for credentials ({@code BG_AUTH_TARGET}, {@code bits1_5.h}). */
public enum AuthenticationTarget {
  /** The server. */
  SERVER(1),
  /** The proxy. */
  PROXY(2);

  private final int value;

  AuthenticationTarget(int value) {
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
