package io.github.bits4j.windows.com;

/** A file as of BITS 5.0: properties. */
public class IBackgroundCopyFile5 extends IBackgroundCopyFile4 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyFile5> IID_IBackgroundCopyFile5 =
      new Iid<>("85c1657f-dafc-40e8-8834-df18ea25717e", IBackgroundCopyFile5::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    SetProperty("BITS_FILE_PROPERTY_ID", "BITS_FILE_PROPERTY_VALUE"),
    GetProperty("BITS_FILE_PROPERTY_ID", "BITS_FILE_PROPERTY_VALUE *");

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
      return IBackgroundCopyFile4.Vtbl.class;
    }
  }

  private IBackgroundCopyFile5(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyFile5(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Sets a property. The only one that is documented, the response headers, can only be read.
   *
   * @param PropertyId one of {@link BITS_FILE_PROPERTY_ID}
   * @param PropertyValue with the member that the property has
   */
  public void SetProperty(int PropertyId, BITS_FILE_PROPERTY_VALUE PropertyValue) {
    try (Frame frame = Frame.open()) {
      long string = Utf16.write(frame, PropertyValue.String());
      call(Vtbl.SetProperty, frame.with(PropertyId).with(string));
    }
  }

  /**
   * Reads a property.
   *
   * @param PropertyId one of {@link BITS_FILE_PROPERTY_ID}
   * @return the value, with the member that the property has
   */
  public BITS_FILE_PROPERTY_VALUE GetProperty(int PropertyId) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(BITS_FILE_PROPERTY_VALUE.SIZEOF);
      call(Vtbl.GetProperty, frame.with(PropertyId).with(out));
      return BITS_FILE_PROPERTY_VALUE.take(frame, out);
    }
  }
}
