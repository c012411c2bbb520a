package io.github.bits4j.error;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What decoding a known value costs, beside an array that already holds the answer. The goals: no
 * allocation, and at most three times the array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class DecodeBenchmark {
  private static final int MASK = 1023;

  private final HResult[] values = new HResult[MASK + 1];
  private final Fault[] answers = new Fault[MASK + 1];
  private int next;

  /** BITS's own codes and HTTP statuses in an order that no predictor knows. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    BitsCode[] own = BitsCode.values();
    for (int i = 0; i <= MASK; i++) {
      values[i] =
          random.nextInt(4) == 0
              ? HResult.ofHttpStatus(400 + random.nextInt(100))
              : own[random.nextInt(own.length)].hresult();
      answers[i] = Fault.of(values[i]);
    }
  }

  /** The measure: an array holds the answer. */
  @Benchmark
  public Fault arrayIndex() {
    return answers[next++ & MASK];
  }

  /** The value's look-up. */
  @Benchmark
  public Fault faultOf() {
    return Fault.of(values[next++ & MASK]);
  }

  /** The look-up and two answers of the fault. */
  @Benchmark
  public Object faultAndItsOutlook() {
    return Fault.of(values[next++ & MASK]).outlook();
  }
}
