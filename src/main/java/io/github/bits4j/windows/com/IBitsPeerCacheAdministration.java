package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The machine's cache of BITS 3.0 for peers, and the peers; the manager answers for it. Changes
 * need administrator rights.
 */
public final class IBitsPeerCacheAdministration extends PeerCaching {
  /** The interface's id. */
  public static final Iid<IBitsPeerCacheAdministration> IID_IBitsPeerCacheAdministration =
      new Iid<>("659cdead-489e-11d9-a9cd-000d56965251", IBitsPeerCacheAdministration::new);

  /** A configuration flag: files may come from peers. */
  public static final int BG_ENABLE_PEERCACHING_CLIENT = 0x0001;

  /** A configuration flag: files may go to peers. */
  public static final int BG_ENABLE_PEERCACHING_SERVER = 0x0002;

  /** A configuration flag as of BITS 4.0: no BranchCache. */
  public static final int BG_DISABLE_BRANCH_CACHE = 0x0004;

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    GetMaximumCacheSize("DWORD *"),
    SetMaximumCacheSize("DWORD"),
    GetMaximumContentAge("ULONG *"),
    SetMaximumContentAge("ULONG"),
    GetConfigurationFlags("DWORD *"),
    SetConfigurationFlags("DWORD"),
    EnumRecords("IEnumBitsPeerCacheRecords **"),
    GetRecord("REFGUID", "IBitsPeerCacheRecord **"),
    ClearRecords,
    DeleteRecord("REFGUID"),
    DeleteUrl("LPCWSTR"),
    EnumPeers("IEnumBitsPeers **"),
    ClearPeers,
    DiscoverPeers;

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }
  }

  private IBitsPeerCacheAdministration(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * How large the cache may become.
   *
   * @return percent of the disk, not the bytes that the parameter's name speaks of; empty if
   *     nothing is known (S_FALSE)
   */
  public OptionalInt GetMaximumCacheSize() {
    return callForOptionalInt(Vtbl.GetMaximumCacheSize);
  }

  /**
   * Chooses how large the cache may become.
   *
   * @param Bytes percent of the disk, whatever the name says: 1 if never set, at most 80
   * @return S_OK, or S_FALSE if it is stored and a policy overrides it
   */
  public HResult SetMaximumCacheSize(int Bytes) {
    return callForCode(Vtbl.SetMaximumCacheSize, Bytes);
  }

  /**
   * How long a file stays in the cache after its last use.
   *
   * @return seconds, unsigned; empty if nothing is known (S_FALSE)
   */
  public OptionalInt GetMaximumContentAge() {
    return callForOptionalInt(Vtbl.GetMaximumContentAge);
  }

  /**
   * Chooses how long a file stays in the cache after its last use.
   *
   * @param Seconds 86400 to 10368000: 1 to 120 days
   * @return S_OK, or S_FALSE if it is stored and a policy overrides it
   */
  public HResult SetMaximumContentAge(int Seconds) {
    return callForCode(Vtbl.SetMaximumContentAge, Seconds);
  }

  /**
   * Whether the machine takes part.
   *
   * @return a mask of the configuration flags; empty if nothing is known (S_FALSE)
   */
  public OptionalInt GetConfigurationFlags() {
    return callForOptionalInt(Vtbl.GetConfigurationFlags);
  }

  /**
   * Chooses whether the machine takes part.
   *
   * @param Flags a mask of the configuration flags
   * @return S_OK, or BG_S_OVERRIDDEN_BY_POLICY if they are stored and a policy overrides them
   */
  public HResult SetConfigurationFlags(int Flags) {
    return callForCode(Vtbl.SetConfigurationFlags, Flags);
  }

  /**
   * Lists what is in the cache.
   *
   * @return an enumerator, owned by the caller; empty if there is no cache (S_FALSE)
   */
  public Optional<IEnumBitsPeerCacheRecords> EnumRecords() {
    return callForOptionalObject(
        Vtbl.EnumRecords, IEnumBitsPeerCacheRecords.IID_IEnumBitsPeerCacheRecords);
  }

  /**
   * Finds a record.
   *
   * @param id its id
   * @return the record, owned by the caller; empty if there is no cache (S_FALSE)
   */
  public Optional<IBitsPeerCacheRecord> GetRecord(UUID id) {
    try (Frame frame = Frame.open()) {
      long record = frame.allocate(Long.BYTES);
      boolean given = gives(Vtbl.GetRecord, frame.with(GUID.write(frame, id)).with(record));
      return taken(
          given, frame, record, IBitsPeerCacheRecord.IID_IBitsPeerCacheRecord, Vtbl.GetRecord);
    }
  }

  /**
   * Removes every record, as soon as nobody uses it.
   *
   * @return S_OK, or S_FALSE
   */
  public HResult ClearRecords() {
    return call(Vtbl.ClearRecords);
  }

  /**
   * Removes a record.
   *
   * @param id its id
   * @return S_OK, or S_FALSE
   * @throws io.github.bits4j.error.BitsException BG_E_BUSYCACHERECORD while it is used
   */
  public HResult DeleteRecord(UUID id) {
    try (Frame frame = Frame.open()) {
      return callForCode(Vtbl.DeleteRecord, frame.with(GUID.write(frame, id)));
    }
  }

  /**
   * Removes what came from a place.
   *
   * @param url the remote name
   * @return S_OK, or S_FALSE if the cache has nothing from there
   * @throws io.github.bits4j.error.BitsException BG_E_BUSYCACHERECORD while it is used
   */
  public HResult DeleteUrl(String url) {
    try (Frame frame = Frame.open()) {
      return callForCode(Vtbl.DeleteUrl, frame.with(Utf16.write(frame, url)));
    }
  }

  /**
   * Lists the peers that were found.
   *
   * @return an enumerator, owned by the caller; empty if there is no such list (S_FALSE)
   */
  public Optional<IEnumBitsPeers> EnumPeers() {
    return callForOptionalObject(Vtbl.EnumPeers, IEnumBitsPeers.IID_IEnumBitsPeers);
  }

  /**
   * Forgets the peers.
   *
   * @return S_OK, or S_FALSE
   */
  public HResult ClearPeers() {
    return call(Vtbl.ClearPeers);
  }

  /**
   * Looks for peers now; BITS does so by itself.
   *
   * @return S_OK, or S_FALSE
   */
  public HResult DiscoverPeers() {
    return call(Vtbl.DiscoverPeers);
  }
}
