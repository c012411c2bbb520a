package io.github.bits4j.embedded;

import java.util.Optional;
import java.util.UUID;

/**
 * The call that this thread carries out for somebody who may have to ask again what became of it:
 * another process, which does not hear the answer if this one is killed. What the call changes is
 * stored together with its id.
 */
final class Asked {
  private static final ThreadLocal<UUID> CALL = new ThreadLocal<>();

  private Asked() {}

  static void begin(UUID call) {
    CALL.set(call);
  }

  static void end() {
    CALL.remove();
  }

  static Optional<UUID> call() {
    return Optional.ofNullable(CALL.get());
  }
}
