package io.github.bits4j.transfer;

import io.github.bits4j.JobError;
import io.github.bits4j.JobState;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.Kind;
import io.github.bits4j.error.Origin;
import io.github.bits4j.error.Outlook;
import io.github.bits4j.error.RetryAdvice;
import java.util.Optional;
import java.util.Set;

/**
 * The reaction to each return value where nobody wants another one. Most follow from what the
 * decoder knows; here is what careful users of BITS do beyond it.
 */
final class Reactions {
  private static final int NOT_LOGGED_ON = 0x800704DD;
  private static final int ACCESS_DENIED = 0x80070005;

  /**
   * BITS is disabled, absent or broken, or does not work for this account: REGDB_E_CLASSNOTREG,
   * ERROR_SERVICE_DISABLED, ERROR_SERVICE_DOES_NOT_EXIST, ERROR_SERVICE_DEPENDENCY_FAIL,
   * ERROR_SERVICE_DEPENDENCY_DELETED, ERROR_SERVICE_NOT_IN_EXE, ERROR_NOT_LOGGED_ON.
   */
  private static final Set<Integer> NO_SERVICE =
      Set.of(0x80040154, 0x80070422, 0x80070424, 0x8007042C, 0x80070433, 0x8007043B, NOT_LOGGED_ON);

  /**
   * Somebody ended it: E_ABORT, RPC_E_CALL_CANCELED, ERROR_CANCELLED, BITS_MC_JOB_CANCELLED,
   * BG_E_REQUEST_CANCELED.
   */
  private static final Set<Integer> CANCELLED =
      Set.of(0x80004004, 0x80010002, 0x800704C7, 0x80194000, 0x80200037);

  /**
   * The system keeps the file out, or has no room for it, whoever brings it: write protection, a
   * full disk or quota, a virus.
   */
  private static final Set<Integer> KEPT_OUT =
      Set.of(0x80070013, 0x80070027, 0x80070070, 0x800700E1, 0x800700E2, 0x8007050F);

  /** What WinHTTP and BITS say about certificates and TLS; the rest is {@link Kind#SECURITY}. */
  private static final Set<Integer> NOT_TRUSTED =
      Set.of(
          0x80072F05,
          0x80072F06,
          0x80072F07,
          0x80072F08,
          0x80072F0C,
          0x80072F0D,
          0x80072F19,
          0x80072F7D,
          0x80072F89,
          0x80072F8A,
          0x80072F8F,
          0x80072F93,
          0x80072F99,
          0x80072F9A,
          0x80072F9B,
          0x80072F9C,
          0x80200038,
          0x8020003C,
          0x80200074);

  private static final Set<WaitReason> NOT_A_POLICY =
      Set.of(
          WaitReason.RETRY_DELAY,
          WaitReason.NETWORK,
          WaitReason.LOGON,
          WaitReason.QUEUE,
          WaitReason.SUSPENDED);

  private Reactions() {}

  /** The reaction to a value from some place. */
  static Reaction of(Fault fault, Origin origin) {
    int value = fault.hresult().value();
    RetryAdvice advice = fault.explain(origin).retry();
    if (isNoFailure(fault, advice) || isCancelled(fault)) {
      return Reaction.GIVE_UP;
    }
    if (keepsWaiting(fault)) {
      return Reaction.WAIT;
    }
    if (NO_SERVICE.contains(value)) {
      return Reaction.FALL_BACK;
    }
    switch (origin.stage()) {
      case ACTIVATION:
        return advice.outlook() == Outlook.TRANSIENT || !mayFallBack(fault)
            ? byOutlook(advice)
            : Reaction.FALL_BACK;
      case CALL:
        // The service refuses this account; with a job's error, a file or a server does.
        return value == ACCESS_DENIED ? Reaction.FALL_BACK : ofFault(fault, advice);
      default:
        return ofFault(fault, advice);
    }
  }

  private static Reaction ofFault(Fault fault, RetryAdvice advice) {
    if (fault instanceof Fault.Http http) {
      return ofStatus(http.status(), advice);
    }
    if (fault instanceof Fault.Bits bits) {
      switch (bits.code()) {
        case INSUFFICIENT_RANGE_SUPPORT:
          return Reaction.AVOID_RANGES;
        case MISSING_FILE_SIZE:
          return Reaction.DYNAMIC_CONTENT;
        case REMOTE_FILE_CHANGED:
          return Reaction.BEGIN_AGAIN;
        case ERROR_INFORMATION_UNAVAILABLE:
          // Something failed, and went on before it could be asked what.
          return Reaction.RETRY_ONCE;
        default:
          break;
      }
    }
    return byOutlook(advice);
  }

  private static Reaction ofStatus(int status, RetryAdvice advice) {
    switch (status) {
      case 204:
        // BITS would ask for ever.
        return Reaction.GIVE_UP;
      case 403:
      case 410:
        return Reaction.RENEW_URL;
      case 405:
      case 501:
        // The server, or a proxy, refuses HEAD.
        return Reaction.DYNAMIC_CONTENT;
      case 416:
        return Reaction.BEGIN_AGAIN;
      case 429:
        return Reaction.RETRY;
      default:
        return byOutlook(advice);
    }
  }

  private static Reaction byOutlook(RetryAdvice advice) {
    switch (advice.outlook()) {
      case TRANSIENT:
        return Reaction.RETRY;
      case FATAL:
        return Reaction.GIVE_UP;
      default:
        return Reaction.RETRY_ONCE;
    }
  }

  /** Successes, and the numbers of mere texts. */
  private static boolean isNoFailure(Fault fault, RetryAdvice advice) {
    return !fault.hresult().failed()
        || advice.outlook() == Outlook.UNKNOWN && advice.retrier() == RetryAdvice.Retrier.NOBODY;
  }

  /** Whether somebody ended it: never tried again, whatever a policy says. */
  static boolean isCancelled(Fault fault) {
    return CANCELLED.contains(fault.hresult().value());
  }

  /** Whether a policy of the machine keeps the job back: cost, battery, game mode and so on. */
  static boolean keepsWaiting(Fault fault) {
    JobError error =
        new JobError(fault, 0, Optional.empty(), Optional.empty(), Optional.empty(), "");
    return WaitReason.of(JobState.TRANSIENT_ERROR, Optional.of(error))
        .filter(reason -> !NOT_A_POLICY.contains(reason))
        .isPresent();
  }

  /**
   * Whether another downloader may be asked: not where it would go around a policy or a check, and
   * not where it would get the same from the same server.
   */
  static boolean mayFallBack(Fault fault) {
    int value = fault.hresult().value();
    return fault.hresult().failed()
        && fault.httpStatus().isEmpty()
        && fault.kind() != Kind.SECURITY
        && !isCancelled(fault)
        && !keepsWaiting(fault)
        && !KEPT_OUT.contains(value)
        && !NOT_TRUSTED.contains(value);
  }
}
