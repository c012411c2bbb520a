package io.github.bits4j.windows.com;

/** What the network costs; a mask of those in which a job may run. */
public final class BITS_COST_STATE {
  /** No limit, or not known. */
  public static final int BITS_COST_STATE_UNRESTRICTED = 0x01;

  /** A limit, and not known how near. */
  public static final int BITS_COST_STATE_CAPPED_USAGE_UNKNOWN = 0x02;

  /** Below the limit. */
  public static final int BITS_COST_STATE_BELOW_CAP = 0x04;

  /** Near the limit. */
  public static final int BITS_COST_STATE_NEAR_CAP = 0x08;

  /** Over the limit, and charged for. */
  public static final int BITS_COST_STATE_OVERCAP_CHARGED = 0x10;

  /** Over the limit, and slow. */
  public static final int BITS_COST_STATE_OVERCAP_THROTTLED = 0x20;

  /** Each byte is charged for. */
  public static final int BITS_COST_STATE_USAGE_BASED = 0x40;

  /** Another provider's network. */
  public static final int BITS_COST_STATE_ROAMING = 0x80;

  /** Reserved. */
  public static final int BITS_COST_STATE_RESERVED = 0x40000000;

  /** Not a state: do not mind a congested network. */
  public static final int BITS_COST_OPTION_IGNORE_CONGESTION = 0x80000000;

  /** All but roaming. */
  public static final int BITS_COST_STATE_TRANSFER_NOT_ROAMING = 0x8000007F;

  /** All but roaming and charged for over the limit. */
  public static final int BITS_COST_STATE_TRANSFER_NO_SURCHARGE = 0x8000006F;

  /** The same without near the limit. */
  public static final int BITS_COST_STATE_TRANSFER_STANDARD = 0x80000067;

  /** Only without a limit, or slow over it. */
  public static final int BITS_COST_STATE_TRANSFER_UNRESTRICTED = 0x80000021;

  /** Whatever it costs. */
  public static final int BITS_COST_STATE_TRANSFER_ALWAYS = 0x800000FF;

  private BITS_COST_STATE() {}
}
