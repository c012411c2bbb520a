package io.github.bits4j;

import java.util.EnumSet;
import java.util.Set;

/**
 * On which networks a job may run, by what they cost. Flags that nobody here knows are kept.
 *
 * <p>Stands for {@code BITS_JOB_PROPERTY_ID_COST_FLAGS}, {@code bits5_0.h}.
 *
 * @param flags the header's flags, one word
 */
public record CostPolicy(int flags) {
  private static final int IGNORE_CONGESTION = 0x8000_0000;

  /** Always ({@code BITS_JOB_TRANSFER_POLICY_ALWAYS}). */
  public static final CostPolicy ALWAYS = new CostPolicy(0x8000_00FF);

  /** Not while roaming ({@code …_NOT_ROAMING}). */
  public static final CostPolicy NOT_ROAMING = new CostPolicy(0x8000_007F);

  /** Not where it costs extra ({@code …_NO_SURCHARGE}). */
  public static final CostPolicy NO_SURCHARGE = new CostPolicy(0x8000_006F);

  /** Not where it costs extra, nor near the cap ({@code …_STANDARD}). */
  public static final CostPolicy STANDARD = new CostPolicy(0x8000_0067);

  /** Only where nothing is counted, or nothing is charged ({@code …_UNRESTRICTED}). */
  public static final CostPolicy UNRESTRICTED = new CostPolicy(0x8000_0021);

  /** What a network costs ({@code BITS_COST_STATE}). */
  public enum Cost {
    /** Nothing is counted, or nobody knows. */
    UNRESTRICTED(0x1),
    /** There is a cap, and nobody knows how near it is. */
    CAPPED_USAGE_UNKNOWN(0x2),
    /** Below 80 % of the cap. */
    BELOW_CAP(0x4),
    /** From 80 % of the cap on. */
    NEAR_CAP(0x8),
    /** Over the cap, which is charged. */
    OVER_CAP_CHARGED(0x10),
    /** Over the cap, which makes it slow. */
    OVER_CAP_THROTTLED(0x20),
    /** Every byte is paid for. */
    USAGE_BASED(0x40),
    /** Abroad. */
    ROAMING(0x80);

    private final int value;

    Cost(int value) {
      this.value = value;
    }
  }

  /**
   * A policy of one's own.
   *
   * @param costs where the job may run
   * @param ignoreCongestion whether a network that is congested will do
   * @return the policy
   */
  public static CostPolicy of(Set<Cost> costs, boolean ignoreCongestion) {
    int flags = ignoreCongestion ? IGNORE_CONGESTION : 0;
    for (Cost cost : costs) {
      flags |= cost.value;
    }
    return new CostPolicy(flags);
  }

  /**
   * Where the job may run.
   *
   * @return a set of the caller's
   */
  public Set<Cost> costs() {
    Set<Cost> costs = EnumSet.noneOf(Cost.class);
    for (Cost cost : Cost.values()) {
      if ((flags & cost.value) != 0) {
        costs.add(cost);
      }
    }
    return costs;
  }

  /**
   * Whether a network that is congested will do.
   *
   * @return true if it will
   */
  public boolean ignoresCongestion() {
    return (flags & IGNORE_CONGESTION) != 0;
  }

  @Override
  public String toString() {
    return "CostPolicy[0x%08X]".formatted(flags);
  }
}
