package io.github.bits4j.windows.com;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What JNA's call takes by itself, with words that are set once: no wrapper over JNA can be faster.
 * Nothing is checked, and it works for one thread and one object only.
 */
public class BareCallBenchmark extends CallBenchmark {
  private static final int POINTERS = 64;
  private static final int RESULT = 128;
  private static final int OUT = 192;

  private final ByteBuffer memory = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
  private final long base = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
  private final long getState = entry(IBackgroundCopyJob.Vtbl.GetState);
  private final long suspend = entry(IBackgroundCopyJob.Vtbl.Suspend);

  /** Sets the words. */
  public BareCallBenchmark() {
    memory.putLong(0, job.address);
    memory.putLong(Long.BYTES, base + OUT);
    memory.putLong(POINTERS, base);
    memory.putLong(POINTERS + Long.BYTES, base + Long.BYTES);
  }

  private long entry(VtblMethod method) {
    return Pointer.nativeValue(job.entry(method));
  }

  /** An integer out. */
  @Benchmark
  public int getState() {
    Ffi.call(getState, 2, base + RESULT, base + POINTERS);
    return memory.getInt(OUT);
  }

  /** Nothing but the call. */
  @Benchmark
  public void suspend() {
    Ffi.call(suspend, 1, base + RESULT, base + POINTERS);
  }
}
