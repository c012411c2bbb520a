package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;

/** A job as of BITS 1.5: the reply to an upload, credentials, and a program to be notified. */
public class IBackgroundCopyJob2 extends IBackgroundCopyJob {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJob2> IID_IBackgroundCopyJob2 =
      new Iid<>("54b50739-686f-45eb-9dff-d6a9a0faa9af", IBackgroundCopyJob2::new);

  /**
   * The two values of GetNotifyCmdLine.
   *
   * @param Program the program; empty if none was set
   * @param Parameters its command line; empty if none was set
   */
  public record NotifyCmdLine(String Program, String Parameters) {}

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetNotifyCmdLine("LPCWSTR", "LPCWSTR"),
    GetNotifyCmdLine("LPWSTR *", "LPWSTR *"),
    GetReplyProgress("BG_JOB_REPLY_PROGRESS *"),
    GetReplyData("byte **", "UINT64 *"),
    SetReplyFileName("LPCWSTR"),
    GetReplyFileName("LPWSTR *"),
    SetCredentials("BG_AUTH_CREDENTIALS *"),
    RemoveCredentials("BG_AUTH_TARGET", "BG_AUTH_SCHEME");

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
      return IBackgroundCopyJob.Vtbl.class;
    }
  }

  private IBackgroundCopyJob2(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyJob2(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Chooses the program that is started when the job comes to TRANSFERRED or ERROR.
   *
   * @param Program its full path, at most 260 characters; null together with the parameters for
   *     none
   * @param Parameters its command line, at most 4,000 characters, which begins with the program;
   *     may be null
   */
  public void SetNotifyCmdLine(String Program, String Parameters) {
    try (Frame frame = Frame.open()) {
      long program = Utf16.write(frame, Program);
      long parameters = Utf16.write(frame, Parameters);
      call(Vtbl.SetNotifyCmdLine, frame.with(program).with(parameters));
    }
  }

  /**
   * The program that is started when the job comes to TRANSFERRED or ERROR.
   *
   * @return the program and its command line
   */
  public NotifyCmdLine GetNotifyCmdLine() {
    try (Frame frame = Frame.open()) {
      long program = frame.allocate(Long.BYTES);
      long parameters = frame.allocate(Long.BYTES);
      call(Vtbl.GetNotifyCmdLine, frame.with(program).with(parameters));
      try {
        return new NotifyCmdLine(
            Utf16.read(frame.getLong(program)), Utf16.read(frame.getLong(parameters)));
      } finally {
        TaskMemory.free(frame.getLong(program));
        TaskMemory.free(frame.getLong(parameters));
      }
    }
  }

  /**
   * How far the reply is.
   *
   * @return the progress
   * @throws io.github.bits4j.error.BitsException E_NOTIMPL if the job is not of type UPLOAD_REPLY
   */
  public BG_JOB_REPLY_PROGRESS GetReplyProgress() {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(BG_JOB_REPLY_PROGRESS.SIZEOF);
      call(Vtbl.GetReplyProgress, frame.with(out));
      return BG_JOB_REPLY_PROGRESS.read(frame, out);
    }
  }

  /**
   * The reply, of at most 1 MB, while the job is TRANSFERRED.
   *
   * @return a copy; null if the server application gave none
   * @throws io.github.bits4j.error.BitsException BG_E_TOO_LARGE for a longer one, E_NOTIMPL if the
   *     job is not of type UPLOAD_REPLY
   */
  public byte[] GetReplyData() {
    try (Frame frame = Frame.open()) {
      long buffer = frame.allocate(Long.BYTES);
      long length = frame.allocate(Long.BYTES);
      call(Vtbl.GetReplyData, frame.with(buffer).with(length));
      return TaskMemory.takeBytes(frame.getLong(buffer), frame.getLong(length));
    }
  }

  /**
   * Chooses the file that the reply goes to.
   *
   * @param ReplyFileName its full path; null or empty to let BITS choose
   */
  public void SetReplyFileName(String ReplyFileName) {
    call(Vtbl.SetReplyFileName, ReplyFileName);
  }

  /**
   * The file that the reply goes to.
   *
   * @return its full path; null if none was set and the job has no file yet
   */
  public String GetReplyFileName() {
    return callForString(Vtbl.GetReplyFileName);
  }

  /**
   * Sets what the job shows to a server or proxy that asks who it is. The copies that the call
   * needs are wiped before it returns; the arrays stay the caller's.
   *
   * @param credentials for one target and scheme; a second time replaces them
   */
  public void SetCredentials(BG_AUTH_CREDENTIALS credentials) {
    try (Frame frame = Frame.open()) {
      try {
        long in = frame.allocate(BG_AUTH_CREDENTIALS.SIZEOF);
        credentials.write(frame, in);
        call(Vtbl.SetCredentials, frame.with(in));
      } finally {
        frame.wipe();
      }
    }
  }

  /**
   * Removes credentials.
   *
   * @param Target one of {@link BG_AUTH_TARGET}
   * @param Scheme one of {@link BG_AUTH_SCHEME}
   * @return S_OK, or S_FALSE if there were none
   */
  public HResult RemoveCredentials(int Target, int Scheme) {
    try (Frame frame = Frame.open()) {
      return callForCode(Vtbl.RemoveCredentials, frame.with(Target).with(Scheme));
    }
  }
}
