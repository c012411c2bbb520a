package io.github.bits4j.transfer;

import io.github.bits4j.JobError;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;

/** The errors of transfers. Their texts name URLs without what may be a signature. */
final class Failures {
  private static final String CALL = "Transfer";

  /** ERROR_FILE_NOT_FOUND, ERROR_CANCELLED, ERROR_TIMEOUT, E_FAIL. */
  private static final HResult FILE_NOT_FOUND = HResult.ofWin32(2);

  private static final HResult CANCELLED = HResult.ofWin32(1223);
  private static final HResult TIMEOUT = HResult.ofWin32(1460);
  private static final HResult E_FAIL = new HResult(0x80004005);

  private Failures() {}

  static BitsException of(JobError error) {
    String where =
        error.remoteName().map(Secrets::shown).or(error::localName).map(" "::concat).orElse("");
    return BitsException.of(
        error.hresult(), Origin.job(error.contextValue()), CALL, "the job failed" + where, null);
  }

  static BitsException cancelled() {
    return BitsException.of(CANCELLED, CALL, "the transfer was cancelled", null);
  }

  static BitsException unfinished(String why) {
    return BitsException.of(TIMEOUT, CALL, why, null);
  }

  static BitsException stuck(String why) {
    return BitsException.of(BitsCode.NO_PROGRESS.hresult(), CALL, why, null);
  }

  static BitsException invalid(String why, Exception cause) {
    return BitsException.of(
        BitsCode.VALIDATION_FAILED.hresult(),
        Origin.job(io.github.bits4j.error.ErrorContext.LOCAL_FILE),
        CALL,
        why,
        cause);
  }

  static BitsException leftOut(String why) {
    return BitsException.of(FILE_NOT_FOUND, CALL, why, null);
  }

  /** Something that nobody foresaw, or that the program's own code threw. */
  static BitsException broke(Throwable cause) {
    return cause instanceof BitsException known
        ? known
        : BitsException.of(E_FAIL, CALL, "unexpected: " + cause, cause);
  }
}
