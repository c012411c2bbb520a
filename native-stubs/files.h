/*
 * The interfaces of files and jobs after those of mingw-w64's headers: IBackgroundCopyFile3 to 6,
 * IBackgroundCopyJobHttpOptions2 and 3, IBitsTokenOptions. Included by bitsstub.c.
 */

typedef enum { BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS = 1 } BITS_FILE_PROPERTY_ID;
typedef union { LPWSTR String; } BITS_FILE_PROPERTY_VALUE;

#define IBackgroundCopyFile3_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, GetRemoteName, LPWSTR *) \
    SLOT(interface, GetLocalName, LPWSTR *) \
    SLOT(interface, GetProgress, BG_FILE_PROGRESS *) \
    SLOT(interface, GetFileRanges, DWORD *, BG_FILE_RANGE **) \
    SLOT(interface, SetRemoteName, LPCWSTR) \
    SLOT(interface, GetTemporaryName, LPWSTR *) \
    SLOT(interface, SetValidationState, BOOL) \
    SLOT(interface, GetValidationState, BOOL *) \
    SLOT(interface, IsDownloadedFromPeer, BOOL *)
LACKING(IBackgroundCopyFile3, { 0x659cdeaa, 0x489e, 0x11d9, { 0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51 } })

UNKNOWN(IBackgroundCopyFile3)
GETTER(IBackgroundCopyFile3, GetTemporaryName, LPWSTR *)
SETTER(IBackgroundCopyFile3, SetValidationState, BOOL)
GETTER(IBackgroundCopyFile3, GetValidationState, BOOL *)
GETTER(IBackgroundCopyFile3, IsDownloadedFromPeer, BOOL *)
#define IBackgroundCopyFile3_METHODS(ENTRY, interface) \
    IBackgroundCopyFile2_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyFile3, GetTemporaryName) \
    ENTRY(interface, IBackgroundCopyFile3, SetValidationState) \
    ENTRY(interface, IBackgroundCopyFile3, GetValidationState) \
    ENTRY(interface, IBackgroundCopyFile3, IsDownloadedFromPeer)
TABLE(IBackgroundCopyFile3)

#define IBackgroundCopyFile4_SLOTS(interface) \
    IBackgroundCopyFile3_SLOTS(interface) \
    SLOT(interface, GetPeerDownloadStats, UINT64 *, UINT64 *)
LACKING(IBackgroundCopyFile4, { 0xef7e0655, 0x7888, 0x4960, { 0xb0, 0xe5, 0x73, 0x08, 0x46, 0xe0, 0x34, 0x92 } })

UNKNOWN(IBackgroundCopyFile4)
METHOD(IBackgroundCopyFile4, GetPeerDownloadStats, UINT64 *origin, UINT64 *peers) {
    BEGIN(IBackgroundCopyFile4, GetPeerDownloadStats);
    POINTER(origin);
    POINTER(peers);
    return end(call);
}
#define IBackgroundCopyFile4_METHODS(ENTRY, interface) \
    IBackgroundCopyFile3_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyFile4, GetPeerDownloadStats)
TABLE(IBackgroundCopyFile4)

#define IBackgroundCopyFile5_SLOTS(interface) \
    IBackgroundCopyFile4_SLOTS(interface) \
    SLOT(interface, SetProperty, BITS_FILE_PROPERTY_ID, BITS_FILE_PROPERTY_VALUE) \
    SLOT(interface, GetProperty, BITS_FILE_PROPERTY_ID, BITS_FILE_PROPERTY_VALUE *)
LACKING(IBackgroundCopyFile5, { 0x85c1657f, 0xdafc, 0x40e8, { 0x88, 0x34, 0xdf, 0x18, 0xea, 0x25, 0x71, 0x7e } })

