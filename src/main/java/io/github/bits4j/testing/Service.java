package io.github.bits4j.testing;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The engine in the place of the BITS service: managers come and go, it stays; and it can be
 * stopped and started.
 */
final class Service {
  /** {@code HRESULT_FROM_WIN32(ERROR_SERVICE_DISABLED)}. */
  static final HResult DISABLED = HResult.ofWin32(1058);

  private final EmbeddedBits.Builder settings;
  private final Set<Ear> ears = new LinkedHashSet<>();
  private BitsManager engine;
  private long run;

  Service(EmbeddedBits.Builder settings) {
    this.settings = settings;
    start();
  }

  /** A listener that is to go on after a restart. */
  interface Ear {
    void listenAgain();
  }

  /** The engine, and which run of it that is. */
  record Run(BitsManager engine, long number) {}

  synchronized Run now(String call) {
    if (engine == null) {
      throw new BitsUnavailableException(
          DISABLED, call, "the script has stopped the service for now", null);
    }
    return new Run(engine, run);
  }

  void start() {
    List<Ear> listeners;
    synchronized (this) {
      if (engine != null) {
        return;
      }
      engine = settings.open();
      run++;
      listeners = List.copyOf(ears);
    }
    listeners.forEach(Ear::listenAgain);
  }

  void stop() {
    BitsManager ending;
    synchronized (this) {
      ending = engine;
      engine = null;
    }
    if (ending != null) {
      ending.close();
    }
  }

  synchronized void add(Ear ear) {
    ears.add(ear);
  }

  synchronized void remove(Ear ear) {
    ears.remove(ear);
  }

  /** Ends for good: what is left in the queue goes, with its temporary files. */
  void end() {
    start();
    synchronized (this) {
      ears.clear();
    }
    now("MockBits.close").engine().jobs().forEach(BitsJob::cancel);
    stop();
  }
}
