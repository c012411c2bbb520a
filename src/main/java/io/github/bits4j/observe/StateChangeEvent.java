package io.github.bits4j.observe;

import io.github.bits4j.JobProgress;
import java.util.Optional;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The event of a job that came to another state; it has no duration. */
@Name("io.github.bits4j.StateChange")
@Label("State Change")
@Description("A job was seen to have another state than before")
final class StateChangeEvent extends BitsEvent {
  @Label("Before")
  @Description("The state before; null if the job was just created")
  String before;

  @Label("After")
  String after;

  @Label("Waits For")
  @Description("Why the job does not move; null if it does, or is not known")
  String waitReason;

  @Label("Bytes Transferred")
  @Description("How far the job is; -1 if it is not known")
  @DataAmount
  long bytesTransferred;

  @Label("Bytes Total")
  @Description("The size of its files; -1 if it is not known")
  @DataAmount
  long bytesTotal;

  void fill(ObservedChange observed) {
    about(Optional.of(observed.job()));
    because(observed.fault());
    before = observed.before().map(Enum::name).orElse(null);
    after = observed.after().name();
    waitReason = observed.waitReason().map(Enum::name).orElse(null);
    bytesTransferred = observed.progress().map(JobProgress::bytesTransferred).orElse(-1L);
    bytesTotal = observed.progress().map(it -> it.bytesTotal().orElse(-1)).orElse(-1L);
  }
}
