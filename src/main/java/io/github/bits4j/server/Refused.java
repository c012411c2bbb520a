package io.github.bits4j.server;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;

/** A packet that gets a failure for an answer. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;
  private static final HResult INVALID_ARGUMENT = new HResult(0x80070057);
  private static final HResult ACCESS_DENIED = new HResult(0x80070005);

  private final int status;
  private final HResult hresult;
  private final ErrorContext context;

  Refused(int status, HResult hresult, ErrorContext context, String why) {
    super(why, null, false, false);
    this.status = status;
    this.hresult = hresult;
    this.context = context;
  }

  private Refused(int status, HResult hresult, String why) {
    this(status, hresult, ErrorContext.REMOTE_FILE, why);
  }

  static Refused malformed(String why) {
    return new Refused(400, INVALID_ARGUMENT, why);
  }

  static Refused withoutLength() {
    return new Refused(411, INVALID_ARGUMENT, "no Content-Length");
  }

  static Refused notEnabled() {
    return new Refused(501, ACCESS_DENIED, "uploads are not enabled");
  }

  static Refused forbidden(String why) {
    return new Refused(403, ACCESS_DENIED, why);
  }

  static Refused unknownSession() {
    return new Refused(
        500, BitsCode.SESSION_NOT_FOUND.hresult(), "no such session, or none any more");
  }

  static Refused tooLarge() {
    return new Refused(500, BitsCode.TOO_LARGE.hresult(), "the file is larger than allowed");
  }

  /** An HTTP status of the server itself, with nothing more to say. */
  static Refused plain(int status, String why) {
    return new Refused(status, HResult.ofHttpStatus(status), why);
  }

  /** Not an error for the client: it goes on where the server says. */
  static Refused outOfStep() {
    return new Refused(416, HResult.S_OK, "a gap before this fragment");
  }

  int status() {
    return status;
  }

  HResult hresult() {
    return hresult;
  }

  ErrorContext context() {
    return context;
  }
}
