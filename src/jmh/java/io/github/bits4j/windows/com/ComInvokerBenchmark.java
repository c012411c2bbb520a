package io.github.bits4j.windows.com;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.WString;
import com.sun.jna.platform.win32.COM.COMInvoker;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * JNA Platform's way: COMInvoker, a reference or a structure for each result, WString.
 *
 * <p>A string out is read unit by unit, because {@code getWideString} reads units of 4 bytes
 * outside Windows. A string in is a WString, which the callee here takes for shorter than it is: to
 * its advantage.
 */
public class ComInvokerBenchmark extends CallBenchmark {
  /** The result of GetProgress. */
  @FieldOrder({"BytesTotal", "BytesTransferred", "FilesTotal", "FilesTransferred"})
  public static class Progress extends Structure {
    /** As in the header. */
    public long BytesTotal;

    /** As in the header. */
    public long BytesTransferred;

    /** As in the header. */
    public int FilesTotal;

    /** As in the header. */
    public int FilesTransferred;
  }

  private static final class Job extends COMInvoker {
    Job(long address) {
      setPointer(new Pointer(address));
    }

    void call(VtblMethod method, Object... arguments) {
      Object[] all = new Object[1 + arguments.length];
      all[0] = getPointer();
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      check(_invokeNativeInt(method.slot(), all));
    }
  }

  private final Job invoker = new Job(job.address);
  private final Function free = (Function) MeasuredJob.free();

  /** An integer out. */
  @Benchmark
  public int getState() {
    IntByReference state = new IntByReference();
    invoker.call(IBackgroundCopyJob.Vtbl.GetState, state);
    return state.getValue();
  }

  /** Nothing but the call. */
  @Benchmark
  public void suspend() {
    invoker.call(IBackgroundCopyJob.Vtbl.Suspend);
  }

  /** A structure out. */
  @Benchmark
  public Progress getProgress() {
    Progress progress = new Progress();
    invoker.call(IBackgroundCopyJob.Vtbl.GetProgress, progress);
    return progress;
  }

  /** A string in. */
  @Benchmark
  public void setDisplayName() {
    invoker.call(IBackgroundCopyJob.Vtbl.SetDisplayName, new WString(MeasuredJob.NAME));
  }

  /** A string out. */
  @Benchmark
  public String getDisplayName() {
    PointerByReference out = new PointerByReference();
    invoker.call(IBackgroundCopyJob.Vtbl.GetDisplayName, out);
    Pointer text = out.getValue();
    StringBuilder name = new StringBuilder();
    for (short unit = text.getShort(0); unit != 0; unit = text.getShort(2L * name.length())) {
      name.append((char) unit);
    }
    free.invokeVoid(new Object[] {text});
    return name.toString();
  }
}