UNKNOWN(IBackgroundCopyFile5)
METHOD(IBackgroundCopyFile5, SetProperty, BITS_FILE_PROPERTY_ID id, BITS_FILE_PROPERTY_VALUE value) {
    BEGIN(IBackgroundCopyFile5, SetProperty);
    NUMBER(id);
    STRING(value.String);
    return end(call);
}
METHOD(IBackgroundCopyFile5, GetProperty, BITS_FILE_PROPERTY_ID id, BITS_FILE_PROPERTY_VALUE *value) {
    BEGIN(IBackgroundCopyFile5, GetProperty);
    NUMBER(id);
    POINTER(value);
    return end(call);
}
#define IBackgroundCopyFile5_METHODS(ENTRY, interface) \
    IBackgroundCopyFile4_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyFile5, SetProperty) \
    ENTRY(interface, IBackgroundCopyFile5, GetProperty)
TABLE(IBackgroundCopyFile5)

#define IBackgroundCopyFile6_SLOTS(interface) \
    IBackgroundCopyFile5_SLOTS(interface) \
    SLOT(interface, UpdateDownloadPosition, UINT64) \
    SLOT(interface, RequestFileRanges, DWORD, const BG_FILE_RANGE *) \
    SLOT(interface, GetFilledFileRanges, DWORD *, BG_FILE_RANGE **)
LACKING(IBackgroundCopyFile6, { 0xcf6784f7, 0xd677, 0x49fd, { 0x93, 0x68, 0xcb, 0x47, 0xae, 0xe9, 0xd1, 0xad } })

UNKNOWN(IBackgroundCopyFile6)
METHOD(IBackgroundCopyFile6, UpdateDownloadPosition, UINT64 offset) {
    BEGIN(IBackgroundCopyFile6, UpdateDownloadPosition);
    word(call, offset);
    return end(call);
}
METHOD(IBackgroundCopyFile6, RequestFileRanges, DWORD count, const BG_FILE_RANGE *ranges) {
    BEGIN(IBackgroundCopyFile6, RequestFileRanges);
    NUMBER(count);
    copy(call, ranges, count * sizeof *ranges);
    return end(call);
}
METHOD(IBackgroundCopyFile6, GetFilledFileRanges, DWORD *count, BG_FILE_RANGE **ranges) {
    BEGIN(IBackgroundCopyFile6, GetFilledFileRanges);
    POINTER(count);
    POINTER(ranges);
    return end(call);
}
#define IBackgroundCopyFile6_METHODS(ENTRY, interface) \
    IBackgroundCopyFile5_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyFile6, UpdateDownloadPosition) \
    ENTRY(interface, IBackgroundCopyFile6, RequestFileRanges) \
    ENTRY(interface, IBackgroundCopyFile6, GetFilledFileRanges)
TABLE(IBackgroundCopyFile6)

#define IBackgroundCopyJobHttpOptions2_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, SetClientCertificateByID, BG_CERT_STORE_LOCATION, LPCWSTR, BYTE *) \
    SLOT(interface, SetClientCertificateByName, BG_CERT_STORE_LOCATION, LPCWSTR, LPCWSTR) \
    SLOT(interface, RemoveClientCertificate) \
    SLOT(interface, GetClientCertificate, BG_CERT_STORE_LOCATION *, LPWSTR *, BYTE **, LPWSTR *) \
    SLOT(interface, SetCustomHeaders, LPCWSTR) \
    SLOT(interface, GetCustomHeaders, LPWSTR *) \
    SLOT(interface, SetSecurityFlags, ULONG) \
    SLOT(interface, GetSecurityFlags, ULONG *) \
    SLOT(interface, SetHttpMethod, LPCWSTR) \
    SLOT(interface, GetHttpMethod, LPWSTR *)
LACKING(IBackgroundCopyJobHttpOptions2, { 0xb591a192, 0xa405, 0x4fc3, { 0x83, 0x23, 0x4c, 0x5c, 0x54, 0x25, 0x78, 0xfc } })

UNKNOWN(IBackgroundCopyJobHttpOptions2)
TEXT_SETTER(IBackgroundCopyJobHttpOptions2, SetHttpMethod)
GETTER(IBackgroundCopyJobHttpOptions2, GetHttpMethod, LPWSTR *)
#define IBackgroundCopyJobHttpOptions2_METHODS(ENTRY, interface) \
    IBackgroundCopyJobHttpOptions_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions2, SetHttpMethod) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions2, GetHttpMethod)
