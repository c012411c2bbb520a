package io.github.bits4j.windows.com;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * C calls Java: JobTransferred, on a thread that Java knows and on one of C's that stays, as RPC's
 * threads do. Each invocation is many callbacks, so that the way to the driver does not count.
 */
public class CallbackBenchmark extends CallBenchmark {
  private static final int TIMES = 500;
  private static final int SLOT = IBackgroundCopyCallback.Vtbl.JobTransferred.slot();

  /** A callback as JNA makes it, which attaches and detaches the thread each time. */
  public interface Plain extends Callback {
    /** JobTransferred. */
    int called(long self, long job);
  }

  /** Does as little as a program can. */
  private static final class Counting implements BackgroundCopyEvents {
    long count;

    @Override
    public void JobTransferred(IBackgroundCopyJob pJob) {
      count++;
    }

    @Override
    public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {}

    @Override
    public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {}

    @Override
    public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {}

    @Override
    public void FileRangesTransferred(
        IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {}
  }

  private final Counting events = new Counting();
  private final Function here = MeasuredJob.library().getFunction("measured_call_back");
  private final Function elsewhere =
      MeasuredJob.library().getFunction("measured_call_back_elsewhere");
  private final Pointer aJob = new Pointer(job.address);

  private final Plain plain =
      (self, pointer) -> {
        events.count++;
        return 0;
      };
  private final Memory plainTable = new Memory((SLOT + 1L) * Long.BYTES);
  private final Memory plainObject = new Memory(Long.BYTES);

  private IBackgroundCopyCallback3 object;
  private Pointer ours;

  /** Makes both objects. */
  @Setup
  public void open() {
    object = IBackgroundCopyCallback3.of(events);
    ours = new Pointer(object.enter("setup"));
    plainTable.setPointer((long) SLOT * Long.BYTES, CallbackReference.getFunctionPointer(plain));
    plainObject.setPointer(0, plainTable);
  }

  /** Gives the reference back. */
  @TearDown
  public void close() {
    object.exit();
    object.close();
  }

  private static void call(Function driver, Pointer object, Pointer job) {
    check(-driver.invokeInt(new Object[] {object, job, TIMES}));
  }

  /** Ours on a thread of Java's, without an argument: the way in and out alone. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void attached() {
    call(here, ours, null);
  }

  /** The same with the job, which gets a wrapper and a reference for the time of the call. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void attachedWithJob() {
    call(here, ours, aJob);
  }

  /** Ours on a thread of C's, which becomes one of Java's for the one call. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void elsewhere() {
    call(elsewhere, ours, null);
  }

  /** JNA's usual way there: not as a daemon, for which it need not ask Java. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void elsewhereAsJnaDoes() {
    call(elsewhere, plainObject, null);
  }
}
