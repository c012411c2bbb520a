package io.github.bits4j.windows.com;

/** A snapshot of the list of peers, and a position in it; the peers themselves are live. */
public final class IEnumBitsPeers extends Enumerator<IEnumBitsPeers, IBitsPeer> {
  /** The interface's id. */
  public static final Iid<IEnumBitsPeers> IID_IEnumBitsPeers =
      new Iid<>("659cdea5-489e-11d9-a9cd-000d56965251", IEnumBitsPeers::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    Next("ULONG", "IBitsPeer **", "ULONG *"),
    Skip("ULONG"),
    Reset,
    Clone("IEnumBitsPeers **"),
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

  private IEnumBitsPeers(long pointer) {
    super(pointer, Vtbl.class, IID_IEnumBitsPeers, IBitsPeer.IID_IBitsPeer);
  }
}
