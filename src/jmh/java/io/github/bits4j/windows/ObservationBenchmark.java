package io.github.bits4j.windows;

import io.github.bits4j.Subscription;
import io.github.bits4j.observe.BitsMetrics;
import io.github.bits4j.observe.BitsObservation;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.MeasuredJob;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
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

/**
 * A COM call on a stub with the way to a thread of the apartment and back, which every call of a
 * program takes, with and without the place where it is observed. The goal: no more garbage while
 * nobody observes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ObservationBenchmark {
  /** Who observes. */
  @Param({"nobody", "metrics", "recording"})
  public String observer;

  private final Apartment apartment = new Apartment(() -> {}, () -> Identity.PROCESS);
  private final IBackgroundCopyJob job = MeasuredJob.attached();
  private AutoCloseable ending;

  /** Begins to observe. */
  @Setup
  public void open() {
    ending =
        switch (observer) {
          case "metrics" -> (Subscription) BitsObservation.install(new BitsMetrics() {});
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

  /** Ends what observed. */
  @TearDown
  public void close() throws Exception {
    ending.close();
  }

  /** The measure: nobody can observe it. */
  @Benchmark
  public int notObservable() {
    return apartment.hop(Deadline.in(Duration.ofMinutes(1)), it -> job.GetState(), late -> {});
  }

  /** The call as it is. */
  @Benchmark
  public int state() {
    return apartment.call(
        Optional::empty, Deadline.in(Duration.ofMinutes(1)), it -> job.GetState(), late -> {});
  }
}
