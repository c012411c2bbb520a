package io.github.bits4j.windows.com;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same calls on the same job, in one way for each subclass. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public abstract class CallBenchmark {
  final MeasuredJob job = new MeasuredJob();

  CallBenchmark() {}

  /** A benchmark that leaks or frees twice has no result. */
  @TearDown
  public void nothingIsLeaked() {
    if (MeasuredJob.stringsOut() != 0) {
      throw new IllegalStateException("strings not freed: " + MeasuredJob.stringsOut());
    }
  }

  static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException(Integer.toHexString(result));
    }
  }
}
