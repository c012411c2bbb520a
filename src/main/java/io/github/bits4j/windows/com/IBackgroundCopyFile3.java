package io.github.bits4j.windows.com;

/** A file as of BITS 3.0: where its data is so far, and whether the data is good. */
public class IBackgroundCopyFile3 extends IBackgroundCopyFile2 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyFile3> IID_IBackgroundCopyFile3 =
      new Iid<>("659cdeaa-489e-11d9-a9cd-000d56965251", IBackgroundCopyFile3::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetTemporaryName("LPWSTR *"),
    SetValidationState("BOOL"),
    GetValidationState("BOOL *"),
    IsDownloadedFromPeer("BOOL *");

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
      return IBackgroundCopyFile2.Vtbl.class;
    }
  }

  private IBackgroundCopyFile3(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyFile3(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * The file that holds the data until the job is completed or cancelled.
   *
   * @return the full path; null for NULL
   */
  public String GetTemporaryName() {
    return callForString(Vtbl.GetTemporaryName);
  }

  /**
   * Says whether the data is good, once all of it is there. Bad data is transferred again.
   *
   * @param state 0 if it is bad
   * @throws io.github.bits4j.error.BitsException E_PENDING (0x8000000A) before the file is
   *     transferred, BG_E_RECORD_DELETED if the cache has lost it
   */
  public void SetValidationState(int state) {
    call(Vtbl.SetValidationState, state);
  }

  /**
   * Whether the data was said to be good.
   *
   * @return 0 if it was not, or if nothing was said
   */
  public int GetValidationState() {
    return callForInt(Vtbl.GetValidationState);
  }

  /**
   * Whether any of the data came from a peer.
   *
   * @return 0 if all of it came from the server
   */
  public int IsDownloadedFromPeer() {
    return callForInt(Vtbl.IsDownloadedFromPeer);
  }
}
