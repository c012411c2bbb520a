package io.github.bits4j.testing;

import io.github.bits4j.BitsManager;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.transfer.Surroundings;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Gives out handles that remember what is called on them.
 *
 * @param version what the handles know; may change
 * @param surroundings what managers bring along for transfers
 */
record Recorder(
    Service service,
    FaultScript script,
    VirtualTime time,
    CallLog log,
    AtomicReference<BitsVersion> version,
    Surroundings surroundings) {
  BitsManager manager() {
    return (BitsManager) new Handle(this).proxy();
  }
}
