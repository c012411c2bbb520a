package io.github.bits4j.observe;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A call where calls may be observed, beside one where they cannot be, while somebody observes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public abstract class ObservedBenchmark {
  /** Who observes. */
  @Param({"nobody", "metrics", "recording"})
  public String observer;

  private AutoCloseable ending;

  /** Begins to observe. */
  @Setup
  public void begin() {
    ending =
        switch (observer) {
          case "metrics" -> BitsObservation.install(new BitsMetrics() {})::close;
          case "recording" -> recording();
          default -> () -> {};
        };
  }

  private static AutoCloseable recording() {
    jdk.jfr.Recording recording = new jdk.jfr.Recording();
    recording.enable("io.github.bits4j.Call");
    recording.start();
    return recording;
  }

  /**
   * Ends it.
   *
   * @throws Exception if it does not end
   */
  @TearDown
  public void end() throws Exception {
    ending.close();
  }
}
