package io.github.bits4j.windows.com;

/** The priorities; the smaller, the more urgent. */
public final class BG_JOB_PRIORITY {
  /** Competes with other programs for the network. */
  public static final int BG_JOB_PRIORITY_FOREGROUND = 0;

  /** In the background, first. */
  public static final int BG_JOB_PRIORITY_HIGH = 1;

  /** In the background. */
  public static final int BG_JOB_PRIORITY_NORMAL = 2;

  /** In the background, last. */
  public static final int BG_JOB_PRIORITY_LOW = 3;

  private BG_JOB_PRIORITY() {}
}
