package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;

/** A snapshot of a list of jobs, and a position in it; the jobs themselves are live. */
public final class IEnumBackgroundCopyJobs extends IUnknown {
  /** The interface's id. */
  public static final Iid<IEnumBackgroundCopyJobs> IID_IEnumBackgroundCopyJobs =
      new Iid<>("1af4f612-3b71-466f-8f58-7b6f73ac57ad", IEnumBackgroundCopyJobs::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    Next("ULONG", "IBackgroundCopyJob **", "ULONG *"),
    Skip("ULONG"),
    Reset,
    Clone("IEnumBackgroundCopyJobs **"),
    GetCount("ULONG *");

    private final List<String> parameters;

    Vtbl(String... parameters) {
      this.parameters = List.of(parameters);
    }

    @Override
    public List<String> parameters() {
      return parameters;
    }
  }

  private IEnumBackgroundCopyJobs(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Gives the next jobs and moves behind them.
   *
   * @param celt how many at most
   * @return the jobs, owned by the caller; fewer than asked for at the end (S_FALSE)
   */
  public List<IBackgroundCopyJob> Next(int celt) {
    try (Frame frame = Frame.open()) {
      long elements = frame.allocate((long) celt * Long.BYTES);
      long fetched = frame.allocate(Integer.BYTES);
      call(Vtbl.Next, frame.with(celt).with(elements).with(fetched));
      int count = Math.min(celt, frame.getInt(fetched));
      return taken(frame, elements, count, IBackgroundCopyJob.IID_IBackgroundCopyJob, Vtbl.Next);
    }
  }

  /**
   * Moves on without giving anything.
   *
   * @param celt how many jobs to pass
   * @return S_OK, or S_FALSE if the end came before
   */
  public HResult Skip(int celt) {
    try (Frame frame = Frame.open()) {
      int result = invoke(Vtbl.Skip, frame.with(celt));
      check(result, Vtbl.Skip);
      return new HResult(result);
    }
  }

  /** Goes back to the beginning of the same snapshot. */
  public void Reset() {
    call(Vtbl.Reset);
  }

  /**
   * Another enumerator of the same snapshot, at the same position.
   *
   * @return the enumerator, owned by the caller
   */
  public IEnumBackgroundCopyJobs Clone() {
    return callForObject(Vtbl.Clone, IID_IEnumBackgroundCopyJobs);
  }

  /**
   * How many jobs the snapshot holds, whatever the position.
   *
   * @return the count
   */
  public int GetCount() {
    return callForInt(Vtbl.GetCount);
  }
}
