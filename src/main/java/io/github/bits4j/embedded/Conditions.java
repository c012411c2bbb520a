package io.github.bits4j.embedded;

import io.github.bits4j.CostPolicy;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * What the world around a queue lets its jobs do: whether there is a network, what it costs,
 * whether the owner of the jobs is logged on, and what else keeps them back. Whoever knows says so
 * here; engines that were given these conditions act on every change at once.
 *
 * <p>Java cannot watch most of this on any system. So the engine assumes what a new object of this
 * class says: nothing keeps a job back. A server that cannot be reached is then an ordinary
 * transient error, tried again after the retry delay.
 *
 * <p>A job that is kept back is no failed attempt: its error count stays, and neither its retry
 * delay nor its no-progress timeout ends the wait. It goes on by itself as soon as it may. Which
 * job waits for what, {@link JobStatus#waitReason()} tells. Of several processes on one queue it is
 * the one that runs the queue whose conditions count.
 *
 * <p>For use by several threads and several engines at once.
 */
public final class Conditions {
  private static final Set<BitsCode> BLOCKS =
      EnumSet.of(
          BitsCode.BLOCKED_BY_POLICY,
          BitsCode.BLOCKED_BY_BACKGROUND_ACCESS_POLICY,
          BitsCode.BLOCKED_BY_SYSTEM_POLICY,
          BitsCode.BLOCKED_BY_GAME_MODE,
          BitsCode.BLOCKED_BY_BATTERY_POLICY,
          BitsCode.BLOCKED_BY_BATTERY_SAVER,
          BitsCode.STANDBY_MODE);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile World world = World.IDEAL;

  /** Conditions that keep nothing back: a network without a price, and the owner logged on. */
  public Conditions() {}

  /**
   * Says whether there is a network. Without one, jobs that are queued or move go to {@link
   * JobState#TRANSIENT_ERROR} with {@code BG_E_NETWORK_DISCONNECTED} and wait for {@link
   * WaitReason#NETWORK}. When it comes, every job in that state is queued at once, whatever its
   * error was.
   *
   * @param up whether there is one
   */
  public void setNetwork(boolean up) {
    change(now -> now.withNetwork(up));
  }

  /**
   * Says what the network costs. Jobs whose {@linkplain
   * io.github.bits4j.JobOptions#setCostPolicy(CostPolicy) cost policy} leaves that out go to {@link
   * JobState#TRANSIENT_ERROR} with {@code BG_E_BLOCKED_BY_COST_TRANSFER_POLICY} and wait for {@link
   * WaitReason#COST}.
   *
   * @param cost what it costs; {@link CostPolicy.Cost#UNRESTRICTED} if nobody knows
   */
  public void setCost(CostPolicy.Cost cost) {
    Objects.requireNonNull(cost, "cost");
    change(now -> now.withCost(cost));
  }

  /**
   * Says whether the network is congested. Jobs whose cost policy does not {@linkplain
   * CostPolicy#ignoresCongestion() put up with that} wait as if it cost too much.
   *
   * @param congested whether it is
   */
  public void setCongested(boolean congested) {
    change(now -> now.withCongested(congested));
  }

  /**
   * Says whether the owner of the jobs is logged on. Without him jobs stay or become {@link
   * JobState#QUEUED}, foreground jobs too, and wait for {@link WaitReason#LOGON}.
   *
   * @param loggedOn whether he is
   */
  public void setLoggedOn(boolean loggedOn) {
    change(now -> now.withLoggedOn(loggedOn));
  }

  /**
   * Keeps jobs back in {@link JobState#TRANSIENT_ERROR} with this error until {@link #unblock} with
   * the same code: all of them, but for {@code BG_E_BLOCKED_BY_POLICY}, which is what a bandwidth
   * limit of 0 does, and {@code BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY}; these leave jobs of
   * {@link JobPriority#FOREGROUND} alone. Several codes may block at once; a code twice is once.
   *
   * @param code one of BITS's policies, battery, game or standby mode
   * @throws IllegalArgumentException if the code is none of {@code BLOCKED_BY_POLICY}, {@code
   *     BLOCKED_BY_BACKGROUND_ACCESS_POLICY}, {@code BLOCKED_BY_SYSTEM_POLICY}, {@code
   *     BLOCKED_BY_GAME_MODE}, {@code BLOCKED_BY_BATTERY_POLICY}, {@code BLOCKED_BY_BATTERY_SAVER},
   *     {@code STANDBY_MODE}
   */
  public void block(BitsCode code) {
    block(code, true);
  }

  /**
   * Ends what {@link #block} began; nothing if this code blocks nothing.
   *
   * @param code the code
   * @throws IllegalArgumentException if {@link #block} does not take the code
   */
  public void unblock(BitsCode code) {
    block(code, false);
  }

  private void block(BitsCode code, boolean present) {
    if (!BLOCKS.contains(Objects.requireNonNull(code, "code"))) {
      throw new IllegalArgumentException(code + " is not one of " + BLOCKS);
    }
    change(now -> now.withBlock(code, present));
  }

  private void change(UnaryOperator<World> to) {
    synchronized (this) {
      World changed = to.apply(world);
      if (changed.equals(world)) {
        return;
      }
      world = changed;
    }
    // Outside the lock: who listens may do anything, and looks at what holds by then.
    listeners.forEach(Runnable::run);
  }

  /** This moment. */
  World now() {
    return world;
  }

  /** Tells of every change after it, on the thread that made it. */
  Subscription listen(Runnable changed) {
    listeners.add(changed);
    return () -> listeners.remove(changed);
  }

  /** What holds at this moment. */
  @Override
  public String toString() {
    World now = world;
    return "Conditions[network=%s, cost=%s, congested=%s, loggedOn=%s, blocks=%s]"
        .formatted(now.network(), now.cost(), now.congested(), now.loggedOn(), now.blocks());
  }
}
