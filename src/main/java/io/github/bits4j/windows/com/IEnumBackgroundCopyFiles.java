package io.github.bits4j.windows.com;

/** A snapshot of a list of files, and a position in it; the files themselves are live. */
public final class IEnumBackgroundCopyFiles
    extends Enumerator<IEnumBackgroundCopyFiles, IBackgroundCopyFile> {
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

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IEnumBackgroundCopyFiles(long pointer) {
    super(
        pointer,
        Vtbl.class,
        IID_IEnumBackgroundCopyFiles,
        IBackgroundCopyFile.IID_IBackgroundCopyFile);
  }
}
