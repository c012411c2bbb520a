package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Subscription;
import io.github.bits4j.observe.BitsMetrics;
import io.github.bits4j.observe.BitsObservation;
import java.nio.file.Path;
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
 * The cheapest call that there is, the state of a job of an engine in this process, where calls may
 * be observed and where they cannot be. The goal: the same garbage, which is none, while nobody
 * does.
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

  private BitsManager bits;
  private BitsJob without;
  private BitsJob with;
  private AutoCloseable ending;

  /** Opens two managers on one engine, of which one is asked by a program. */
  @Setup
  public void open() {
    Bench bench = new Bench(Path.of("/nowhere"));
    bits = bench.bits;
    without =
        new EmbeddedManager(
                bench.engine, Runnable::run, ClientCertificates.none(), false, () -> {})
            .createJob(JobSpec.download("x").build());
    with = bits.createJob(JobSpec.download("x").build());
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
    bits.close();
  }

  /** The measure: nobody can observe it. */
  @Benchmark
  public JobState notObservable() {
    return without.state();
  }

  /** The call of a program. */
  @Benchmark
  public JobState state() {
    return with.state();
  }
}
