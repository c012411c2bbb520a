package io.github.bits4j.embedded;

import io.github.bits4j.CostPolicy;
import io.github.bits4j.JobPriority;
import io.github.bits4j.error.BitsCode;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the world around a queue allows at one moment. Pure; never changes.
 *
 * @param outages how often the network has been lost, so that a short outage is noticed afterwards
 * @param blocks what keeps jobs back beside the network, its cost and the owner's absence
 */
record World(
    boolean network,
    long outages,
    CostPolicy.Cost cost,
    boolean congested,
    boolean loggedOn,
    Set<BitsCode> blocks) {
  /** Nothing keeps a job back, unless its own policy minds a network without a price. */
  static final World IDEAL =
      new World(true, 0, CostPolicy.Cost.UNRESTRICTED, false, true, Set.of());

  /** By their documentation or their names, these leave foreground jobs alone. */
  private static final Set<BitsCode> BACKGROUND_ONLY =
      EnumSet.of(BitsCode.BLOCKED_BY_POLICY, BitsCode.BLOCKED_BY_BACKGROUND_ACCESS_POLICY);

  World {
    blocks = Set.copyOf(blocks);
  }

  World withNetwork(boolean up) {
    long lost = network && !up ? outages + 1 : outages;
    return new World(up, lost, cost, congested, loggedOn, blocks);
  }

  World withCost(CostPolicy.Cost what) {
    return new World(network, outages, what, congested, loggedOn, blocks);
  }

  World withCongested(boolean is) {
    return new World(network, outages, cost, is, loggedOn, blocks);
  }

  World withLoggedOn(boolean is) {
    return new World(network, outages, cost, congested, is, blocks);
  }

  World withBlock(BitsCode code, boolean present) {
    Set<BitsCode> changed = EnumSet.noneOf(BitsCode.class);
    changed.addAll(blocks);
    if (present) {
      changed.add(code);
    } else {
      changed.remove(code);
    }
    return new World(network, outages, cost, congested, loggedOn, changed);
  }

  /** Everything that holds a job in {@code TRANSIENT_ERROR}; the first of them is what it says. */
  Set<BitsCode> hindrances(JobRecord job) {
    // The header has the network's code before all others.
    Set<BitsCode> hindrances = EnumSet.noneOf(BitsCode.class);
    if (!network) {
      hindrances.add(BitsCode.NETWORK_DISCONNECTED);
    }
    CostPolicy policy = job.settings().costPolicy();
    if (!policy.costs().contains(cost) || congested && !policy.ignoresCongestion()) {
      hindrances.add(BitsCode.BLOCKED_BY_COST_TRANSFER_POLICY);
    }
    boolean foreground = job.priority() == JobPriority.FOREGROUND;
    for (BitsCode block : blocks) {
      if (!foreground || !BACKGROUND_ONLY.contains(block)) {
        hindrances.add(block);
      }
    }
    return hindrances;
  }
}
