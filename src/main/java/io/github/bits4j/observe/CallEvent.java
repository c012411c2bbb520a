package io.github.bits4j.observe;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The event of a call, from the call to its answer. */
@Name("io.github.bits4j.Call")
@Label("Call")
@Description("A call on a queue, a job or a file, from the call to its answer")
@StackTrace
final class CallEvent extends BitsEvent {
  @Label("Call")
  @Description("The public method")
  String call;

  @Label("Succeeded")
  boolean succeeded;

  void fill(ObservedCall observed) {
    call = observed.name();
    succeeded = observed.succeeded();
    about(observed.job());
    because(observed.fault());
  }
}
