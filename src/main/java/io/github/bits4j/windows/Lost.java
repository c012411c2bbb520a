package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.util.Set;

/** How calls fail on objects of a service that was stopped, was restarted or has crashed. */
final class Lost {
  /** The call broke off, made or not. */
  private static final HResult CALL_FAILED = HResult.ofWin32(1726); // RPC_S_CALL_FAILED

  /** Nothing was called. */
  private static final Set<HResult> NOT_MADE =
      Set.of(
          new HResult(0x80010108), // RPC_E_DISCONNECTED
          new HResult(0x800401FD), // CO_E_OBJNOTCONNECTED
          HResult.ofWin32(1722), // RPC_S_SERVER_UNAVAILABLE
          HResult.ofWin32(1727)); // RPC_S_CALL_FAILED_DNE

  private Lost() {}

  static boolean is(BitsException failure) {
    return !(failure instanceof BitsUnavailableException)
        && (mayHaveBeenMade(failure) || NOT_MADE.contains(failure.hresult()));
  }

  static boolean mayHaveBeenMade(BitsException failure) {
    return failure.hresult().equals(CALL_FAILED);
  }
}
