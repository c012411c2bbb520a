package io.github.bits4j.windows.com;

/** A job as of BITS 3.0: peer caching, how powerful its owner is, and a time limit. */
public class IBackgroundCopyJob4 extends IBackgroundCopyJob3 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJob4> IID_IBackgroundCopyJob4 =
      new Iid<>("659cdeae-489e-11d9-a9cd-000d56965251", IBackgroundCopyJob4::new);

  /** A peer caching flag: files may come from peers. No effect as of BITS 4.0. */
  public static final int BG_JOB_ENABLE_PEERCACHING_CLIENT = 0x0001;

  /** A peer caching flag: files may go to peers. No effect as of BITS 4.0. */
  public static final int BG_JOB_ENABLE_PEERCACHING_SERVER = 0x0002;

  /** A peer caching flag as of BITS 4.0: no BranchCache. */
  public static final int BG_JOB_DISABLE_BRANCH_CACHE = 0x0004;

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetPeerCachingFlags("DWORD"),
    GetPeerCachingFlags("DWORD *"),
    GetOwnerIntegrityLevel("ULONG *"),
    GetOwnerElevationState("WINBOOL *"),
    SetMaximumDownloadTime("ULONG"),
    GetMaximumDownloadTime("ULONG *");

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
      return IBackgroundCopyJob3.Vtbl.class;
    }
  }

  private IBackgroundCopyJob4(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyJob4(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Chooses whether peers may take part.
   *
   * @param Flags a mask of the peer caching flags
   */
  public void SetPeerCachingFlags(int Flags) {
    call(Vtbl.SetPeerCachingFlags, Flags);
  }

  /**
   * Whether peers may take part.
   *
   * @return a mask of the peer caching flags
   */
  public int GetPeerCachingFlags() {
    return callForInt(Vtbl.GetPeerCachingFlags);
  }

  /**
   * The integrity level of the token with which the job was created or taken over.
   *
   * @return the last part of the level's security id, for instance 0x2000 for medium
   */
  public int GetOwnerIntegrityLevel() {
    return callForInt(Vtbl.GetOwnerIntegrityLevel);
  }

  /**
   * Whether the token with which the job was created or taken over was elevated.
   *
   * @return not 0 if it was
   */
  public int GetOwnerElevationState() {
    return callForInt(Vtbl.GetOwnerElevationState);
  }

  /**
   * Limits the time in CONNECTING and TRANSFERRING.
   *
   * @param Timeout seconds, unsigned
   */
  public void SetMaximumDownloadTime(int Timeout) {
    call(Vtbl.SetMaximumDownloadTime, Timeout);
  }

  /**
   * The limit of the time in CONNECTING and TRANSFERRING.
   *
   * @return seconds, unsigned
   */
  public int GetMaximumDownloadTime() {
    return callForInt(Vtbl.GetMaximumDownloadTime);
  }
}
