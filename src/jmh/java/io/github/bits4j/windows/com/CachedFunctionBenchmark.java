package io.github.bits4j.windows.com;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.openjdk.jmh.annotations.Benchmark;

/** The best that JNA's {@code Function} can do: it is kept, and so is the memory of the thread. */
public class CachedFunctionBenchmark extends CallBenchmark {
  private static final ThreadLocal<Memory> OF_THREAD = ThreadLocal.withInitial(() -> new Memory(8));

  private final Pointer self = new Pointer(job.address);
  private final Function getState =
      Function.getFunction(job.entry(IBackgroundCopyJob.Vtbl.GetState));
  private final Function suspend = Function.getFunction(job.entry(IBackgroundCopyJob.Vtbl.Suspend));

  /** An integer out. */
  @Benchmark
  public int getState() {
    Memory out = OF_THREAD.get();
    check(getState.invokeInt(new Object[] {self, out}));
    return out.getInt(0);
  }

  /** Nothing but the call. */
  @Benchmark
  public void suspend() {
    check(suspend.invokeInt(new Object[] {self}));
  }
}
