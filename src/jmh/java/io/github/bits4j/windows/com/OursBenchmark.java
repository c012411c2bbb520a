package io.github.bits4j.windows.com;

import io.github.bits4j.error.BitsException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The wrapper of this library; strings are freed in the way in which Windows has them freed. */
public class OursBenchmark extends CallBenchmark {
  private IBackgroundCopyJob wrapper;

  /** Opens the wrapper. */
  @Setup
  public void open() {
    long free = com.sun.jna.Pointer.nativeValue(MeasuredJob.free());
    TaskMemory.freeWith(
        block -> {
          try (Frame frame = Frame.open()) {
            frame.with(block).call(free, "CoTaskMemFree", 1);
          }
        });
    wrapper = IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(job.address);
  }

  /** An integer out. */
  @Benchmark
  public int getState() {
    return wrapper.GetState();
  }

  /** Nothing but the call. */
  @Benchmark
  public void suspend() {
    wrapper.Suspend();
  }

  /** A structure out. */
  @Benchmark
  public BG_JOB_PROGRESS getProgress() {
    return wrapper.GetProgress();
  }

  /** A string in. */
  @Benchmark
  public void setDisplayName() {
    wrapper.SetDisplayName(MeasuredJob.NAME);
  }

  /** A string out. */
  @Benchmark
  public String getDisplayName() {
    return wrapper.GetDisplayName();
  }

  /** A failure, with its message and its stack trace. */
  @Benchmark
  public BitsException failure() {
    try {
      wrapper.Resume();
      throw new IllegalStateException("Resume succeeded");
    } catch (BitsException e) {
      return e;
    }
  }
}
