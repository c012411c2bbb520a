package io.github.bits4j.windows.com;

/** A job as of BITS 5.0: properties. */
public final class IBackgroundCopyJob5 extends IBackgroundCopyJob4 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJob5> IID_IBackgroundCopyJob5 =
      new Iid<>("e847030c-bbba-4657-af6d-484aa42bf1fe", IBackgroundCopyJob5::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetProperty("BITS_JOB_PROPERTY_ID", "BITS_JOB_PROPERTY_VALUE"),
    GetProperty("BITS_JOB_PROPERTY_ID", "BITS_JOB_PROPERTY_VALUE *");

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
      return IBackgroundCopyJob4.Vtbl.class;
    }
  }

  private IBackgroundCopyJob5(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Sets a property.
   *
   * @param PropertyId one of {@link BITS_JOB_PROPERTY_ID}
   * @param PropertyValue with the member that the property has
   */
  public void SetProperty(int PropertyId, BITS_JOB_PROPERTY_VALUE PropertyValue) {
    try (Frame frame = Frame.open()) {
      call(Vtbl.SetProperty, PropertyValue.with(frame.with(PropertyId)));
    }
  }

  /**
   * Reads a property.
   *
   * @param PropertyId one of {@link BITS_JOB_PROPERTY_ID}
   * @return the value, with the member that the property has
   */
  public BITS_JOB_PROPERTY_VALUE GetProperty(int PropertyId) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(BITS_JOB_PROPERTY_VALUE.SIZEOF);
      call(Vtbl.GetProperty, frame.with(PropertyId).with(out));
      return BITS_JOB_PROPERTY_VALUE.read(frame, out);
    }
  }
}
