package io.github.bits4j.windows.com;

import java.util.OptionalInt;

/** A computer of the neighbourhood from which BITS 3.0 can get files. */
public final class IBitsPeer extends PeerCaching {
  /** The interface's id. */
  public static final Iid<IBitsPeer> IID_IBitsPeer =
      new Iid<>("659cdea2-489e-11d9-a9cd-000d56965251", IBitsPeer::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetPeerName("LPWSTR *"),
    IsAuthenticated("BOOL *"),
    IsAvailable("BOOL *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBitsPeer(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * The server principal name, which tells the peer from all others.
   *
   * @return the name, of the form {@code server$.domain.suffix}; null if there is none (S_FALSE)
   */
  public String GetPeerName() {
    return callForString(Vtbl.GetPeerName);
  }

  /**
   * Whether the peer has proved who it is.
   *
   * @return not 0 if it has, 0 before the first contact; empty if nothing is known (S_FALSE)
   */
  public OptionalInt IsAuthenticated() {
    return callForOptionalInt(Vtbl.IsAuthenticated);
  }

  /**
   * Whether the peer is online.
   *
   * @return not 0 if it is; empty if nothing is known (S_FALSE)
   */
  public OptionalInt IsAvailable() {
    return callForOptionalInt(Vtbl.IsAvailable);
  }
}
