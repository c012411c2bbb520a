package io.github.bits4j.windows.com;

import java.util.List;

/** A file as of BITS 10.1: its pieces in the order in which they are needed. */
public final class IBackgroundCopyFile6 extends IBackgroundCopyFile5 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyFile6> IID_IBackgroundCopyFile6 =
      new Iid<>("cf6784f7-d677-49fd-9368-cb47aee9d1ad", IBackgroundCopyFile6::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    UpdateDownloadPosition("UINT64"),
    RequestFileRanges("DWORD", "const BG_FILE_RANGE *"),
    GetFilledFileRanges("DWORD *", "BG_FILE_RANGE **");

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
      return IBackgroundCopyFile5.Vtbl.class;
    }
  }

  private IBackgroundCopyFile6(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Continues with what is lacking from here on.
   *
   * @param offset a place in the file, in bytes, unsigned
   */
  public void UpdateDownloadPosition(long offset) {
    try (Frame frame = Frame.open()) {
      call(Vtbl.UpdateDownloadPosition, frame.with(offset));
    }
  }

  /**
   * Asks for pieces before others.
   *
   * @param ranges the pieces, which may overlap each other and what is there
   */
  public void RequestFileRanges(List<BG_FILE_RANGE> ranges) {
    try (Frame frame = Frame.open()) {
      long array = BG_FILE_RANGE.write(frame, ranges);
      call(Vtbl.RequestFileRanges, frame.with(ranges.size()).with(array));
    }
  }

  /**
   * The pieces that are there.
   *
   * @return the pieces in ascending order, joined as far as possible
   */
  public List<BG_FILE_RANGE> GetFilledFileRanges() {
    try (Frame frame = Frame.open()) {
      long count = frame.allocate(Integer.BYTES);
      long ranges = frame.allocate(Long.BYTES);
      call(Vtbl.GetFilledFileRanges, frame.with(count).with(ranges));
      return BG_FILE_RANGE.take(frame, frame.getLong(ranges), frame.getInt(count));
    }
  }
}
