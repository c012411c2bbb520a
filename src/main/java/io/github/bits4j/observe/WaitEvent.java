package io.github.bits4j.observe;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The event of somebody who waited for a job. */
@Name("io.github.bits4j.Wait")
@Label("Wait")
@Description("A thread that waited for a job")
final class WaitEvent extends BitsEvent {
  @Label("Reached")
  @Description("The state of the job at the end; null if the wait was interrupted or failed")
  String reached;

  void fill(ObservedWait observed) {
    about(observed.job());
    because(observed.fault());
    reached = observed.reached().map(Enum::name).orElse(null);
  }
}
