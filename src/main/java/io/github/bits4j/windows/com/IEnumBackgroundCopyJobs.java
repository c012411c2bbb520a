package io.github.bits4j.windows.com;

/** A snapshot of a list of jobs, and a position in it; the jobs themselves are live. */
public final class IEnumBackgroundCopyJobs
    extends Enumerator<IEnumBackgroundCopyJobs, IBackgroundCopyJob> {
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

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IEnumBackgroundCopyJobs(long pointer) {
    super(
        pointer,
        Vtbl.class,
        IID_IEnumBackgroundCopyJobs,
        IBackgroundCopyJob.IID_IBackgroundCopyJob);
  }
}
