package io.github.bits4j.windows.com;

/** A file as of BITS 4.0: how much of it came from peers. */
public class IBackgroundCopyFile4 extends IBackgroundCopyFile3 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyFile4> IID_IBackgroundCopyFile4 =
      new Iid<>("ef7e0655-7888-4960-b0e5-730846e03492", IBackgroundCopyFile4::new);

  /**
   * The two values of GetPeerDownloadStats.
   *
   * @param FromOrigin how many bytes came from the server, unsigned
   * @param FromPeers how many bytes came from peers, unsigned
   */
  public record PeerDownloadStats(long FromOrigin, long FromPeers) {}

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetPeerDownloadStats("UINT64 *", "UINT64 *");

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
      return IBackgroundCopyFile3.Vtbl.class;
    }
  }

  private IBackgroundCopyFile4(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyFile4(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * How many bytes came from where.
   *
   * @return both numbers
   */
  public PeerDownloadStats GetPeerDownloadStats() {
    try (Frame frame = Frame.open()) {
      long origin = frame.allocate(Long.BYTES);
      long peers = frame.allocate(Long.BYTES);
      call(Vtbl.GetPeerDownloadStats, frame.with(origin).with(peers));
      return new PeerDownloadStats(frame.getLong(origin), frame.getLong(peers));
    }
  }
}
