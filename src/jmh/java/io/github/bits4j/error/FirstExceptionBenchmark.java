package io.github.bits4j.error;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a program's first exception costs, tables and texts included: one shot in each of some fresh
 * JVMs. The goal: less than 30 ms.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstExceptionBenchmark {
  /** An exception, and its message as a log has it. */
  @Benchmark
  public String firstException() {
    return BitsException.of(BitsCode.EMPTY.hresult(), "IBackgroundCopyJob::Resume").toString();
  }
}
