package io.github.bits4j.windows.com;

/** A second identity for a job, as of BITS 4.0: the helper token. */
public final class IBitsTokenOptions extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBitsTokenOptions> IID_IBitsTokenOptions =
      new Iid<>("9a2584c3-f7d2-457a-9a5e-22b67bffc7d2", IBitsTokenOptions::new);

  /** A usage flag: for local files. */
  public static final int BG_TOKEN_LOCAL_FILE = 0x0001;

  /** A usage flag: for remote files by SMB, and to log on to servers and proxies. */
  public static final int BG_TOKEN_NETWORK = 0x0002;

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetHelperTokenFlags("DWORD"),
    GetHelperTokenFlags("DWORD *"),
    SetHelperToken,
    ClearHelperToken,
    GetHelperTokenSid("LPWSTR *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBitsTokenOptions(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Chooses what the helper token is used for instead of the owner's.
   *
   * @param UsageFlags a mask of BG_TOKEN flags; 0 for nothing
   */
  public void SetHelperTokenFlags(int UsageFlags) {
    call(Vtbl.SetHelperTokenFlags, UsageFlags);
  }

  /**
   * What the helper token is used for instead of the owner's.
   *
   * @return a mask of BG_TOKEN flags
   */
  public int GetHelperTokenFlags() {
    return callForInt(Vtbl.GetHelperTokenFlags);
  }

  /**
   * Takes the identity with which the calling thread calls COM as the helper token. It is not kept
   * when its user logs off.
   *
   * @throws io.github.bits4j.error.BitsException CO_E_FAILEDTOIMPERSONATE (0x80010123) if the proxy
   *     does not let the server impersonate, or is not cloaked dynamically
   */
  public void SetHelperToken() {
    call(Vtbl.SetHelperToken);
  }

  /** Drops the helper token, and keeps the flags. */
  public void ClearHelperToken() {
    call(Vtbl.ClearHelperToken);
  }

  /**
   * Who the helper token is.
   *
   * @return the security id as text; null if there is no helper token
   */
  public String GetHelperTokenSid() {
    return callForString(Vtbl.GetHelperTokenSid);
  }
}
