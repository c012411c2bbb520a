package io.github.bits4j.observe;

import io.github.bits4j.JobState;
import io.github.bits4j.error.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The example of the documentation, and a registry as the libraries for metrics have one. */
final class Meters {
  private Meters() {}

  // docs: from here
  record BitsMeters(MeterRegistry registry) implements BitsMetrics {
    @Override
    public void called(ObservedCall call) {
      registry
          .timer("bits.calls", "name", call.name(), "fault", tag(call.fault()))
          .record(call.took());
    }

    @Override
    public void stateChanged(ObservedChange change) {
      registry
          .counter("bits.jobs", "state", change.after().name(), "fault", tag(change.fault()))
          .increment();
      if (change.after() == JobState.TRANSFERRED) {
        change
            .progress()
            .ifPresent(it -> registry.counter("bits.bytes").increment(it.bytesTransferred()));
      }
    }

    private static String tag(Optional<Fault> fault) {
      return fault.flatMap(Fault::name).orElse("none");
    }
  }

  // docs: to here

  /** The little of a registry that the example needs. */
  static final class MeterRegistry {
    final Map<String, Double> values = new TreeMap<>();

    interface Timer {
      void record(Duration amount);
    }

    interface Counter {
      void increment(double amount);

      default void increment() {
        increment(1);
      }
    }

    Timer timer(String name, String... tags) {
      return amount -> counter(name, tags).increment();
    }

    Counter counter(String name, String... tags) {
      String key = name + String.join(",", tags).transform(it -> '{' + it + '}');
      return amount -> {
        synchronized (values) {
          values.merge(key, amount, Double::sum);
        }
      };
    }
  }
}
