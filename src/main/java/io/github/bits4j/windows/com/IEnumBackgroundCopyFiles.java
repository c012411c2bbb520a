package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;

/** A snapshot of a list of files, and a position in it; the files themselves are live. */
public final class IEnumBackgroundCopyFiles extends IUnknown {
  /** The interface's id. */
  public static final Iid<IEnumBackgroundCopyFiles> IID_IEnumBackgroundCopyFiles =
      new Iid<>("ca51e165-c365-424c-8d41-24aaa4ff3c40", IEnumBackgroundCopyFiles::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    Next("ULONG", "IBackgroundCopyFile **", "ULONG *"),
    Skip("ULONG"),
    Reset,
    Clone("IEnumBackgroundCopyFiles **"),
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

  private IEnumBackgroundCopyFiles(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Gives the next files and moves behind them.
   *
   * @param celt how many at most
   * @return the files, owned by the caller; fewer than asked for at the end (S_FALSE)
   */
  public List<IBackgroundCopyFile> Next(int celt) {
    try (Frame frame = Frame.open()) {
      long elements = frame.allocate((long) celt * Long.BYTES);
      long fetched = frame.allocate(Integer.BYTES);
      call(Vtbl.Next, frame.with(celt).with(elements).with(fetched));
      int count = Math.min(celt, frame.getInt(fetched));
      return taken(frame, elements, count, IBackgroundCopyFile.IID_IBackgroundCopyFile, Vtbl.Next);
    }
  }

  /**
   * Moves on without giving anything.
   *
   * @param celt how many files to pass
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
  public IEnumBackgroundCopyFiles Clone() {
    return callForObject(Vtbl.Clone, IID_IEnumBackgroundCopyFiles);
  }

  /**
   * How many files the snapshot holds, whatever the position.
   *
   * @return the count
   */
  public int GetCount() {
    return callForInt(Vtbl.GetCount);
  }
}
