package io.github.bits4j.windows.com;

/** A snapshot of the list of records, and a position in it; the records themselves are live. */
public final class IEnumBitsPeerCacheRecords
    extends Enumerator<IEnumBitsPeerCacheRecords, IBitsPeerCacheRecord> {
  /** The interface's id. */
  public static final Iid<IEnumBitsPeerCacheRecords> IID_IEnumBitsPeerCacheRecords =
      new Iid<>("659cdea4-489e-11d9-a9cd-000d56965251", IEnumBitsPeerCacheRecords::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    Next("ULONG", "IBitsPeerCacheRecord **", "ULONG *"),
    Skip("ULONG"),
    Reset,
    Clone("IEnumBitsPeerCacheRecords **"),
    GetCount("ULONG *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IEnumBitsPeerCacheRecords(long pointer) {
    super(
        pointer,
        Vtbl.class,
        IID_IEnumBitsPeerCacheRecords,
        IBitsPeerCacheRecord.IID_IBitsPeerCacheRecord);
  }
}
