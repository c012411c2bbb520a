package io.github.bits4j.windows.com;

/** Who asks for credentials. */
public final class BG_AUTH_TARGET {
  /** The server. */
  public static final int BG_AUTH_TARGET_SERVER = 1;

  /** The proxy. */
  public static final int BG_AUTH_TARGET_PROXY = 2;

  private BG_AUTH_TARGET() {}
}