TABLE(IBackgroundCopyJobHttpOptions2)

#define IBackgroundCopyJobHttpOptions3_SLOTS(interface) \
    IBackgroundCopyJobHttpOptions2_SLOTS(interface) \
    SLOT(interface, SetServerCertificateValidationInterface, IUnknown *) \
    SLOT(interface, MakeCustomHeadersWriteOnly)
LACKING(IBackgroundCopyJobHttpOptions3, { 0x8a9263d3, 0xfd4c, 0x4eda, { 0x9b, 0x28, 0x30, 0x13, 0x2a, 0x4d, 0x4e, 0x3c } })

UNKNOWN(IBackgroundCopyJobHttpOptions3)
METHOD(IBackgroundCopyJobHttpOptions3, SetServerCertificateValidationInterface, IUnknown *object) {
    BEGIN(IBackgroundCopyJobHttpOptions3, SetServerCertificateValidationInterface);
    POINTER(object);
    check_argument_alive(object);
    return end(call);
}
PLAIN(IBackgroundCopyJobHttpOptions3, MakeCustomHeadersWriteOnly)
#define IBackgroundCopyJobHttpOptions3_METHODS(ENTRY, interface) \
    IBackgroundCopyJobHttpOptions2_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions3, SetServerCertificateValidationInterface) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions3, MakeCustomHeadersWriteOnly)
TABLE(IBackgroundCopyJobHttpOptions3)

#define IBitsTokenOptions_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, SetHelperTokenFlags, DWORD) \
    SLOT(interface, GetHelperTokenFlags, DWORD *) \
    SLOT(interface, SetHelperToken) \
    SLOT(interface, ClearHelperToken) \
    SLOT(interface, GetHelperTokenSid, LPWSTR *)
LACKING(IBitsTokenOptions, { 0x9a2584c3, 0xf7d2, 0x457a, { 0x9a, 0x5e, 0x22, 0xb6, 0x7b, 0xff, 0xc7, 0xd2 } })

UNKNOWN(IBitsTokenOptions)
SETTER(IBitsTokenOptions, SetHelperTokenFlags, DWORD)
GETTER(IBitsTokenOptions, GetHelperTokenFlags, DWORD *)
PLAIN(IBitsTokenOptions, SetHelperToken)
PLAIN(IBitsTokenOptions, ClearHelperToken)
GETTER(IBitsTokenOptions, GetHelperTokenSid, LPWSTR *)
#define IBitsTokenOptions_METHODS(ENTRY, interface) \
    ENTRY(interface, IBitsTokenOptions, SetHelperTokenFlags) \
    ENTRY(interface, IBitsTokenOptions, GetHelperTokenFlags) \
    ENTRY(interface, IBitsTokenOptions, SetHelperToken) \
    ENTRY(interface, IBitsTokenOptions, ClearHelperToken) \
    ENTRY(interface, IBitsTokenOptions, GetHelperTokenSid)
TABLE(IBitsTokenOptions)

KIND(IBackgroundCopyFile3, &IBackgroundCopyFile2__kind)
KIND(IBackgroundCopyFile4, &IBackgroundCopyFile3__kind)
KIND(IBackgroundCopyFile5, &IBackgroundCopyFile4__kind)
KIND(IBackgroundCopyFile6, &IBackgroundCopyFile5__kind)
KIND(IBackgroundCopyJobHttpOptions2, &IBackgroundCopyJobHttpOptions__kind)
KIND(IBackgroundCopyJobHttpOptions3, &IBackgroundCopyJobHttpOptions2__kind)
KIND(IBitsTokenOptions, &IUnknown__kind)
#define FILES_KINDS \
    &IBackgroundCopyFile3__kind, \
    &IBackgroundCopyFile4__kind, \
    &IBackgroundCopyFile5__kind, \
    &IBackgroundCopyFile6__kind, \
    &IBackgroundCopyJobHttpOptions2__kind, \
    &IBackgroundCopyJobHttpOptions3__kind, \
    &IBitsTokenOptions__kind,
