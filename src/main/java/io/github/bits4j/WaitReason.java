package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.Fault;
import java.util.Optional;

/**
 * Why a job that does not move waits. BITS has no such value; a service's is worked out from the
 * job's state and error.
 */
public enum WaitReason {
  /** It failed a moment ago and will be tried again. */
  RETRY_DELAY,
  /** There is no network. */
  NETWORK,
  /** Its owner is not logged on. */
  LOGON,
  /** A policy of the machine keeps it back. */
  POLICY,
  /** The network costs too much. */
  COST,
  /** The machine runs on its battery, which is spared. */
  BATTERY,
  /** Somebody plays, and Windows keeps everything else back (Game Mode). */
  GAME_MODE,
  /** Other jobs are before it. */
  QUEUE,
  /** Somebody suspended it, or it was never resumed. */
  SUSPENDED;

  /**
   * The reason that state and error tell, for backends that do not say it themselves.
   *
   * @param state the job's state
   * @param error the job's error, if it has one
   * @return the reason; empty for a job that moves, that failed for good, or that has ended
   */
  public static Optional<WaitReason> of(JobState state, Optional<JobError> error) {
    switch (state) {
      case SUSPENDED:
        return Optional.of(SUSPENDED);
      case QUEUED:
        return Optional.of(QUEUE);
      case TRANSIENT_ERROR:
        return Optional.of(error.map(e -> of(e.fault())).orElse(RETRY_DELAY));
      default:
        return Optional.empty();
    }
  }

  private static WaitReason of(Fault fault) {
    if (fault instanceof Fault.Bits bits) {
      return of(bits.code());
    }
    return fault.hresult().value() == 0x800704DD ? LOGON : RETRY_DELAY;
  }

  private static WaitReason of(BitsCode code) {
    switch (code) {
      case NETWORK_DISCONNECTED:
        return NETWORK;
      case BLOCKED_BY_POLICY:
      case BLOCKED_BY_SYSTEM_POLICY:
      case BLOCKED_BY_BACKGROUND_ACCESS_POLICY:
      case STANDBY_MODE:
        return POLICY;
      case BLOCKED_BY_COST_TRANSFER_POLICY:
        return COST;
      case BLOCKED_BY_GAME_MODE:
        return GAME_MODE;
      case BLOCKED_BY_BATTERY_POLICY:
      case BLOCKED_BY_BATTERY_SAVER:
        return BATTERY;
      default:
        return RETRY_DELAY;
    }
  }
}
