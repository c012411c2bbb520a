package io.github.bits4j.windows.com;

import com.sun.jna.NativeLibrary;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The functions of COM itself that BITS needs.
 *
 * <p>The library is bound when {@link #system()} is called first, so that this class loads where
 * there is none. Failures are thrown under the function's name.
 */
public final class Ole32 {
  /** A context of CoCreateInstance: the object lives in this process. */
  public static final int CLSCTX_INPROC_SERVER = 0x1;

  /** A context of CoCreateInstance: the object lives in another process of this machine. */
  public static final int CLSCTX_LOCAL_SERVER = 0x4;

  /** An authentication service: COM chooses. */
  public static final int RPC_C_AUTHN_DEFAULT = 0xFFFFFFFF;

  /** An authorization service: COM chooses. */
  public static final int RPC_C_AUTHZ_DEFAULT = 0xFFFFFFFF;

  /** An authentication level: COM chooses. */
  public static final int RPC_C_AUTHN_LEVEL_DEFAULT = 0;

  /** An authentication level: once, when the connection is made. */
  public static final int RPC_C_AUTHN_LEVEL_CONNECT = 2;

  /** An impersonation level: the server may ask who the client is. */
  public static final int RPC_C_IMP_LEVEL_IDENTIFY = 2;

  /** An impersonation level: the server may act as the client. */
  public static final int RPC_C_IMP_LEVEL_IMPERSONATE = 3;

  /** A capability: none. */
  public static final int EOAC_NONE = 0;

  /** A capability: the server sees the identity that the thread has when it calls. */
  public static final int EOAC_DYNAMIC_CLOAKING = 0x40;

  /** An apartment: a single-threaded one. */
  public static final int APTTYPE_STA = 0;

  /** An apartment: the multithreaded one. */
  public static final int APTTYPE_MTA = 1;

  /** An apartment: the neutral one. */
  public static final int APTTYPE_NA = 2;

  /** An apartment: the single-threaded one that was there first. */
  public static final int APTTYPE_MAINSTA = 3;

  /** {@code COLE_DEFAULT_PRINCIPAL} and {@code COLE_DEFAULT_AUTHINFO}: COM chooses. */
  private static final long COLE_DEFAULT = -1;

  /** The functions, with their prototypes as in the header. */
  enum Function {
    CoIncrementMTAUsage("CO_MTA_USAGE_COOKIE *"),
    CoGetApartmentType("APTTYPE *", "APTTYPEQUALIFIER *"),
    CoCreateInstance("REFCLSID", "LPUNKNOWN", "DWORD", "REFIID", "LPVOID *"),
    CoSetProxyBlanket(
        "IUnknown *",
        "DWORD",
        "DWORD",
        "OLECHAR *",
        "DWORD",
        "DWORD",
        "RPC_AUTH_IDENTITY_HANDLE",
        "DWORD"),
    CoTaskMemFree("LPVOID");

    private final List<String> parameters;

    Function(String... parameters) {
      this.parameters = List.of(parameters);
    }

    List<String> parameters() {
      return parameters;
    }

    String returns() {
      return this == CoTaskMemFree ? "void" : "HRESULT";
    }
  }

  /** Holds the library in a static field: nothing unloads it, whatever is collected. */
  private static final class Loaded {
    static final Ole32 OLE32 = new Ole32(NativeLibrary.getInstance("ole32"));
  }

  /** Kept for as long as the addresses are used. */
  private final NativeLibrary library;

  private final Map<Function, Long> addresses = new EnumMap<>(Function.class);

  Ole32(NativeLibrary library) {
    this.library = library;
    for (Function function : Function.values()) {
      addresses.put(function, Ffi.address(library, function.name()));
    }
  }

  /**
   * Windows' own.
   *
   * @return the functions of ole32.dll
   * @throws LinkageError if this is not Windows
   */
  public static Ole32 system() {
    return Loaded.OLE32;
  }

  /**
   * Keeps the multithreaded apartment alive until the process ends: from now on every thread that
   * never initialised COM belongs to it. The cookie that could end it is not kept.
   *
   * @throws BitsException if COM refuses
   */
  public void CoIncrementMTAUsage() {
    try (Frame frame = Frame.open()) {
      long cookie = frame.allocate(Long.BYTES);
      check(call(Function.CoIncrementMTAUsage, frame.with(cookie)), Function.CoIncrementMTAUsage);
    }
  }

  /**
   * The apartment of the calling thread.
   *
   * @return one of the APTTYPE constants
   * @throws BitsException CO_E_NOTINITIALIZED if the thread has none
   */
  public int CoGetApartmentType() {
    try (Frame frame = Frame.open()) {
      long type = frame.allocate(Integer.BYTES);
      long qualifier = frame.allocate(Integer.BYTES);
      int result = call(Function.CoGetApartmentType, frame.with(type).with(qualifier));
      check(result, Function.CoGetApartmentType);
      return frame.getInt(type);
    }
  }

  /**
   * Creates an object.
   *
   * @param <T> the wrapper
   * @param rclsid the class
   * @param dwClsContext where the object lives, for BITS {@link #CLSCTX_LOCAL_SERVER}
   * @param riid the interface wanted
   * @return the object, owned by the caller
   * @throws BitsException if COM or the service refuses
   */
  public <T extends IUnknown> T CoCreateInstance(UUID rclsid, int dwClsContext, Iid<T> riid) {
    try (Frame frame = Frame.open()) {
      long clsid = GUID.write(frame, rclsid);
      long iid = GUID.write(frame, riid.value());
      long out = frame.allocate(Long.BYTES);
      frame.with(clsid).with(0).with(dwClsContext).with(iid).with(out);
      check(call(Function.CoCreateInstance, frame), Function.CoCreateInstance);
      if (frame.getLong(out) == 0) {
        throw IUnknown.noObject(Function.CoCreateInstance.name());
      }
      return riid.attach(frame.getLong(out));
    }
  }

  /**
   * Creates BITS's manager in the service's process, which this starts if it is not running.
   *
   * @return the manager, owned by the caller
   * @throws BitsException if COM or the service refuses
   */
  public IBackgroundCopyManager CoCreateInstance() {
    return CoCreateInstance(
        IBackgroundCopyManager.CLSID_BackgroundCopyManager,
        CLSCTX_LOCAL_SERVER,
        IBackgroundCopyManager.IID_IBackgroundCopyManager);
  }

  /**
   * Sets how calls through one pointer are secured; principal and credentials are COM's default.
   *
   * @param pProxy the pointer; another one to the same object is not touched
   * @param dwAuthnSvc an authentication service
   * @param dwAuthzSvc an authorization service
   * @param dwAuthnLevel an authentication level
   * @param dwImpLevel an impersonation level
   * @param dwCapabilities a mask of EOAC flags
   * @return what COM says, failures included: the pointer works without (Wine answers E_NOTIMPL)
   */
  public HResult CoSetProxyBlanket(
      IUnknown pProxy,
      int dwAuthnSvc,
      int dwAuthzSvc,
      int dwAuthnLevel,
      int dwImpLevel,
      int dwCapabilities) {
    long proxy = pProxy.enter(Function.CoSetProxyBlanket.name());
    try (Frame frame = Frame.open()) {
      frame.with(proxy).with(dwAuthnSvc).with(dwAuthzSvc).with(COLE_DEFAULT);
      frame.with(dwAuthnLevel).with(dwImpLevel).with(COLE_DEFAULT).with(dwCapabilities);
      return new HResult(call(Function.CoSetProxyBlanket, frame));
    } finally {
      pProxy.exit();
    }
  }

  /**
   * Frees task memory.
   *
   * @param pv the block
   */
  void CoTaskMemFree(long pv) {
    try (Frame frame = Frame.open()) {
      call(Function.CoTaskMemFree, frame.with(pv));
    }
  }

  private int call(Function function, Frame frame) {
    return frame.call(addresses.get(function), function.name(), function.parameters().size());
  }

  private static void check(int result, Function function) {
    if (result < 0) {
      throw BitsException.of(new HResult(result), function.name());
    }
  }

  @Override
  public String toString() {
    return library.getName();
  }
}
