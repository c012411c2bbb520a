package io.github.bits4j.windows.com;

/** The states of a job. */
public final class BG_JOB_STATE {
  /** Waits to be transferred. */
  public static final int BG_JOB_STATE_QUEUED = 0;

  /** Connects to the server. */
  public static final int BG_JOB_STATE_CONNECTING = 1;

  /** Transfers. */
  public static final int BG_JOB_STATE_TRANSFERRING = 2;

  /** Paused. */
  public static final int BG_JOB_STATE_SUSPENDED = 3;

  /** Stopped by an error that BITS does not retry. */
  public static final int BG_JOB_STATE_ERROR = 4;

  /** Interrupted by an error that BITS will retry. */
  public static final int BG_JOB_STATE_TRANSIENT_ERROR = 5;

  /** Everything is transferred and waits for Complete. */
  public static final int BG_JOB_STATE_TRANSFERRED = 6;

  /** Complete was called. */
  public static final int BG_JOB_STATE_ACKNOWLEDGED = 7;

  /** Cancel was called. */
  public static final int BG_JOB_STATE_CANCELLED = 8;

  private BG_JOB_STATE() {}
}
