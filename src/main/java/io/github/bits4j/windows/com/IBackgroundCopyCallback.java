package io.github.bits4j.windows.com;

/**
 * Who is told of a job's events.
 *
 * <p>BITS calls it, and a program implements it: {@link IBackgroundCopyCallback3#of}. The methods
 * here call one, whoever has implemented it.
 */
public class IBackgroundCopyCallback extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyCallback> IID_IBackgroundCopyCallback =
      new Iid<>("97ea99c7-0186-4ad4-8df9-c5b4e0ed6b22", IBackgroundCopyCallback::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    JobTransferred("IBackgroundCopyJob *"),
    JobError("IBackgroundCopyJob *", "IBackgroundCopyError *"),
    JobModification("IBackgroundCopyJob *", "DWORD");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBackgroundCopyCallback(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyCallback(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Tells that all files have arrived.
   *
   * @param pJob the job, or null
   */
  public void JobTransferred(IBackgroundCopyJob pJob) {
    try (Argument job = Argument.of(pJob, Vtbl.JobTransferred);
        Frame frame = Frame.open()) {
      call(Vtbl.JobTransferred, frame.with(job.word()));
    }
  }

  /**
   * Tells that the job is in the state ERROR.
   *
   * @param pJob the job, or null
   * @param pError what is wrong, or null
   */
  public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {
    try (Argument job = Argument.of(pJob, Vtbl.JobError);
        Argument error = Argument.of(pError, Vtbl.JobError);
        Frame frame = Frame.open()) {
      call(Vtbl.JobError, frame.with(job.word()).with(error.word()));
    }
  }

  /**
   * Tells that the job has changed.
   *
   * @param pJob the job, or null
   * @param dwReserved nothing
   */
  public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {
    try (Argument job = Argument.of(pJob, Vtbl.JobModification);
        Frame frame = Frame.open()) {
      call(Vtbl.JobModification, frame.with(job.word()).with(dwReserved));
    }
  }
}
