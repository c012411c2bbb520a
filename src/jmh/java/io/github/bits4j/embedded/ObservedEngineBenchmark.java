package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.observe.ObservedBenchmark;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The cheapest call that there is, the state of a job of an engine in this process, where calls may
 * be observed and where they cannot be. The goal: the same garbage, which is none, while nobody
 * does.
 */
public class ObservedEngineBenchmark extends ObservedBenchmark {
  private BitsManager bits;
  private BitsJob without;
  private BitsJob with;

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
  }

  /** Ends them. */
  @TearDown
  public void close() {
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
