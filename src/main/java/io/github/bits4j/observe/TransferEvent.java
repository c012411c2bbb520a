package io.github.bits4j.observe;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The event of a transfer, from its start to its end. */
@Name("io.github.bits4j.Transfer")
@Label("Transfer")
final class TransferEvent extends BitsEvent {
  @Label("Succeeded")
  boolean succeeded;

  @Label("Bytes")
  @DataAmount
  long bytes;

  void fill(ObservedTransfer observed) {
    about(observed.job());
    because(observed.fault());
    succeeded = observed.succeeded();
    bytes = observed.bytes();
  }
}
