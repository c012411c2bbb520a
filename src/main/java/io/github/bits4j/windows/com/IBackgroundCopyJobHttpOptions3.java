package io.github.bits4j.windows.com;

/**
 * How a job speaks HTTP, as of BITS 10.3: the client checks certificates, and headers stay secret.
 */
public final class IBackgroundCopyJobHttpOptions3 extends IBackgroundCopyJobHttpOptions2 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJobHttpOptions3> IID_IBackgroundCopyJobHttpOptions3 =
      new Iid<>("8a9263d3-fd4c-4eda-9b28-30132a4d4e3c", IBackgroundCopyJobHttpOptions3::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetServerCertificateValidationInterface("IUnknown *"),
    MakeCustomHeadersWriteOnly;

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
      return IBackgroundCopyJobHttpOptions2.Vtbl.class;
    }
  }

  private IBackgroundCopyJobHttpOptions3(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Registers who is asked about the certificate of a server, while the job is suspended.
   *
   * @param certValidationCallback the callback object, which stays the caller's; null to remove it
   */
  public void SetServerCertificateValidationInterface(IUnknown certValidationCallback) {
    VtblMethod method = Vtbl.SetServerCertificateValidationInterface;
    long object = certValidationCallback == null ? 0 : certValidationCallback.enter(method);
    try (Frame frame = Frame.open()) {
      call(method, frame.with(object));
    } finally {
      if (certValidationCallback != null) {
        certValidationCallback.exit();
      }
    }
  }

  /** Makes GetCustomHeaders fail with E_ACCESSDENIED from now on, for ever. */
  public void MakeCustomHeadersWriteOnly() {
    call(Vtbl.MakeCustomHeadersWriteOnly);
  }
}
