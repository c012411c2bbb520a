package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;

/** What stopped a job: a code, where it happened, and texts about it. */
public final class IBackgroundCopyError extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyError> IID_IBackgroundCopyError =
      new Iid<>("19c613a0-fcb8-4f28-81ae-897c3d078f81", IBackgroundCopyError::new);

  /**
   * The two values of GetError.
   *
   * @param Context where it happened, one of {@link BG_ERROR_CONTEXT}
   * @param Code what happened
   */
  public record Error(int Context, HResult Code) {}

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetError("BG_ERROR_CONTEXT *", "HRESULT *"),
    GetFile("IBackgroundCopyFile **"),
    GetErrorDescription("DWORD", "LPWSTR *"),
    GetErrorContextDescription("DWORD", "LPWSTR *"),
    GetProtocol("LPWSTR *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBackgroundCopyError(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * The code of the failure and where it happened.
   *
   * @return both
   */
  public Error GetError() {
    try (Frame frame = Frame.open()) {
      long context = frame.allocate(Integer.BYTES);
      long code = frame.allocate(Integer.BYTES);
      call(Vtbl.GetError, frame.with(context).with(code));
      return new Error(frame.getInt(context), new HResult(frame.getInt(code)));
    }
  }

  /**
   * The file that the failure is about.
   *
   * @return the file, owned by the caller
   * @throws io.github.bits4j.error.BitsException BG_E_FILE_NOT_AVAILABLE if it is about no file
   */
  public IBackgroundCopyFile GetFile() {
    return callForObject(Vtbl.GetFile, IBackgroundCopyFile.IID_IBackgroundCopyFile);
  }

  /**
   * A text about the code.
   *
   * @param LanguageId the language, for instance 0x0409
   * @return the text
   */
  public String GetErrorDescription(int LanguageId) {
    return text(Vtbl.GetErrorDescription, LanguageId);
  }

  /**
   * A text about the context.
   *
   * @param LanguageId the language, for instance 0x0409
   * @return the text
   */
  public String GetErrorContextDescription(int LanguageId) {
    return text(Vtbl.GetErrorContextDescription, LanguageId);
  }

  private String text(VtblMethod method, int language) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      call(method, frame.with(language).with(out));
      return TaskMemory.takeString(frame.getLong(out));
    }
  }

  /**
   * The protocol of the transfer.
   *
   * @return for instance {@code http}
   * @throws io.github.bits4j.error.BitsException BG_E_PROTOCOL_NOT_AVAILABLE if it is about none
   */
  public String GetProtocol() {
    return callForString(Vtbl.GetProtocol);
  }
}
