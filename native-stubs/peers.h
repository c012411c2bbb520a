/*
 * The interfaces of BITS 3.0's peer caching, which mingw-w64's headers lack: IBitsPeerCacheAdministration,
 * IBitsPeerCacheRecord, IBitsPeer and their enumerators. Included by bitsstub.c.
 */

#define IBitsPeerCacheRecord_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, GetId, GUID *) \
    SLOT(interface, GetOriginUrl, LPWSTR *) \
    SLOT(interface, GetFileSize, UINT64 *) \
    SLOT(interface, GetFileModificationTime, FILETIME *) \
    SLOT(interface, GetLastAccessTime, FILETIME *) \
    SLOT(interface, IsFileValidated) \
    SLOT(interface, GetFileRanges, DWORD *, BG_FILE_RANGE **)
LACKING(IBitsPeerCacheRecord, { 0x659cdeaf, 0x489e, 0x11d9, { 0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51 } })

UNKNOWN(IBitsPeerCacheRecord)
GETTER(IBitsPeerCacheRecord, GetId, GUID *)
GETTER(IBitsPeerCacheRecord, GetOriginUrl, LPWSTR *)
GETTER(IBitsPeerCacheRecord, GetFileSize, UINT64 *)
GETTER(IBitsPeerCacheRecord, GetFileModificationTime, FILETIME *)
GETTER(IBitsPeerCacheRecord, GetLastAccessTime, FILETIME *)
PLAIN(IBitsPeerCacheRecord, IsFileValidated)
METHOD(IBitsPeerCacheRecord, GetFileRanges, DWORD *count, BG_FILE_RANGE **ranges) {
    BEGIN(IBitsPeerCacheRecord, GetFileRanges);
    POINTER(count);
    POINTER(ranges);
    return end(call);
}
#define IBitsPeerCacheRecord_METHODS(ENTRY, interface) \
    ENTRY(interface, IBitsPeerCacheRecord, GetId) \
    ENTRY(interface, IBitsPeerCacheRecord, GetOriginUrl) \
    ENTRY(interface, IBitsPeerCacheRecord, GetFileSize) \
    ENTRY(interface, IBitsPeerCacheRecord, GetFileModificationTime) \
    ENTRY(interface, IBitsPeerCacheRecord, GetLastAccessTime) \
    ENTRY(interface, IBitsPeerCacheRecord, IsFileValidated) \
    ENTRY(interface, IBitsPeerCacheRecord, GetFileRanges)
TABLE(IBitsPeerCacheRecord)

#define IEnumBitsPeerCacheRecords_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, Next, ULONG, IBitsPeerCacheRecord **, ULONG *) \
    SLOT(interface, Skip, ULONG) \
    SLOT(interface, Reset) \
    SLOT(interface, Clone, IEnumBitsPeerCacheRecords **) \
    SLOT(interface, GetCount, ULONG *)
LACKING(IEnumBitsPeerCacheRecords, { 0x659cdea4, 0x489e, 0x11d9, { 0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51 } })

ENUMERATOR(IEnumBitsPeerCacheRecords, IBitsPeerCacheRecord)

#define IBitsPeer_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, GetPeerName, LPWSTR *) \
    SLOT(interface, IsAuthenticated, BOOL *) \
    SLOT(interface, IsAvailable, BOOL *)
LACKING(IBitsPeer, { 0x659cdea2, 0x489e, 0x11d9, { 0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51 } })

UNKNOWN(IBitsPeer)
GETTER(IBitsPeer, GetPeerName, LPWSTR *)
GETTER(IBitsPeer, IsAuthenticated, BOOL *)
GETTER(IBitsPeer, IsAvailable, BOOL *)
#define IBitsPeer_METHODS(ENTRY, interface) \
    ENTRY(interface, IBitsPeer, GetPeerName) \
    ENTRY(interface, IBitsPeer, IsAuthenticated) \
    ENTRY(interface, IBitsPeer, IsAvailable)
TABLE(IBitsPeer)

#define IEnumBitsPeers_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, Next, ULONG, IBitsPeer **, ULONG *) \
    SLOT(interface, Skip, ULONG) \
    SLOT(interface, Reset) \
    SLOT(interface, Clone, IEnumBitsPeers **) \
    SLOT(interface, GetCount, ULONG *)
LACKING(IEnumBitsPeers, { 0x659cdea5, 0x489e, 0x11d9, { 0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51 } })

ENUMERATOR(IEnumBitsPeers, IBitsPeer)

