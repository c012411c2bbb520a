package io.github.bits4j.windows.com;

/** A property of a job, and the member of {@link BITS_JOB_PROPERTY_VALUE} that it has. */
public final class BITS_JOB_PROPERTY_ID {
  /** Which network costs are acceptable: Dword, a mask of {@link BITS_COST_STATE}. */
  public static final int BITS_JOB_PROPERTY_ID_COST_FLAGS = 1;

  /** The class of who is notified: ClsID, zero for nobody. */
  public static final int BITS_JOB_PROPERTY_NOTIFICATION_CLSID = 2;

  /** The server need not know sizes and ranges: Enable. */
  public static final int BITS_JOB_PROPERTY_DYNAMIC_CONTENT = 3;

  /** Straight into the final file, and from the start after a crash: Enable. */
  public static final int BITS_JOB_PROPERTY_HIGH_PERFORMANCE = 4;

  /** How many bytes the job may have: Uint64. */
  public static final int BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE = 5;

  /** Where the owner's stored credentials are shown: Target. */
  public static final int BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS = 7;

  /** The pause between notifications, as of BITS 10.1: Dword, milliseconds. */
  public static final int BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS = 9;

  /** Only ranges that are asked for, as of BITS 10.1: Enable. */
  public static final int BITS_JOB_PROPERTY_ON_DEMAND_MODE = 10;

  private BITS_JOB_PROPERTY_ID() {}
}
