package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.time.Duration;
import java.util.Set;

/**
 * Connects to a service: two attempts, for a service that is just starting, and a typed failure
 * with its own advice.
 */
final class Activation {
  /** {@code HRESULT_FROM_WIN32(ERROR_SERVICE_DISABLED)}. */
  static final HResult SERVICE_DISABLED = HResult.ofWin32(1058);

  /** {@code HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND)}. */
  static final HResult FILE_NOT_FOUND = HResult.ofWin32(2);

  static final HResult REGDB_E_CLASSNOTREG = new HResult(0x80040154);
  static final HResult CO_E_SERVER_EXEC_FAILURE = new HResult(0x80080005);
  private static final HResult E_ACCESSDENIED = new HResult(0x80070005);
  private static final HResult SERVICE_REQUEST_TIMEOUT = HResult.ofWin32(1053);
  private static final HResult RPC_SERVER_UNAVAILABLE = HResult.ofWin32(1722);
  private static final HResult RPC_CALL_FAILED = HResult.ofWin32(1726);

  /** What no second attempt changes. */
  private static final Set<HResult> FINAL =
      Set.of(SERVICE_DISABLED, REGDB_E_CLASSNOTREG, E_ACCESSDENIED);

  /** A first attempt that took longer was no hiccup: the caller has waited long enough. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Service service;
  private final Duration pause;

  Activation(Service service) {
    this(service, PAUSE);
  }

  Activation(Service service, Duration pause) {
    this.service = service;
    this.pause = pause;
  }

  /**
   * Connects.
   *
   * @return the manager, owned by the caller and ready for calls
   * @throws BitsUnavailableException if both attempts failed, or the first one for good
   */
  IBackgroundCopyManager connect() {
    long began = System.nanoTime();
    try {
      return attempt();
    } catch (BitsException first) {
      if (FINAL.contains(first.hresult())
          || System.nanoTime() - began > PATIENCE.toNanos()
          || !paused()) {
        throw unavailable(first);
      }
      try {
        return attempt();
      } catch (BitsException second) {
        throw unavailable(second);
      }
    }
  }

  private IBackgroundCopyManager attempt() {
    IBackgroundCopyManager manager = service.activate();
    try {
      service.secure(manager);
      return manager;
    } catch (BitsException e) {
      manager.close();
      throw e;
    }
  }

  private boolean paused() {
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private BitsUnavailableException unavailable(BitsException failure) {
    return new BitsUnavailableException(
        failure.hresult(), failure.call(), advice(failure.hresult(), service.isWine()), failure);
  }

  /** What to do about a failed activation. */
  static String advice(HResult failure, boolean wine) {
    if (failure.equals(SERVICE_DISABLED)) {
      return "the BITS service is disabled; an administrator can enable it with"
          + " 'sc config bits start= demand'. A policy may disable it again";
    }
    if (failure.equals(REGDB_E_CLASSNOTREG)) {
      return "BITS's class is not registered: this Windows (a container image, a stripped edition)"
          + " or this Wine comes without BITS. Use the embedded engine,"
          + " Bits.provider(\"embedded\"), or repair Windows with 'sfc /scannow'";
    }
    if (failure.equals(FILE_NOT_FOUND)) {
      return wine
          ? "Wine's BITS service is not there yet; start it with 'wine net start BITS'"
          : "the BITS service or its program file is missing; look at 'sc qc bits', and repair"
              + " Windows with 'sfc /scannow'";
    }
    if (failure.equals(E_ACCESSDENIED)) {
      return "this account may not use BITS: a restricted token, a low integrity level, or a"
          + " DCOM policy keeps it out; run as an ordinary user";
    }
    if (failure.equals(CO_E_SERVER_EXEC_FAILURE)
        || failure.equals(SERVICE_REQUEST_TIMEOUT)
        || failure.equals(RPC_SERVER_UNAVAILABLE)
        || failure.equals(RPC_CALL_FAILED)) {
      return "the BITS service does not answer; look at 'sc query bits' and at the System event"
          + " log, start it with 'net start bits', and try again";
    }
    return "the BITS service cannot be reached; 'bits doctor' and 'sc query bits' say more";
  }
}
