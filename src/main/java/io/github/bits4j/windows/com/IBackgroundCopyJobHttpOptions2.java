package io.github.bits4j.windows.com;

/** How a job speaks HTTP, as of BITS 10.2: another method. */
public class IBackgroundCopyJobHttpOptions2 extends IBackgroundCopyJobHttpOptions {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJobHttpOptions2> IID_IBackgroundCopyJobHttpOptions2 =
      new Iid<>("b591a192-a405-4fc3-8323-4c5c542578fc", IBackgroundCopyJobHttpOptions2::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetHttpMethod("LPCWSTR"),
    GetHttpMethod("LPWSTR *");

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
      return IBackgroundCopyJobHttpOptions.Vtbl.class;
    }
  }

  private IBackgroundCopyJobHttpOptions2(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyJobHttpOptions2(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Chooses the method of the requests, before the job is resumed for the first time. Another one
   * than the default makes the job a foreground job.
   *
   * @param method the method, for instance {@code POST}
   */
  public void SetHttpMethod(String method) {
    call(Vtbl.SetHttpMethod, method);
  }

  /**
   * The method of the requests.
   *
   * @return the method, by default {@code GET} or {@code BITS_POST}
   */
  public String GetHttpMethod() {
    return callForString(Vtbl.GetHttpMethod);
  }
}
