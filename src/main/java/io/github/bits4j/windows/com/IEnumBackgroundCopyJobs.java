package io.github.bits4j.windows.com;

import java.util.List;

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
    super(
        pointer,
        Vtbl.class,
        IID_IEnumBackgroundCopyJobs,
        IBackgroundCopyJob.IID_IBackgroundCopyJob);
  }
}
