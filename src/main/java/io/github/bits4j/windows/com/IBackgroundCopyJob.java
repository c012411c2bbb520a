package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;
import java.util.UUID;

/** A job of the queue. */
public class IBackgroundCopyJob extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJob> IID_IBackgroundCopyJob =
      new Iid<>("37668d37-507e-4160-9316-26306d150b12", IBackgroundCopyJob::new);

  /** A notify flag: the job came to TRANSFERRED. */
  public static final int BG_NOTIFY_JOB_TRANSFERRED = 0x0001;

  /** A notify flag: the job came to ERROR. */
  public static final int BG_NOTIFY_JOB_ERROR = 0x0002;

  /** A notify flag that overrides the others: nothing. */
  public static final int BG_NOTIFY_DISABLE = 0x0004;

  /** A notify flag: the job changed. */
  public static final int BG_NOTIFY_JOB_MODIFICATION = 0x0008;

  /** A notify flag as of BITS 3.0: a file was transferred. */
  public static final int BG_NOTIFY_FILE_TRANSFERRED = 0x0010;

  /** A notify flag as of BITS 10.1: pieces of a file were transferred. */
  public static final int BG_NOTIFY_FILE_RANGES_TRANSFERRED = 0x0020;

  /**
   * The three values of GetProxySettings.
   *
   * @param ProxyUsage one of {@link BG_JOB_PROXY_USAGE}
   * @param ProxyList the proxies, separated by spaces; null for NULL
   * @param ProxyBypassList the hosts that need none, separated by spaces; null for NULL
   */
  public record ProxySettings(int ProxyUsage, String ProxyList, String ProxyBypassList) {}

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    AddFileSet("ULONG", "BG_FILE_INFO *"),
    AddFile("LPCWSTR", "LPCWSTR"),
    EnumFiles("IEnumBackgroundCopyFiles **"),
    Suspend,
    Resume,
    Cancel,
    Complete,
    GetId("GUID *"),
    GetType("BG_JOB_TYPE *"),
    GetProgress("BG_JOB_PROGRESS *"),
    GetTimes("BG_JOB_TIMES *"),
    GetState("BG_JOB_STATE *"),
    GetError("IBackgroundCopyError **"),
    GetOwner("LPWSTR *"),
    SetDisplayName("LPCWSTR"),
    GetDisplayName("LPWSTR *"),
    SetDescription("LPCWSTR"),
    GetDescription("LPWSTR *"),
    SetPriority("BG_JOB_PRIORITY"),
    GetPriority("BG_JOB_PRIORITY *"),
    SetNotifyFlags("ULONG"),
    GetNotifyFlags("ULONG *"),
    SetNotifyInterface("IUnknown *"),
    GetNotifyInterface("IUnknown **"),
    SetMinimumRetryDelay("ULONG"),
    GetMinimumRetryDelay("ULONG *"),
    SetNoProgressTimeout("ULONG"),
    GetNoProgressTimeout("ULONG *"),
    GetErrorCount("ULONG *"),
    SetProxySettings("BG_JOB_PROXY_USAGE", "LPCWSTR", "LPCWSTR"),
    GetProxySettings("BG_JOB_PROXY_USAGE *", "LPWSTR *", "LPWSTR *"),
    TakeOwnership;

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBackgroundCopyJob(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyJob(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Adds files, all or, for too many of them, none.
   *
   * @param pFileSet the files
   */
  public void AddFileSet(List<BG_FILE_INFO> pFileSet) {
    try (Frame frame = Frame.open()) {
      long files = frame.allocate((long) pFileSet.size() * BG_FILE_INFO.SIZEOF);
      long at = files;
      for (BG_FILE_INFO file : pFileSet) {
        file.write(frame, at);
        at += BG_FILE_INFO.SIZEOF;
      }
      call(Vtbl.AddFileSet, frame.with(pFileSet.size()).with(files));
    }
  }

  /**
   * Adds a file.
   *
   * @param RemoteUrl the remote name
   * @param LocalName the full local path
   */
  public void AddFile(String RemoteUrl, String LocalName) {
    try (Frame frame = Frame.open()) {
      long remote = Utf16.write(frame, RemoteUrl);
      long local = Utf16.write(frame, LocalName);
      call(Vtbl.AddFile, frame.with(remote).with(local));
    }
  }

  /**
   * Lists the files.
   *
   * @return an enumerator, owned by the caller
   */
  public IEnumBackgroundCopyFiles EnumFiles() {
    return callForObject(Vtbl.EnumFiles, IEnumBackgroundCopyFiles.IID_IEnumBackgroundCopyFiles);
  }

  /** Pauses the job. */
  public void Suspend() {
    call(Vtbl.Suspend);
  }

  /** Activates the job, or retries it at once. */
  public void Resume() {
    call(Vtbl.Resume);
  }

  /**
   * Deletes the job and its temporary files.
   *
   * @return S_OK, or BG_S_UNABLE_TO_DELETE_FILES
   */
  public HResult Cancel() {
    return call(Vtbl.Cancel);
  }

  /**
   * Ends the job and puts the files that were transferred under their final names.
   *
   * @return S_OK, BG_S_PARTIAL_COMPLETE or BG_S_UNABLE_TO_DELETE_FILES
   */
  public HResult Complete() {
    return call(Vtbl.Complete);
  }

  /**
   * The id under which the queue knows the job.
   *
   * @return the id
   */
  public UUID GetId() {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(GUID.SIZEOF);
      call(Vtbl.GetId, frame.with(out));
      return GUID.read(frame, out);
    }
  }

  /**
   * Which way the job transfers.
   *
   * @return one of {@link BG_JOB_TYPE}
   */
  public int GetType() {
    return callForInt(Vtbl.GetType);
  }

  /**
   * How far the job is.
   *
   * @return the progress
   */
  public BG_JOB_PROGRESS GetProgress() {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(BG_JOB_PROGRESS.SIZEOF);
      call(Vtbl.GetProgress, frame.with(out));
      return BG_JOB_PROGRESS.read(frame, out);
    }
  }

  /**
   * When the job was created, changed and transferred.
   *
   * @return the times
   */
  public BG_JOB_TIMES GetTimes() {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(BG_JOB_TIMES.SIZEOF);
      call(Vtbl.GetTimes, frame.with(out));
      return BG_JOB_TIMES.read(frame, out);
    }
  }

  /**
   * The state.
   *
   * @return one of {@link BG_JOB_STATE}
   */
  public int GetState() {
    return callForInt(Vtbl.GetState);
  }

  /**
   * What stopped the job.
   *
   * @return the error, owned by the caller
   * @throws io.github.bits4j.error.BitsException BG_E_ERROR_INFORMATION_UNAVAILABLE if nothing did
   */
  public IBackgroundCopyError GetError() {
    return callForObject(Vtbl.GetError, IBackgroundCopyError.IID_IBackgroundCopyError);
  }

  /**
   * The owner.
   *
   * @return a security id, {@code S-1-5-...}
   */
  public String GetOwner() {
    return callForString(Vtbl.GetOwner);
  }

  /**
   * Renames the job.
   *
   * @param Val at most 256 characters
   */
  public void SetDisplayName(String Val) {
    call(Vtbl.SetDisplayName, Val);
  }

  /**
   * The name.
   *
   * @return the name
   */
  public String GetDisplayName() {
    return callForString(Vtbl.GetDisplayName);
  }

  /**
   * Describes the job.
   *
   * @param Val at most 1,024 characters
   */
  public void SetDescription(String Val) {
    call(Vtbl.SetDescription, Val);
  }

  /**
   * The description.
   *
   * @return the description
   */
  public String GetDescription() {
    return callForString(Vtbl.GetDescription);
  }

  /**
   * Sets the priority.
   *
   * @param Val one of {@link BG_JOB_PRIORITY}
   */
  public void SetPriority(int Val) {
    call(Vtbl.SetPriority, Val);
  }

  /**
   * The priority.
   *
   * @return one of {@link BG_JOB_PRIORITY}
   */
  public int GetPriority() {
    return callForInt(Vtbl.GetPriority);
  }

  /**
   * Chooses the events that the notify interface is told.
   *
   * @param Val a mask of BG_NOTIFY flags
   */
  public void SetNotifyFlags(int Val) {
    call(Vtbl.SetNotifyFlags, Val);
  }

  /**
   * The events that the notify interface is told.
   *
   * @return a mask of BG_NOTIFY flags
   */
  public int GetNotifyFlags() {
    return callForInt(Vtbl.GetNotifyFlags);
  }

  /**
   * Registers who is told of events.
   *
   * @param Val the callback object, which stays the caller's; null to remove it
   */
  public void SetNotifyInterface(IUnknown Val) {
    long object = Val == null ? 0 : Val.enter(Vtbl.SetNotifyInterface);
    try (Frame frame = Frame.open()) {
      call(Vtbl.SetNotifyInterface, frame.with(object));
    } finally {
      if (Val != null) {
        Val.exit();
      }
    }
  }

  /**
   * Who is told of events.
   *
   * @return the callback object, owned by the caller; null for nobody
   */
  public IUnknown GetNotifyInterface() {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      call(Vtbl.GetNotifyInterface, frame.with(out));
      long object = frame.getLong(out);
      return object == 0 ? null : IID_IUnknown.attach(object);
    }
  }

  /**
   * Sets how long BITS waits after a transient error.
   *
   * @param Seconds the delay, unsigned
   */
  public void SetMinimumRetryDelay(int Seconds) {
    call(Vtbl.SetMinimumRetryDelay, Seconds);
  }

  /**
   * How long BITS waits after a transient error.
   *
   * @return seconds, unsigned
   */
  public int GetMinimumRetryDelay() {
    return callForInt(Vtbl.GetMinimumRetryDelay);
  }

  /**
   * Sets how long a job may be without progress after its first transient error.
   *
   * @param Seconds the time, unsigned
   */
  public void SetNoProgressTimeout(int Seconds) {
    call(Vtbl.SetNoProgressTimeout, Seconds);
  }

  /**
   * How long a job may be without progress after its first transient error.
   *
   * @return seconds, unsigned
   */
  public int GetNoProgressTimeout() {
    return callForInt(Vtbl.GetNoProgressTimeout);
  }

  /**
   * How often the transfer was interrupted by errors.
   *
   * @return the count, unsigned
   */
  public int GetErrorCount() {
    return callForInt(Vtbl.GetErrorCount);
  }

  /**
   * Chooses the proxy.
   *
   * @param ProxyUsage one of {@link BG_JOB_PROXY_USAGE}
   * @param ProxyList the proxies, separated by spaces; null unless the usage is OVERRIDE
   * @param ProxyBypassList the hosts that need none, separated by spaces; may be null
   */
  public void SetProxySettings(int ProxyUsage, String ProxyList, String ProxyBypassList) {
    try (Frame frame = Frame.open()) {
      long list = Utf16.write(frame, ProxyList);
      long bypass = Utf16.write(frame, ProxyBypassList);
      call(Vtbl.SetProxySettings, frame.with(ProxyUsage).with(list).with(bypass));
    }
  }

  /**
   * The proxy.
   *
   * @return the usage and both lists
   */
  public ProxySettings GetProxySettings() {
    try (Frame frame = Frame.open()) {
      long usage = frame.allocate(Integer.BYTES);
      long list = frame.allocate(Long.BYTES);
      long bypass = frame.allocate(Long.BYTES);
      call(Vtbl.GetProxySettings, frame.with(usage).with(list).with(bypass));
      try {
        return new ProxySettings(
            frame.getInt(usage),
            Utf16.read(frame.getLong(list)),
            Utf16.read(frame.getLong(bypass)));
      } finally {
        TaskMemory.free(frame.getLong(list));
        TaskMemory.free(frame.getLong(bypass));
      }
    }
  }

  /** Makes the caller, an administrator, the owner. */
  public void TakeOwnership() {
    call(Vtbl.TakeOwnership);
  }
}