#define IBitsPeerCacheAdministration_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, GetMaximumCacheSize, DWORD *) \
    SLOT(interface, SetMaximumCacheSize, DWORD) \
    SLOT(interface, GetMaximumContentAge, ULONG *) \
    SLOT(interface, SetMaximumContentAge, ULONG) \
    SLOT(interface, GetConfigurationFlags, DWORD *) \
    SLOT(interface, SetConfigurationFlags, DWORD) \
    SLOT(interface, EnumRecords, IEnumBitsPeerCacheRecords **) \
    SLOT(interface, GetRecord, REFGUID, IBitsPeerCacheRecord **) \
    SLOT(interface, ClearRecords) \
    SLOT(interface, DeleteRecord, REFGUID) \
    SLOT(interface, DeleteUrl, LPCWSTR) \
    SLOT(interface, EnumPeers, IEnumBitsPeers **) \
    SLOT(interface, ClearPeers) \
    SLOT(interface, DiscoverPeers)
LACKING(IBitsPeerCacheAdministration, { 0x659cdead, 0x489e, 0x11d9, { 0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51 } })

UNKNOWN(IBitsPeerCacheAdministration)
GETTER(IBitsPeerCacheAdministration, GetMaximumCacheSize, DWORD *)
SETTER(IBitsPeerCacheAdministration, SetMaximumCacheSize, DWORD)
GETTER(IBitsPeerCacheAdministration, GetMaximumContentAge, ULONG *)
SETTER(IBitsPeerCacheAdministration, SetMaximumContentAge, ULONG)
GETTER(IBitsPeerCacheAdministration, GetConfigurationFlags, DWORD *)
SETTER(IBitsPeerCacheAdministration, SetConfigurationFlags, DWORD)
GETTER(IBitsPeerCacheAdministration, EnumRecords, IEnumBitsPeerCacheRecords **)
METHOD(IBitsPeerCacheAdministration, GetRecord, REFGUID id, IBitsPeerCacheRecord **record) {
    BEGIN(IBitsPeerCacheAdministration, GetRecord);
    ID(id);
    POINTER(record);
    return end(call);
}
PLAIN(IBitsPeerCacheAdministration, ClearRecords)
METHOD(IBitsPeerCacheAdministration, DeleteRecord, REFGUID id) {
    BEGIN(IBitsPeerCacheAdministration, DeleteRecord);
    ID(id);
    return end(call);
}
TEXT_SETTER(IBitsPeerCacheAdministration, DeleteUrl)
GETTER(IBitsPeerCacheAdministration, EnumPeers, IEnumBitsPeers **)
PLAIN(IBitsPeerCacheAdministration, ClearPeers)
PLAIN(IBitsPeerCacheAdministration, DiscoverPeers)
#define IBitsPeerCacheAdministration_METHODS(ENTRY, interface) \
    ENTRY(interface, IBitsPeerCacheAdministration, GetMaximumCacheSize) \
    ENTRY(interface, IBitsPeerCacheAdministration, SetMaximumCacheSize) \
    ENTRY(interface, IBitsPeerCacheAdministration, GetMaximumContentAge) \
    ENTRY(interface, IBitsPeerCacheAdministration, SetMaximumContentAge) \
    ENTRY(interface, IBitsPeerCacheAdministration, GetConfigurationFlags) \
    ENTRY(interface, IBitsPeerCacheAdministration, SetConfigurationFlags) \
    ENTRY(interface, IBitsPeerCacheAdministration, EnumRecords) \
    ENTRY(interface, IBitsPeerCacheAdministration, GetRecord) \
    ENTRY(interface, IBitsPeerCacheAdministration, ClearRecords) \
    ENTRY(interface, IBitsPeerCacheAdministration, DeleteRecord) \
    ENTRY(interface, IBitsPeerCacheAdministration, DeleteUrl) \
    ENTRY(interface, IBitsPeerCacheAdministration, EnumPeers) \
    ENTRY(interface, IBitsPeerCacheAdministration, ClearPeers) \
    ENTRY(interface, IBitsPeerCacheAdministration, DiscoverPeers)
TABLE(IBitsPeerCacheAdministration)

KIND(IBitsPeerCacheRecord, &IUnknown__kind)
KIND(IEnumBitsPeerCacheRecords, &IUnknown__kind)
KIND(IBitsPeer, &IUnknown__kind)
KIND(IEnumBitsPeers, &IUnknown__kind)
KIND(IBitsPeerCacheAdministration, &IUnknown__kind)

#define PEERS_KINDS \
    &IBitsPeerCacheRecord__kind, \
    &IEnumBitsPeerCacheRecords__kind, \
    &IBitsPeer__kind, \
    &IEnumBitsPeers__kind, \
    &IBitsPeerCacheAdministration__kind,
