package io.github.bits4j.windows.com;

import java.util.List;

/** A file as of BITS 2.0: the ranges that are transferred, and another remote name. */
public class IBackgroundCopyFile2 extends IBackgroundCopyFile {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyFile2> IID_IBackgroundCopyFile2 =
      new Iid<>("83e81b93-0873-474d-8a8c-f2018b1a939c", IBackgroundCopyFile2::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetFileRanges("DWORD *", "BG_FILE_RANGE **"),
    SetRemoteName("LPCWSTR");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }

    @Override
    public Class<? extends VtblMethod> inherits() {
      return IBackgroundCopyFile.Vtbl.class;
    }
  }

  private IBackgroundCopyFile2(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyFile2(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * The ranges with which the file was added.
   *
   * @return the ranges in their order; empty if it was added whole (S_FALSE)
   */
  public List<BG_FILE_RANGE> GetFileRanges() {
    try (Frame frame = Frame.open()) {
      long count = frame.allocate(Integer.BYTES);
      long ranges = frame.allocate(Long.BYTES);
      call(Vtbl.GetFileRanges, frame.with(count).with(ranges));
      return BG_FILE_RANGE.take(frame, frame.getLong(ranges), frame.getInt(count));
    }
  }

  /**
   * Chooses another source. It is saved when the job is resumed.
   *
   * @param Val the remote name
   */
  public void SetRemoteName(String Val) {
    call(Vtbl.SetRemoteName, Val);
  }
}
