package io.github.bits4j.windows;

import io.github.bits4j.observe.ObservedBenchmark;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.MeasuredJob;
import java.time.Duration;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * A COM call on a stub with the way to a thread of the apartment and back, which every call of a
 * program takes, with and without the place where it is observed. The goal: no more garbage while
 * nobody observes.
 */
public class ObservedComBenchmark extends ObservedBenchmark {
  private final Apartment apartment = new Apartment(() -> {}, () -> Identity.PROCESS);
  private final IBackgroundCopyJob job = MeasuredJob.attached();

  /** The measure: nobody can observe it. */
  @Benchmark
  public int notObservable() {
    return apartment.hop(Duration.ofMinutes(1), it -> job.GetState(), late -> {});
  }

  /** The call as it is. */
  @Benchmark
  public int state() {
    return apartment.call(
        Optional::empty, Duration.ofMinutes(1), it -> job.GetState(), late -> {});
  }
}
