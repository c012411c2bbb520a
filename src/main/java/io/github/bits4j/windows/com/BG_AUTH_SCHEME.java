package io.github.bits4j.windows.com;

/** How credentials are shown. */
public final class BG_AUTH_SCHEME {
  /** Name and password as they are, encoded only. */
  public static final int BG_AUTH_SCHEME_BASIC = 1;

  /** A hash of them. */
  public static final int BG_AUTH_SCHEME_DIGEST = 2;

  /** Windows' challenge and response. */
  public static final int BG_AUTH_SCHEME_NTLM = 3;

  /** Kerberos, or else NTLM. */
  public static final int BG_AUTH_SCHEME_NEGOTIATE = 4;

  /** Microsoft's former single sign-on. */
  public static final int BG_AUTH_SCHEME_PASSPORT = 5;

  private BG_AUTH_SCHEME() {}
}
