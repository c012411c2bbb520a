package io.github.bits4j.windows.com;

/** Who is told of a job's events as of BITS 3.0: of each file too. */
public class IBackgroundCopyCallback2 extends IBackgroundCopyCallback {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyCallback2> IID_IBackgroundCopyCallback2 =
      new Iid<>("659cdeac-489e-11d9-a9cd-000d56965251", IBackgroundCopyCallback2::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    FileTransferred("IBackgroundCopyJob *", "IBackgroundCopyFile *");

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
      return IBackgroundCopyCallback.Vtbl.class;
    }
  }

  private IBackgroundCopyCallback2(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyCallback2(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Tells that a file has arrived.
   *
   * @param pJob the job, or null
   * @param pFile the file, or null
   */
  public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {
    try (Argument job = Argument.of(pJob, Vtbl.FileTransferred);
        Argument file = Argument.of(pFile, Vtbl.FileTransferred);
        Frame frame = Frame.open()) {
      call(Vtbl.FileTransferred, frame.with(job.word()).with(file.word()));
    }
  }
}
