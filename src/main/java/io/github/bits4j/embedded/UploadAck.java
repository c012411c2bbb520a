package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.ServerApplicationStatus;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/** The answer to a packet of the upload protocol. */
record UploadAck(int status, HttpHeaders headers) {
  private static final int FACILITY_HTTP = 0x80190000;

  /** Whether the packet did what it was meant to do. */
  boolean isGood() {
    return status == 200 || status == 201;
  }

  boolean isAck() {
    return header("BITS-Packet-Type").filter("Ack"::equalsIgnoreCase).isPresent();
  }

  Optional<String> header(String name) {
    return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /** A header without which the answer is none. */
  String the(String name) throws FailedAttempt {
    return header(name).orElseThrow(UploadAck::invalid);
  }

  static FailedAttempt invalid() {
    return new FailedAttempt(Failure.lasting(BitsCode.INVALID_SERVER_RESPONSE));
  }

  /** Where the next fragment is to begin. */
  OptionalLong received() {
    try {
      return header("BITS-Received-Content-Range")
          .filter(text -> text.matches("[0-9]+"))
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The code in the headers: either document has its own name for it. */
  Optional<HResult> error() {
    return header("BITS-Error-Code")
        .or(() -> header("BITS-Error"))
        .flatMap(UploadAck::hex)
        .filter(code -> code != 0)
        .map(HResult::new);
  }

  private static Optional<Integer> hex(String text) {
    try {
      String digits = text.regionMatches(true, 0, "0x", 0, 2) ? text.substring(2) : text;
      return Optional.of(Integer.parseUnsignedInt(digits, 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean isOfApplication() {
    return header("BITS-Error-Context")
        .flatMap(UploadAck::hex)
        .filter(context -> context == ErrorContext.REMOTE_APPLICATION.value())
        .isPresent();
  }

  boolean says(BitsCode code) {
    return error().equals(Optional.of(code.hresult()));
  }

  /** Whether the session is not known there, or not any more. */
  boolean knowsNoSession() {
    return !isGood() && says(BitsCode.SESSION_NOT_FOUND);
  }

  /** Whether it only says where to go on. */
  boolean isOutOfStep() {
    return status == 416 && !isOfApplication() && received().isPresent();
  }

  /** Whether it asks for smaller fragments; a file that is too large says so in the code. */
  boolean isFragmentTooLarge() {
    return status == 413 && !isOfApplication() && !says(BitsCode.TOO_LARGE);
  }

  /** What a failure comes to. */
  FailedAttempt failed() {
    if (isGood() && !isOfApplication()) {
      return invalid();
    }
    Failure byStatus = Failure.ofStatus(status);
    HResult code = error().orElse(byStatus.hresult());
    if (isOfApplication()) {
      int told = code.value() & 0xFFFF;
      boolean isStatus = (code.value() & 0xFFFF_0000) == FACILITY_HTTP;
      ServerApplicationStatus given = new ServerApplicationStatus(isStatus ? told : status);
      boolean mayPass = given.outcome() != ServerApplicationStatus.Outcome.FATAL;
      return new FailedAttempt(new Failure(code, ErrorContext.REMOTE_APPLICATION, mayPass));
    }
    boolean mayPass = byStatus.mayPass() && !says(BitsCode.TOO_LARGE);
    return new FailedAttempt(new Failure(code, ErrorContext.REMOTE_FILE, mayPass));
  }
}
