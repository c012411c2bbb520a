package io.github.bits4j.observe;

import io.github.bits4j.error.Fault;
import java.util.Optional;
import java.util.UUID;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events have. Like them, it loads only where there is a flight recorder. */
@Category("bits4j")
@StackTrace(false)
abstract class BitsEvent extends Event {
  @Label("Job")
  String job;

  @Label("HRESULT")
  @Description("Why it failed; null if it did not, or has no code")
  String hresult;

  @Label("Fault")
  @Description("What the HRESULT is called")
  String fault;

  final void about(Optional<UUID> id) {
    job = id.map(UUID::toString).orElse(null);
  }

  final void because(Optional<Fault> why) {
    hresult = why.map(it -> it.hresult().toString()).orElse(null);
    fault = why.flatMap(Fault::name).orElse(null);
  }
}
