package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;

/**
 * Who judges the certificates of servers, as of BITS 10.3.
 *
 * <p>BITS calls it, and a program implements it: {@link #of}. The method here calls one, whoever
 * has implemented it.
 */
public final class IBackgroundCopyServerCertificateValidationCallback extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyServerCertificateValidationCallback>
      IID_IBackgroundCopyServerCertificateValidationCallback =
          new Iid<>(
              "4cec0d02-def7-4158-813a-c32a46945ff7",
              IBackgroundCopyServerCertificateValidationCallback::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    ValidateServerCertificate(
        "IBackgroundCopyJob *",
        "IBackgroundCopyFile *",
        "DWORD",
        "const BYTE *",
        "DWORD",
        "DWORD",
        "const BYTE *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBackgroundCopyServerCertificateValidationCallback(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Makes a COM object of a program's own, for {@code
   * IBackgroundCopyJobHttpOptions3::SetServerCertificateValidationInterface}. The implementation is
   * held until the last reference is released.
   *
   * @param validation how to judge
   * @return the object, owned by the caller
   */
  public static IBackgroundCopyServerCertificateValidationCallback of(
      ServerCertificateValidation validation) {
    return IID_IBackgroundCopyServerCertificateValidationCallback.attach(
        new ServerCertificateValidationCallback(validation).expose());
  }

  /**
   * Asks whether a certificate is accepted.
   *
   * @param job the job, or null
   * @param file the file that is to be fetched, or null
   * @param certData the encoded certificate of the server
   * @param certEncodingType how it is encoded
   * @param certStoreData a serialized store with the chain
   * @return the success code; a rejection is thrown
   */
  public HResult ValidateServerCertificate(
      IBackgroundCopyJob job,
      IBackgroundCopyFile file,
      byte[] certData,
      int certEncodingType,
      byte[] certStoreData) {
    try (Argument jobArgument = Argument.of(job, Vtbl.ValidateServerCertificate);
        Argument fileArgument = Argument.of(file, Vtbl.ValidateServerCertificate);
        Frame frame = Frame.open()) {
      long certificate = frame.allocate(certData.length);
      frame.putBytes(certificate, certData);
      long store = frame.allocate(certStoreData.length);
      frame.putBytes(store, certStoreData);
      frame.with(jobArgument.word()).with(fileArgument.word());
      frame.with(certData.length).with(certificate);
      frame.with(certEncodingType);
      frame.with(certStoreData.length).with(store);
      return callForCode(Vtbl.ValidateServerCertificate, frame);
    }
  }
}
