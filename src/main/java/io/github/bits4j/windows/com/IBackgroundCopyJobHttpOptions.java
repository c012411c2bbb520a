package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;

/** How a job speaks HTTP, as of BITS 2.5: client certificate, headers, redirects and checks. */
public class IBackgroundCopyJobHttpOptions extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJobHttpOptions> IID_IBackgroundCopyJobHttpOptions =
      new Iid<>("f1bd1079-9f01-4bdc-8036-f09b70095066", IBackgroundCopyJobHttpOptions::new);

  /** A security flag: ask whether the server's certificate was revoked. */
  public static final int BG_SSL_ENABLE_CRL_CHECK = 0x0001;

  /** A security flag: accept a certificate for another host. */
  public static final int BG_SSL_IGNORE_CERT_CN_INVALID = 0x0002;

  /** A security flag: accept a certificate out of its time. */
  public static final int BG_SSL_IGNORE_CERT_DATE_INVALID = 0x0004;

  /** A security flag: accept a certificate of an unknown authority. */
  public static final int BG_SSL_IGNORE_UNKNOWN_CA = 0x0008;

  /** A security flag: accept a certificate for another use. */
  public static final int BG_SSL_IGNORE_CERT_WRONG_USAGE = 0x0010;

  /** The part of the security flags that holds one of three redirect policies. */
  public static final int BG_HTTP_REDIRECT_POLICY_MASK = 0x0700;

  /** A redirect policy: follow. */
  public static final int BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT = 0x0000;

  /** A redirect policy: follow, and make the target the remote name. */
  public static final int BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT = 0x0100;

  /** A redirect policy: fail. */
  public static final int BG_HTTP_REDIRECT_POLICY_DISALLOW = 0x0200;

  /** A security flag: follow from HTTPS to HTTP. */
  public static final int BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP = 0x0800;

  /** SHA-1. */
  private static final int HASH_SIZE = 20;

  /**
   * The four values of GetClientCertificate.
   *
   * @param StoreLocation one of {@link BG_CERT_STORE_LOCATION}
   * @param StoreName the store, for instance {@code MY}
   * @param CertHashBlob the certificate's SHA-1 hash, 20 bytes; null for NULL
   * @param SubjectName the name by which it was chosen; empty if it was chosen by its hash
   */
  public record ClientCertificate(
      int StoreLocation, String StoreName, byte[] CertHashBlob, String SubjectName) {}

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetClientCertificateByID("BG_CERT_STORE_LOCATION", "LPCWSTR", "BYTE *"),
    SetClientCertificateByName("BG_CERT_STORE_LOCATION", "LPCWSTR", "LPCWSTR"),
    RemoveClientCertificate,
    GetClientCertificate("BG_CERT_STORE_LOCATION *", "LPWSTR *", "BYTE **", "LPWSTR *"),
    SetCustomHeaders("LPCWSTR"),
    GetCustomHeaders("LPWSTR *"),
    SetSecurityFlags("ULONG"),
    GetSecurityFlags("ULONG *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBackgroundCopyJobHttpOptions(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyJobHttpOptions(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Chooses the certificate that the job shows to a server that asks for one.
   *
   * @param StoreLocation one of {@link BG_CERT_STORE_LOCATION}
   * @param StoreName the store, for instance {@code MY}
   * @param CertHashBlob the certificate's SHA-1 hash, 20 bytes; null for NULL
   * @throws IllegalArgumentException for a hash of another length
   */
  public void SetClientCertificateByID(int StoreLocation, String StoreName, byte[] CertHashBlob) {
    if (CertHashBlob != null && CertHashBlob.length != HASH_SIZE) {
      throw new IllegalArgumentException(
          "a certificate's hash has %d bytes, not %d".formatted(HASH_SIZE, CertHashBlob.length));
    }
    try (Frame frame = Frame.open()) {
      long store = Utf16.write(frame, StoreName);
      long hash = CertHashBlob == null ? 0 : frame.allocate(HASH_SIZE);
      if (CertHashBlob != null) {
        frame.putBytes(hash, CertHashBlob);
      }
      call(Vtbl.SetClientCertificateByID, frame.with(StoreLocation).with(store).with(hash));
    }
  }

  /**
   * Chooses the certificate that the job shows to a server that asks for one: the first for client
   * authentication whose subject has the name in it.
   *
   * @param StoreLocation one of {@link BG_CERT_STORE_LOCATION}
   * @param StoreName the store, for instance {@code MY}
   * @param SubjectName a piece of the simple subject name
   */
  public void SetClientCertificateByName(int StoreLocation, String StoreName, String SubjectName) {
    try (Frame frame = Frame.open()) {
      long store = Utf16.write(frame, StoreName);
      long subject = Utf16.write(frame, SubjectName);
      call(Vtbl.SetClientCertificateByName, frame.with(StoreLocation).with(store).with(subject));
    }
  }

  /**
   * Removes the client certificate.
   *
   * @return S_OK, or S_FALSE if none was set
   */
  public HResult RemoveClientCertificate() {
    return call(Vtbl.RemoveClientCertificate);
  }

  /**
   * The client certificate.
   *
   * @return where it is and which one
   * @throws io.github.bits4j.error.BitsException RPC_X_BAD_STUB_DATA if none was set
   */
  public ClientCertificate GetClientCertificate() {
    try (Frame frame = Frame.open()) {
      long location = frame.allocate(Integer.BYTES);
      long store = frame.allocate(Long.BYTES);
      long hash = frame.allocate(Long.BYTES);
      long subject = frame.allocate(Long.BYTES);
      call(Vtbl.GetClientCertificate, frame.with(location).with(store).with(hash).with(subject));
      try {
        return new ClientCertificate(
            frame.getInt(location),
            Utf16.read(frame.getLong(store)),
            TaskMemory.readBytes(frame.getLong(hash), HASH_SIZE),
            Utf16.read(frame.getLong(subject)));
      } finally {
        TaskMemory.free(frame.getLong(store));
        TaskMemory.free(frame.getLong(hash));
        TaskMemory.free(frame.getLong(subject));
      }
    }
  }

  /**
   * Adds headers to every request of the job. They often carry secrets: the copy that the call
   * needs is wiped before it returns.
   *
   * @param RequestHeaders the headers, each one with a CR LF behind it; null to remove them
   */
  public void SetCustomHeaders(CharSequence RequestHeaders) {
    try (Frame frame = Frame.open()) {
      try {
        call(Vtbl.SetCustomHeaders, frame.with(Utf16.write(frame, RequestHeaders)));
      } finally {
        frame.wipe();
      }
    }
  }

  /**
   * The headers that are added to every request of the job.
   *
   * @return the headers, each one with a CR LF behind it; null if there are none (S_FALSE)
   */
  public String GetCustomHeaders() {
    return callForString(Vtbl.GetCustomHeaders);
  }

  /**
   * Chooses the checks of certificates and the redirect policy.
   *
   * @param Flags a mask of BG_SSL and BG_HTTP flags
   */
  public void SetSecurityFlags(int Flags) {
    call(Vtbl.SetSecurityFlags, Flags);
  }

  /**
   * The checks of certificates and the redirect policy.
   *
   * @return a mask of BG_SSL and BG_HTTP flags
   */
  public int GetSecurityFlags() {
    return callForInt(Vtbl.GetSecurityFlags);
  }
}
