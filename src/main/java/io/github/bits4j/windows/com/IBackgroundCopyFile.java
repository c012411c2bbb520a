package io.github.bits4j.windows.com;

/** One file of a job: its two names and its progress. */
public class IBackgroundCopyFile extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyFile> IID_IBackgroundCopyFile =
      new Iid<>("01b7bd23-fb88-4a77-8490-5891d3e4653a", IBackgroundCopyFile::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetRemoteName("LPWSTR *"),
    GetLocalName("LPWSTR *"),
    GetProgress("BG_FILE_PROGRESS *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBackgroundCopyFile(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyFile(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * The remote name, a URL or a path.
   *
   * @return the name
   */
  public String GetRemoteName() {
    return callForString(Vtbl.GetRemoteName);
  }

  /**
   * The local name under which the file appears when the job is completed.
   *
   * @return the full path
   */
  public String GetLocalName() {
    return callForString(Vtbl.GetLocalName);
  }

  /**
   * How far the file is.
   *
   * @return the progress
   */
  public BG_FILE_PROGRESS GetProgress() {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(BG_FILE_PROGRESS.SIZEOF);
      call(Vtbl.GetProgress, frame.with(out));
      return BG_FILE_PROGRESS.read(frame, out);
    }
  }
}
