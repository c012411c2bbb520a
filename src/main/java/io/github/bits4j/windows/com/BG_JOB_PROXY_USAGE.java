package io.github.bits4j.windows.com;

/** Which proxy a job uses. */
public final class BG_JOB_PROXY_USAGE {
  /** The owner's own settings. */
  public static final int BG_JOB_PROXY_USAGE_PRECONFIG = 0;

  /** None. */
  public static final int BG_JOB_PROXY_USAGE_NO_PROXY = 1;

  /** The lists of SetProxySettings. */
  public static final int BG_JOB_PROXY_USAGE_OVERRIDE = 2;

  /** What is detected for each file. */
  public static final int BG_JOB_PROXY_USAGE_AUTODETECT = 3;

  private BG_JOB_PROXY_USAGE() {}
}
