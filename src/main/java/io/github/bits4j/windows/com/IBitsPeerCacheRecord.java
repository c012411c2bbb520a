package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A file in the cache of BITS 3.0, or pieces of one. */
public final class IBitsPeerCacheRecord extends PeerCaching {
  /** The interface's id. */
  public static final Iid<IBitsPeerCacheRecord> IID_IBitsPeerCacheRecord =
      new Iid<>("659cdeaf-489e-11d9-a9cd-000d56965251", IBitsPeerCacheRecord::new);

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetId("GUID *"),
    GetOriginUrl("LPWSTR *"),
    GetFileSize("UINT64 *"),
    GetFileModificationTime("FILETIME *"),
    GetLastAccessTime("FILETIME *"),
    IsFileValidated,
    GetFileRanges("DWORD *", "BG_FILE_RANGE **");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBitsPeerCacheRecord(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * The id under which the record is found again.
   *
   * @return the id; empty if there is none (S_FALSE)
   */
  public Optional<UUID> GetId() {
    try (Frame frame = Frame.open()) {
      long id = frame.allocate(GUID.SIZEOF);
      return gives(Vtbl.GetId, frame.with(id))
          ? Optional.of(GUID.read(frame, id))
          : Optional.empty();
    }
  }

  /**
   * Where the file came from.
   *
   * @return the remote name; null if there is none (S_FALSE)
   */
  public String GetOriginUrl() {
    return callForString(Vtbl.GetOriginUrl);
  }

  /**
   * How large the file is.
   *
   * @return bytes, unsigned; empty if nothing is known (S_FALSE)
   */
  public OptionalLong GetFileSize() {
    return callForOptionalLong(Vtbl.GetFileSize);
  }

  /**
   * When the file was last changed on the server.
   *
   * @return a {@link FILETIME}; empty if nothing is known (S_FALSE)
   */
  public OptionalLong GetFileModificationTime() {
    return callForOptionalLong(Vtbl.GetFileModificationTime);
  }

  /**
   * When the file was last asked for.
   *
   * @return a {@link FILETIME}; empty if nothing is known (S_FALSE)
   */
  public OptionalLong GetLastAccessTime() {
    return callForOptionalLong(Vtbl.GetLastAccessTime);
  }

  /**
   * Whether the file was validated, and so may go to peers. There is no answer but the code.
   *
   * @return S_OK if it was, S_FALSE if not
   */
  public HResult IsFileValidated() {
    return call(Vtbl.IsFileValidated);
  }

  /**
   * The pieces of the file that are in the cache.
   *
   * @return the ranges; empty if there are none (S_FALSE)
   */
  public List<BG_FILE_RANGE> GetFileRanges() {
    try (Frame frame = Frame.open()) {
      long count = frame.allocate(Integer.BYTES);
      long ranges = frame.allocate(Long.BYTES);
      call(Vtbl.GetFileRanges, frame.with(count).with(ranges));
      return BG_FILE_RANGE.take(frame, frame.getLong(ranges), frame.getInt(count));
    }
  }
}
