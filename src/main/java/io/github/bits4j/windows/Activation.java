package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.time.Duration;
import java.util.Set;

/**
 * Connects to a service: two attempts, for a service that is just starting, and a typed failure
 * with its own advice.
 */
final class Activation {
  /** What no second attempt changes. */
  private static final Set<HResult> FINAL =
      Set.of(
          HResult.ofWin32(1058), // ERROR_SERVICE_DISABLED
          new HResult(0x80040154), // REGDB_E_CLASSNOTREG
          new HResult(0x80070005)); // E_ACCESSDENIED

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
   * Connects; the calling thread is one that may call the service.
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
    } catch (RuntimeException | Error e) {
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

  private static BitsException unavailable(BitsException failure) {
    return BitsException.of(failure.hresult(), Origin.ACTIVATION, failure.call(), null, failure);
  }
}
