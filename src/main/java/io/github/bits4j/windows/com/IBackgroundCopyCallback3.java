package io.github.bits4j.windows.com;

import java.util.List;

/** Who is told of a job's events as of BITS 10.1: of pieces of a file too. */
public final class IBackgroundCopyCallback3 extends IBackgroundCopyCallback2 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyCallback3> IID_IBackgroundCopyCallback3 =
      new Iid<>("98c97bd2-e32b-4ad8-a528-95fd8b16bd42", IBackgroundCopyCallback3::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    FileRangesTransferred(
        "IBackgroundCopyJob *", "IBackgroundCopyFile *", "DWORD", "const BG_FILE_RANGE *");

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
      return IBackgroundCopyCallback2.Vtbl.class;
    }
  }

  private IBackgroundCopyCallback3(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Makes a COM object of a program's own, for {@link IBackgroundCopyJob#SetNotifyInterface}. It
   * has all three interfaces; an older BITS asks for those that it knows.
   *
   * <p>The implementation is held until the last reference is released: this one by closing it, and
   * BITS' after {@code SetNotifyInterface(null)}, which has to come before Complete and Cancel.
   *
   * @param events what to do
   * @return the object, owned by the caller
   */
  public static IBackgroundCopyCallback3 of(BackgroundCopyEvents events) {
    return IID_IBackgroundCopyCallback3.attach(new BackgroundCopyCallback(events).expose());
  }

  /**
   * Tells that pieces of a file have arrived.
   *
   * @param job the job, or null
   * @param file the file, or null
   * @param ranges the pieces
   */
  public void FileRangesTransferred(
      IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {
    try (Argument jobArgument = Argument.of(job, Vtbl.FileRangesTransferred);
        Argument fileArgument = Argument.of(file, Vtbl.FileRangesTransferred);
        Frame frame = Frame.open()) {
      long array = BG_FILE_RANGE.write(frame, ranges);
      frame.with(jobArgument.word()).with(fileArgument.word()).with(ranges.size()).with(array);
      call(Vtbl.FileRangesTransferred, frame);
    }
  }
}
