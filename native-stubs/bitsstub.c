/*
 * COM objects with the vtables of bits*.h, for tests: they record what each method was called with
 * and answer what the test has scripted. References and task memory are counted.
 *
 * The compiler holds every method against the header: the vtables are filled by member name, and a
 * parameter list that differs is an error (-Werror=incompatible-pointer-types). One source, built
 * for the host and, with mingw, for Windows.
 *
 * Objects are never freed before stub_reset, so that a call on a released one can be told.
 */
#define INITGUID
#include <windows.h>
#include <bits.h>
#include <bits5_0.h>
#include <stdlib.h>
#include <string.h>

#ifdef BITS4J_HOST
#define EXPORT __attribute__((visibility("default")))
#else
#define EXPORT __declspec(dllexport)
#endif

enum { PARAMETERS = 8, SCRIPTS = 128, OUTS = 8 };

/* ---- the state, all of it under one lock ---- */

/* An interface, and the one that it continues. */
typedef struct Kind {
    const char *name;
    const void *vtbl;
    const IID *iid;
    const struct Kind *base;
} Kind;

typedef struct Object {
    const void *lpVtbl;
    LONG references;
    const Kind *kind;
    struct Object *next;
    struct Object *part; /* further interfaces, with vtables and counts of their own */
} Object;

/* What an argument was: its word, and for a pointer to something the callee reads, a copy of that. */
typedef struct {
    UINT64 word;
    BOOL copied;
    UINT32 size;
    unsigned char *bytes;
} Argument;

typedef struct {
    const char *method;
    void *self;
    int count;
    Argument arguments[PARAMETERS];
} Call;

enum { BYTES, TEXT, OBJECTS, BLOCK };

/* What a method writes through a parameter. */
typedef struct {
    int parameter;
    int kind;
    UINT32 size;
    unsigned char *bytes;
} Out;

typedef struct {
    char method[80];
    HRESULT result;
    int count;
    Out outs[OUTS];
    void (*hook)(void);
} Script;

static char lock;
static Object *objects;
static BOOL recording = TRUE;
static Call **calls;
static int call_count, call_room;
static Script scripts[SCRIPTS];
static int script_count;
static void **blocks;
static int block_count, block_room;
static int violations;

static void acquire(void) {
    while (__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE)) {
    }
}

static void release(void) { __atomic_clear(&lock, __ATOMIC_RELEASE); }

static void violation(void) { __atomic_add_fetch(&violations, 1, __ATOMIC_SEQ_CST); }

static void check_alive(void *self) {
    if (self && __atomic_load_n(&((Object *)self)->references, __ATOMIC_SEQ_CST) <= 0) violation();
}

/* The same for an argument, which may be an object that somebody else has made. */
static void check_argument_alive(void *argument) {
    Object *object;
    acquire();
    for (object = objects; object && object != argument; object = object->next) {
    }
    release();
    check_alive(object);
}

/* ---- task memory ---- */

static void *task_allocate(size_t size) {
#ifdef BITS4J_HOST
    void *block = malloc(size);
#else
    void *block = CoTaskMemAlloc(size);
#endif
    acquire();
    if (block_count == block_room) {
        block_room = block_room ? 2 * block_room : 64;
        blocks = realloc(blocks, block_room * sizeof *blocks);
    }
    blocks[block_count++] = block;
    release();
    return block;
}

/* Frees as the caller of a COM server should; a block that is not out is a violation. */
EXPORT void stub_task_free(void *block) {
    int i;
    BOOL found;
    acquire();
    for (i = 0; i < block_count && blocks[i] != block; i++) {
    }
    found = i < block_count;
    if (found) blocks[i] = blocks[--block_count];
    release();
    if (!found) {
        violation();
        return;
    }
#ifdef BITS4J_HOST
    free(block);
#else
    CoTaskMemFree(block);
#endif
}

EXPORT int stub_task_blocks(void) { return block_count; }

/* ---- recording and answering ---- */

static Call *begin(void *self, const char *method) {
    Call *call = calloc(1, sizeof *call);
    check_alive(self);
    call->method = method;
    call->self = self;
    return call;
}

static void word(Call *call, UINT64 value) { call->arguments[call->count++].word = value; }

static void copy(Call *call, const void *from, UINT32 size) {
    Argument *argument = &call->arguments[call->count++];
    argument->word = (UINT64)(ULONG_PTR)from;
    if (!from) return;
    argument->copied = TRUE;
    argument->size = size;
    argument->bytes = malloc(size + 1);
    memcpy(argument->bytes, from, size);
}

static UINT32 text_size(LPCWSTR text) {
    UINT32 length = 0;
    if (text) while (text[length]) length++;
    return 2 * length;
}

#define NUMBER(value) word(call, (UINT32)(value))
#define POINTER(value) word(call, (UINT64)(ULONG_PTR)(value))
#define STRING(value) copy(call, value, text_size(value))
#define ID(value) copy(call, value, sizeof(GUID))

static Script *scripted(const char *method) {
    int i;
    for (i = 0; i < script_count; i++)
        if (!strcmp(scripts[i].method, method)) return &scripts[i];
    return NULL;
}

static void answer(Out *out, void *to) {
    UINT32 i;
    switch (out->kind) {
    case BYTES:
        memcpy(to, out->bytes, out->size);
        break;
    case TEXT: {
        unsigned char *text = task_allocate(out->size + 2);
        memcpy(text, out->bytes, out->size);
        text[out->size] = text[out->size + 1] = 0;
        *(void **)to = text;
        break;
    }
    case BLOCK:
        *(void **)to = memcpy(task_allocate(out->size), out->bytes, out->size);
        break;
    case OBJECTS:
        for (i = 0; i < out->size / sizeof(void *); i++) {
            Object *object = ((Object **)out->bytes)[i];
            if (object) __atomic_add_fetch(&object->references, 1, __ATOMIC_SEQ_CST);
            ((Object **)to)[i] = object;
        }
        break;
    }
}

static void forget(Call *call) {
    int i;
    for (i = 0; i < call->count; i++) free(call->arguments[i].bytes);
    free(call);
}

/* What the caller gave to be read stays readable until the method returns. */
static void check_arguments(Call *call) {
    int i;
    for (i = 0; i < call->count; i++) {
        Argument *argument = &call->arguments[i];
        if (argument->copied && memcmp((void *)(ULONG_PTR)argument->word, argument->bytes, argument->size))
            violation();
    }
}

static HRESULT end(Call *call) {
    Script script = { "", S_OK, 0, { { 0 } }, NULL };
    Script *found;
    void *to[OUTS];
    void *self = call->self;
    int i;
    acquire();
    found = scripted(call->method);
    if (found) script = *found;
    for (i = 0; i < script.count; i++)
        to[i] = (void *)(ULONG_PTR)call->arguments[script.outs[i].parameter].word;
    if (recording) {
        if (call_count == call_room) {
            call_room = call_room ? 2 * call_room : 64;
            calls = realloc(calls, call_room * sizeof *calls);
        }
        calls[call_count++] = call;
    }
    release();
    for (i = 0; i < script.count; i++) answer(&script.outs[i], to[i]);
    if (script.hook) {
        script.hook();
        check_arguments(call);
    }
    if (!recording) forget(call);
    check_alive(self);
    return script.result;
}

/* ---- the interfaces ---- */

#define METHOD(interface, method, ...) \
    static HRESULT STDMETHODCALLTYPE interface##__##method(interface *This, ##__VA_ARGS__)
#define BEGIN(interface, method) Call *call = begin(This, #interface "::" #method)
#define PLAIN(interface, method) \
    METHOD(interface, method) { BEGIN(interface, method); return end(call); }
#define GETTER(interface, method, type) \
    METHOD(interface, method, type out) { BEGIN(interface, method); POINTER(out); return end(call); }
#define SETTER(interface, method, type) \
    METHOD(interface, method, type value) { BEGIN(interface, method); NUMBER(value); return end(call); }
#define TEXT_SETTER(interface, method) \
    METHOD(interface, method, LPCWSTR value) { BEGIN(interface, method); STRING(value); return end(call); }

static HRESULT query(Object *self, REFIID riid, void **out) {
    Call *call = begin(self, "IUnknown::QueryInterface");
    Object *found = NULL;
    BOOL answered;
    HRESULT result;
    Object *part;
    const Kind *kind;
    for (part = self; part && !found; part = part->part)
        for (kind = part->kind; kind; kind = kind->base)
            if (!memcmp(riid, kind->iid, sizeof *riid)) found = part;
    ID(riid);
    POINTER(out);
    acquire();
    answered = scripted(call->method) != NULL;
    release();
    result = end(call);
    if (answered) return result;
    *out = found;
    if (found) __atomic_add_fetch(&found->references, 1, __ATOMIC_SEQ_CST);
    return found ? S_OK : E_NOINTERFACE;
}

static ULONG add_reference(Object *self) {
    Call *call = begin(self, "IUnknown::AddRef");
    end(call);
    return __atomic_add_fetch(&self->references, 1, __ATOMIC_SEQ_CST);
}

static ULONG remove_reference(Object *self) {
    Call *call = begin(self, "IUnknown::Release");
    end(call);
    return __atomic_sub_fetch(&self->references, 1, __ATOMIC_SEQ_CST);
}

#define UNKNOWN(interface) \
    static HRESULT STDMETHODCALLTYPE interface##__QueryInterface(interface *This, REFIID riid, void **out) { \
        return query((Object *)This, riid, out); \
    } \
    static ULONG STDMETHODCALLTYPE interface##__AddRef(interface *This) { return add_reference((Object *)This); } \
    static ULONG STDMETHODCALLTYPE interface##__Release(interface *This) { return remove_reference((Object *)This); }

#define ENTRY(interface, method) .method = interface##__##method
#define UNKNOWN_ENTRIES(interface) \
    ENTRY(interface, QueryInterface), ENTRY(interface, AddRef), ENTRY(interface, Release)

/*
 * The table of an interface that others continue: its methods are a list, of which the continuation's
 * list takes over all. Inherited ones differ in the type of This, and -Wcast-function-type still
 * wants the rest to agree; the header audit has compared their types.
 */
#define OWN(interface, from, method) .method = from##__##method,
#define INHERITED(interface, from, method) \
    .method = (__typeof__(((interface##Vtbl *)0)->method))from##__##method,
#define TABLE(interface) \
    static const interface##Vtbl interface##__vtbl = { \
        UNKNOWN_ENTRIES(interface), interface##_METHODS(OWN, interface) \
    };

/*
 * An interface that the headers lack: its vtable is declared here, from a list of all of its slots, and
 * its id. What they must be is in unaudited.txt, by which the header audit holds Java.
 */
#define SLOT(interface, method, ...) HRESULT (STDMETHODCALLTYPE *method)(interface *This, ##__VA_ARGS__);
#define UNKNOWN_SLOTS(interface) \
    SLOT(interface, QueryInterface, REFIID, void **) \
    ULONG (STDMETHODCALLTYPE *AddRef)(interface *This); \
    ULONG (STDMETHODCALLTYPE *Release)(interface *This);
#define LACKING(name, ...) \
    typedef struct name name; \
    typedef struct name##Vtbl { name##_SLOTS(name) } name##Vtbl; \
    struct name { const name##Vtbl *lpVtbl; }; \
    static const IID IID_##name = __VA_ARGS__;

UNKNOWN(IUnknown)
static const IUnknownVtbl IUnknown__vtbl = { UNKNOWN_ENTRIES(IUnknown) };

UNKNOWN(IBackgroundCopyManager)
METHOD(IBackgroundCopyManager, CreateJob, LPCWSTR name, BG_JOB_TYPE type, GUID *id, IBackgroundCopyJob **job) {
    BEGIN(IBackgroundCopyManager, CreateJob);
    STRING(name);
    NUMBER(type);
    POINTER(id);
    POINTER(job);
    return end(call);
}
METHOD(IBackgroundCopyManager, GetJob, REFGUID id, IBackgroundCopyJob **job) {
    BEGIN(IBackgroundCopyManager, GetJob);
    ID(id);
    POINTER(job);
    return end(call);
}
METHOD(IBackgroundCopyManager, EnumJobs, DWORD flags, IEnumBackgroundCopyJobs **jobs) {
    BEGIN(IBackgroundCopyManager, EnumJobs);
    NUMBER(flags);
    POINTER(jobs);
    return end(call);
}
METHOD(IBackgroundCopyManager, GetErrorDescription, HRESULT code, DWORD language, LPWSTR *text) {
    BEGIN(IBackgroundCopyManager, GetErrorDescription);
    NUMBER(code);
    NUMBER(language);
    POINTER(text);
    return end(call);
}
static const IBackgroundCopyManagerVtbl IBackgroundCopyManager__vtbl = {
    UNKNOWN_ENTRIES(IBackgroundCopyManager),
    ENTRY(IBackgroundCopyManager, CreateJob),
    ENTRY(IBackgroundCopyManager, GetJob),
    ENTRY(IBackgroundCopyManager, EnumJobs),
    ENTRY(IBackgroundCopyManager, GetErrorDescription),
};

UNKNOWN(IBackgroundCopyJob)
METHOD(IBackgroundCopyJob, AddFileSet, ULONG count, BG_FILE_INFO *files) {
    ULONG i;
    BEGIN(IBackgroundCopyJob, AddFileSet);
    NUMBER(count);
    POINTER(files);
    /* As many of the names as there is room for in the record; the rest is read, not kept. */
    for (i = 0; i < count; i++) {
        if (call->count < PARAMETERS) STRING(files[i].RemoteName);
        else text_size(files[i].RemoteName);
        if (call->count < PARAMETERS) STRING(files[i].LocalName);
        else text_size(files[i].LocalName);
    }
    return end(call);
}
METHOD(IBackgroundCopyJob, AddFile, LPCWSTR remote, LPCWSTR local) {
    BEGIN(IBackgroundCopyJob, AddFile);
    STRING(remote);
    STRING(local);
    return end(call);
}
GETTER(IBackgroundCopyJob, EnumFiles, IEnumBackgroundCopyFiles **)
PLAIN(IBackgroundCopyJob, Suspend)
PLAIN(IBackgroundCopyJob, Resume)
PLAIN(IBackgroundCopyJob, Cancel)
PLAIN(IBackgroundCopyJob, Complete)
GETTER(IBackgroundCopyJob, GetId, GUID *)
GETTER(IBackgroundCopyJob, GetType, BG_JOB_TYPE *)
GETTER(IBackgroundCopyJob, GetProgress, BG_JOB_PROGRESS *)
GETTER(IBackgroundCopyJob, GetTimes, BG_JOB_TIMES *)
GETTER(IBackgroundCopyJob, GetState, BG_JOB_STATE *)
GETTER(IBackgroundCopyJob, GetError, IBackgroundCopyError **)
GETTER(IBackgroundCopyJob, GetOwner, LPWSTR *)
TEXT_SETTER(IBackgroundCopyJob, SetDisplayName)
GETTER(IBackgroundCopyJob, GetDisplayName, LPWSTR *)
TEXT_SETTER(IBackgroundCopyJob, SetDescription)
GETTER(IBackgroundCopyJob, GetDescription, LPWSTR *)
SETTER(IBackgroundCopyJob, SetPriority, BG_JOB_PRIORITY)
GETTER(IBackgroundCopyJob, GetPriority, BG_JOB_PRIORITY *)
SETTER(IBackgroundCopyJob, SetNotifyFlags, ULONG)
GETTER(IBackgroundCopyJob, GetNotifyFlags, ULONG *)
METHOD(IBackgroundCopyJob, SetNotifyInterface, IUnknown *object) {
    BEGIN(IBackgroundCopyJob, SetNotifyInterface);
    POINTER(object);
    check_argument_alive(object);
    return end(call);
}
GETTER(IBackgroundCopyJob, GetNotifyInterface, IUnknown **)
SETTER(IBackgroundCopyJob, SetMinimumRetryDelay, ULONG)
GETTER(IBackgroundCopyJob, GetMinimumRetryDelay, ULONG *)
SETTER(IBackgroundCopyJob, SetNoProgressTimeout, ULONG)
GETTER(IBackgroundCopyJob, GetNoProgressTimeout, ULONG *)
GETTER(IBackgroundCopyJob, GetErrorCount, ULONG *)
METHOD(IBackgroundCopyJob, SetProxySettings, BG_JOB_PROXY_USAGE usage, const WCHAR *list, const WCHAR *bypass) {
    BEGIN(IBackgroundCopyJob, SetProxySettings);
    NUMBER(usage);
    STRING(list);
    STRING(bypass);
    return end(call);
}
METHOD(IBackgroundCopyJob, GetProxySettings, BG_JOB_PROXY_USAGE *usage, LPWSTR *list, LPWSTR *bypass) {
    BEGIN(IBackgroundCopyJob, GetProxySettings);
    POINTER(usage);
    POINTER(list);
    POINTER(bypass);
    return end(call);
}
PLAIN(IBackgroundCopyJob, TakeOwnership)
#define IBackgroundCopyJob_METHODS(ENTRY, interface) \
    ENTRY(interface, IBackgroundCopyJob, AddFileSet) \
    ENTRY(interface, IBackgroundCopyJob, AddFile) \
    ENTRY(interface, IBackgroundCopyJob, EnumFiles) \
    ENTRY(interface, IBackgroundCopyJob, Suspend) \
    ENTRY(interface, IBackgroundCopyJob, Resume) \
    ENTRY(interface, IBackgroundCopyJob, Cancel) \
    ENTRY(interface, IBackgroundCopyJob, Complete) \
    ENTRY(interface, IBackgroundCopyJob, GetId) \
    ENTRY(interface, IBackgroundCopyJob, GetType) \
    ENTRY(interface, IBackgroundCopyJob, GetProgress) \
    ENTRY(interface, IBackgroundCopyJob, GetTimes) \
    ENTRY(interface, IBackgroundCopyJob, GetState) \
    ENTRY(interface, IBackgroundCopyJob, GetError) \
    ENTRY(interface, IBackgroundCopyJob, GetOwner) \
    ENTRY(interface, IBackgroundCopyJob, SetDisplayName) \
    ENTRY(interface, IBackgroundCopyJob, GetDisplayName) \
    ENTRY(interface, IBackgroundCopyJob, SetDescription) \
    ENTRY(interface, IBackgroundCopyJob, GetDescription) \
    ENTRY(interface, IBackgroundCopyJob, SetPriority) \
    ENTRY(interface, IBackgroundCopyJob, GetPriority) \
    ENTRY(interface, IBackgroundCopyJob, SetNotifyFlags) \
    ENTRY(interface, IBackgroundCopyJob, GetNotifyFlags) \
    ENTRY(interface, IBackgroundCopyJob, SetNotifyInterface) \
    ENTRY(interface, IBackgroundCopyJob, GetNotifyInterface) \
    ENTRY(interface, IBackgroundCopyJob, SetMinimumRetryDelay) \
    ENTRY(interface, IBackgroundCopyJob, GetMinimumRetryDelay) \
    ENTRY(interface, IBackgroundCopyJob, SetNoProgressTimeout) \
    ENTRY(interface, IBackgroundCopyJob, GetNoProgressTimeout) \
    ENTRY(interface, IBackgroundCopyJob, GetErrorCount) \
    ENTRY(interface, IBackgroundCopyJob, SetProxySettings) \
    ENTRY(interface, IBackgroundCopyJob, GetProxySettings) \
    ENTRY(interface, IBackgroundCopyJob, TakeOwnership)
TABLE(IBackgroundCopyJob)

UNKNOWN(IBackgroundCopyJob2)
METHOD(IBackgroundCopyJob2, SetNotifyCmdLine, LPCWSTR program, LPCWSTR parameters) {
    BEGIN(IBackgroundCopyJob2, SetNotifyCmdLine);
    STRING(program);
    STRING(parameters);
    return end(call);
}
METHOD(IBackgroundCopyJob2, GetNotifyCmdLine, LPWSTR *program, LPWSTR *parameters) {
    BEGIN(IBackgroundCopyJob2, GetNotifyCmdLine);
    POINTER(program);
    POINTER(parameters);
    return end(call);
}
GETTER(IBackgroundCopyJob2, GetReplyProgress, BG_JOB_REPLY_PROGRESS *)
METHOD(IBackgroundCopyJob2, GetReplyData, byte **buffer, UINT64 *length) {
    BEGIN(IBackgroundCopyJob2, GetReplyData);
    POINTER(buffer);
    POINTER(length);
    return end(call);
}
TEXT_SETTER(IBackgroundCopyJob2, SetReplyFileName)
GETTER(IBackgroundCopyJob2, GetReplyFileName, LPWSTR *)
METHOD(IBackgroundCopyJob2, SetCredentials, BG_AUTH_CREDENTIALS *credentials) {
    BEGIN(IBackgroundCopyJob2, SetCredentials);
    POINTER(credentials);
    NUMBER(credentials->Target);
    NUMBER(credentials->Scheme);
    STRING(credentials->Credentials.Basic.UserName);
    STRING(credentials->Credentials.Basic.Password);
    return end(call);
}
METHOD(IBackgroundCopyJob2, RemoveCredentials, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme) {
    BEGIN(IBackgroundCopyJob2, RemoveCredentials);
    NUMBER(target);
    NUMBER(scheme);
    return end(call);
}
#define IBackgroundCopyJob2_METHODS(ENTRY, interface) \
    IBackgroundCopyJob_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyJob2, SetNotifyCmdLine) \
    ENTRY(interface, IBackgroundCopyJob2, GetNotifyCmdLine) \
    ENTRY(interface, IBackgroundCopyJob2, GetReplyProgress) \
    ENTRY(interface, IBackgroundCopyJob2, GetReplyData) \
    ENTRY(interface, IBackgroundCopyJob2, SetReplyFileName) \
    ENTRY(interface, IBackgroundCopyJob2, GetReplyFileName) \
    ENTRY(interface, IBackgroundCopyJob2, SetCredentials) \
    ENTRY(interface, IBackgroundCopyJob2, RemoveCredentials)
TABLE(IBackgroundCopyJob2)

UNKNOWN(IBackgroundCopyJob3)
METHOD(IBackgroundCopyJob3, ReplaceRemotePrefix, LPCWSTR before, LPCWSTR after) {
    BEGIN(IBackgroundCopyJob3, ReplaceRemotePrefix);
    STRING(before);
    STRING(after);
    return end(call);
}
METHOD(IBackgroundCopyJob3, AddFileWithRanges, LPCWSTR remote, LPCWSTR local, DWORD count, BG_FILE_RANGE ranges[]) {
    BEGIN(IBackgroundCopyJob3, AddFileWithRanges);
    STRING(remote);
    STRING(local);
    NUMBER(count);
    copy(call, ranges, count * sizeof *ranges);
    return end(call);
}
SETTER(IBackgroundCopyJob3, SetFileACLFlags, DWORD)
GETTER(IBackgroundCopyJob3, GetFileACLFlags, DWORD *)
#define IBackgroundCopyJob3_METHODS(ENTRY, interface) \
    IBackgroundCopyJob2_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyJob3, ReplaceRemotePrefix) \
    ENTRY(interface, IBackgroundCopyJob3, AddFileWithRanges) \
    ENTRY(interface, IBackgroundCopyJob3, SetFileACLFlags) \
    ENTRY(interface, IBackgroundCopyJob3, GetFileACLFlags)
TABLE(IBackgroundCopyJob3)

UNKNOWN(IBackgroundCopyJob4)
SETTER(IBackgroundCopyJob4, SetPeerCachingFlags, DWORD)
GETTER(IBackgroundCopyJob4, GetPeerCachingFlags, DWORD *)
GETTER(IBackgroundCopyJob4, GetOwnerIntegrityLevel, ULONG *)
GETTER(IBackgroundCopyJob4, GetOwnerElevationState, WINBOOL *)
SETTER(IBackgroundCopyJob4, SetMaximumDownloadTime, ULONG)
GETTER(IBackgroundCopyJob4, GetMaximumDownloadTime, ULONG *)
#define IBackgroundCopyJob4_METHODS(ENTRY, interface) \
    IBackgroundCopyJob3_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyJob4, SetPeerCachingFlags) \
    ENTRY(interface, IBackgroundCopyJob4, GetPeerCachingFlags) \
    ENTRY(interface, IBackgroundCopyJob4, GetOwnerIntegrityLevel) \
    ENTRY(interface, IBackgroundCopyJob4, GetOwnerElevationState) \
    ENTRY(interface, IBackgroundCopyJob4, SetMaximumDownloadTime) \
    ENTRY(interface, IBackgroundCopyJob4, GetMaximumDownloadTime)
TABLE(IBackgroundCopyJob4)

UNKNOWN(IBackgroundCopyJob5)
METHOD(IBackgroundCopyJob5, SetProperty, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE value) {
    UINT64 halves[2];
    BEGIN(IBackgroundCopyJob5, SetProperty);
    memcpy(halves, &value, sizeof value);
    NUMBER(id);
    word(call, halves[0]);
    word(call, halves[1]);
    return end(call);
}
METHOD(IBackgroundCopyJob5, GetProperty, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE *value) {
    BEGIN(IBackgroundCopyJob5, GetProperty);
    NUMBER(id);
    POINTER(value);
    return end(call);
}
#define IBackgroundCopyJob5_METHODS(ENTRY, interface) \
    IBackgroundCopyJob4_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyJob5, SetProperty) \
    ENTRY(interface, IBackgroundCopyJob5, GetProperty)
TABLE(IBackgroundCopyJob5)

UNKNOWN(IBackgroundCopyJobHttpOptions)
METHOD(IBackgroundCopyJobHttpOptions, SetClientCertificateByID, BG_CERT_STORE_LOCATION location, LPCWSTR store, BYTE *hash) {
    BEGIN(IBackgroundCopyJobHttpOptions, SetClientCertificateByID);
    NUMBER(location);
    STRING(store);
    copy(call, hash, 20);
    return end(call);
}
METHOD(IBackgroundCopyJobHttpOptions, SetClientCertificateByName, BG_CERT_STORE_LOCATION location, LPCWSTR store, LPCWSTR subject) {
    BEGIN(IBackgroundCopyJobHttpOptions, SetClientCertificateByName);
    NUMBER(location);
    STRING(store);
    STRING(subject);
    return end(call);
}
PLAIN(IBackgroundCopyJobHttpOptions, RemoveClientCertificate)
METHOD(IBackgroundCopyJobHttpOptions, GetClientCertificate, BG_CERT_STORE_LOCATION *location, LPWSTR *store, BYTE **hash, LPWSTR *subject) {
    BEGIN(IBackgroundCopyJobHttpOptions, GetClientCertificate);
    POINTER(location);
    POINTER(store);
    POINTER(hash);
    POINTER(subject);
    return end(call);
}
TEXT_SETTER(IBackgroundCopyJobHttpOptions, SetCustomHeaders)
GETTER(IBackgroundCopyJobHttpOptions, GetCustomHeaders, LPWSTR *)
SETTER(IBackgroundCopyJobHttpOptions, SetSecurityFlags, ULONG)
GETTER(IBackgroundCopyJobHttpOptions, GetSecurityFlags, ULONG *)
#define IBackgroundCopyJobHttpOptions_METHODS(ENTRY, interface) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, SetClientCertificateByID) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, SetClientCertificateByName) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, RemoveClientCertificate) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, GetClientCertificate) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, SetCustomHeaders) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, GetCustomHeaders) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, SetSecurityFlags) \
    ENTRY(interface, IBackgroundCopyJobHttpOptions, GetSecurityFlags)
TABLE(IBackgroundCopyJobHttpOptions)

UNKNOWN(IBackgroundCopyFile)
GETTER(IBackgroundCopyFile, GetRemoteName, LPWSTR *)
GETTER(IBackgroundCopyFile, GetLocalName, LPWSTR *)
GETTER(IBackgroundCopyFile, GetProgress, BG_FILE_PROGRESS *)
#define IBackgroundCopyFile_METHODS(ENTRY, interface) \
    ENTRY(interface, IBackgroundCopyFile, GetRemoteName) \
    ENTRY(interface, IBackgroundCopyFile, GetLocalName) \
    ENTRY(interface, IBackgroundCopyFile, GetProgress)
TABLE(IBackgroundCopyFile)

UNKNOWN(IBackgroundCopyFile2)
METHOD(IBackgroundCopyFile2, GetFileRanges, DWORD *count, BG_FILE_RANGE **ranges) {
    BEGIN(IBackgroundCopyFile2, GetFileRanges);
    POINTER(count);
    POINTER(ranges);
    return end(call);
}
TEXT_SETTER(IBackgroundCopyFile2, SetRemoteName)
#define IBackgroundCopyFile2_METHODS(ENTRY, interface) \
    IBackgroundCopyFile_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyFile2, GetFileRanges) \
    ENTRY(interface, IBackgroundCopyFile2, SetRemoteName)
TABLE(IBackgroundCopyFile2)

UNKNOWN(IBackgroundCopyError)
METHOD(IBackgroundCopyError, GetError, BG_ERROR_CONTEXT *context, HRESULT *code) {
    BEGIN(IBackgroundCopyError, GetError);
    POINTER(context);
    POINTER(code);
    return end(call);
}
GETTER(IBackgroundCopyError, GetFile, IBackgroundCopyFile **)
METHOD(IBackgroundCopyError, GetErrorDescription, DWORD language, LPWSTR *text) {
    BEGIN(IBackgroundCopyError, GetErrorDescription);
    NUMBER(language);
    POINTER(text);
    return end(call);
}
METHOD(IBackgroundCopyError, GetErrorContextDescription, DWORD language, LPWSTR *text) {
    BEGIN(IBackgroundCopyError, GetErrorContextDescription);
    NUMBER(language);
    POINTER(text);
    return end(call);
}
GETTER(IBackgroundCopyError, GetProtocol, LPWSTR *)
static const IBackgroundCopyErrorVtbl IBackgroundCopyError__vtbl = {
    UNKNOWN_ENTRIES(IBackgroundCopyError),
    ENTRY(IBackgroundCopyError, GetError),
    ENTRY(IBackgroundCopyError, GetFile),
    ENTRY(IBackgroundCopyError, GetErrorDescription),
    ENTRY(IBackgroundCopyError, GetErrorContextDescription),
    ENTRY(IBackgroundCopyError, GetProtocol),
};

#define ENUMERATOR(interface, element) \
    UNKNOWN(interface) \
    METHOD(interface, Next, ULONG count, element **elements, ULONG *fetched) { \
        BEGIN(interface, Next); \
        NUMBER(count); \
        POINTER(elements); \
        POINTER(fetched); \
        return end(call); \
    } \
    SETTER(interface, Skip, ULONG) \
    PLAIN(interface, Reset) \
    GETTER(interface, Clone, interface **) \
    GETTER(interface, GetCount, ULONG *) \
    static const interface##Vtbl interface##__vtbl = { \
        UNKNOWN_ENTRIES(interface), \
        ENTRY(interface, Next), \
        ENTRY(interface, Skip), \
        ENTRY(interface, Reset), \
        ENTRY(interface, Clone), \
        ENTRY(interface, GetCount), \
    };

ENUMERATOR(IEnumBackgroundCopyJobs, IBackgroundCopyJob)
ENUMERATOR(IEnumBackgroundCopyFiles, IBackgroundCopyFile)

/* ---- COM itself, where there is none ---- */

#ifdef BITS4J_HOST
EXPORT HRESULT STDMETHODCALLTYPE CoIncrementMTAUsage(CO_MTA_USAGE_COOKIE *cookie) {
    Call *call = begin(NULL, "CoIncrementMTAUsage");
    POINTER(cookie);
    return end(call);
}

EXPORT HRESULT STDMETHODCALLTYPE CoGetApartmentType(APTTYPE *type, APTTYPEQUALIFIER *qualifier) {
    Call *call = begin(NULL, "CoGetApartmentType");
    POINTER(type);
    POINTER(qualifier);
    return end(call);
}

EXPORT HRESULT STDMETHODCALLTYPE CoCreateInstance(REFCLSID clsid, LPUNKNOWN outer, DWORD context, REFIID iid, LPVOID *out) {
    Call *call = begin(NULL, "CoCreateInstance");
    ID(clsid);
    POINTER(outer);
    NUMBER(context);
    ID(iid);
    POINTER(out);
    return end(call);
}

EXPORT HRESULT STDMETHODCALLTYPE CoSetProxyBlanket(IUnknown *proxy, DWORD authentication, DWORD authorization, OLECHAR *principal, DWORD level, DWORD impersonation, RPC_AUTH_IDENTITY_HANDLE identity, DWORD capabilities) {
    Call *call = begin(NULL, "CoSetProxyBlanket");
    POINTER(proxy);
    NUMBER(authentication);
    NUMBER(authorization);
    POINTER(principal);
    NUMBER(level);
    NUMBER(impersonation);
    POINTER(identity);
    NUMBER(capabilities);
    return end(call);
}

EXPORT void STDMETHODCALLTYPE CoTaskMemFree(LPVOID block) {
    Call *call = begin(NULL, "CoTaskMemFree");
    POINTER(block);
    end(call);
    stub_task_free(block);
}
#endif

/* ---- what a test says and asks ---- */

#define KIND(type, base) static const Kind type##__kind = { #type, &type##__vtbl, &IID_##type, base };
KIND(IUnknown, NULL)
KIND(IBackgroundCopyManager, &IUnknown__kind)
KIND(IBackgroundCopyJob, &IUnknown__kind)
KIND(IBackgroundCopyJob2, &IBackgroundCopyJob__kind)
KIND(IBackgroundCopyJob3, &IBackgroundCopyJob2__kind)
KIND(IBackgroundCopyJob4, &IBackgroundCopyJob3__kind)
KIND(IBackgroundCopyJob5, &IBackgroundCopyJob4__kind)
KIND(IBackgroundCopyJobHttpOptions, &IUnknown__kind)
KIND(IBackgroundCopyFile, &IUnknown__kind)
KIND(IBackgroundCopyFile2, &IBackgroundCopyFile__kind)
KIND(IBackgroundCopyError, &IUnknown__kind)
KIND(IEnumBackgroundCopyJobs, &IUnknown__kind)
KIND(IEnumBackgroundCopyFiles, &IUnknown__kind)

/* The later interfaces; each of these files ends with the list of its kinds. */
#include "files.h"
#include "callbacks.h"
#include "peers.h"

static const Kind *const kinds[] = {
    &IUnknown__kind,
    &IBackgroundCopyManager__kind,
    &IBackgroundCopyJob__kind,
    &IBackgroundCopyJob2__kind,
    &IBackgroundCopyJob3__kind,
    &IBackgroundCopyJob4__kind,
    &IBackgroundCopyJob5__kind,
    &IBackgroundCopyJobHttpOptions__kind,
    &IBackgroundCopyFile__kind,
    &IBackgroundCopyFile2__kind,
    &IBackgroundCopyError__kind,
    &IEnumBackgroundCopyJobs__kind,
    &IEnumBackgroundCopyFiles__kind,
    FILES_KINDS
    CALLBACKS_KINDS
    PEERS_KINDS
};

/* A new object with one reference, or NULL for an unknown interface. */
EXPORT void *stub_new(const char *name) {
    size_t i;
    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i]->name, name)) {
            Object *object = calloc(1, sizeof *object);
            object->lpVtbl = kinds[i]->vtbl;
            object->kind = kinds[i];
            object->references = 1;
            acquire();
            object->next = objects;
            objects = object;
            release();
            return object;
        }
    return NULL;
}

/* Gives an object another interface, which has no reference before somebody asks for it. */
EXPORT BOOL stub_add_part(void *object, const char *name) {
    Object *part = stub_new(name);
    Object *last = object;
    if (!part) return FALSE;
    part->references = 0;
    while (last->part) last = last->part;
    last->part = part;
    return TRUE;
}

#include "classes.h"

EXPORT int stub_references(void *object) {
    return __atomic_load_n(&((Object *)object)->references, __ATOMIC_SEQ_CST);
}

/* The references of all objects. */
EXPORT int stub_all_references(void) {
    int sum = 0;
    Object *object;
    acquire();
    for (object = objects; object; object = object->next) sum += stub_references(object);
    release();
    return sum;
}

/* Calls on released objects, blocks freed that were not out, arguments that changed during a call. */
EXPORT int stub_violations(void) { return __atomic_load_n(&violations, __ATOMIC_SEQ_CST); }

EXPORT void stub_record(int on) { recording = on; }

/* From now on the method returns this and writes nothing. */
EXPORT void stub_script(const char *method, int result) {
    Script *script;
    acquire();
    script = scripted(method);
    if (!script && script_count < SCRIPTS) script = &scripts[script_count++];
    if (script) {
        memset(script, 0, sizeof *script);
        strncpy(script->method, method, sizeof script->method - 1);
        script->result = result;
    } else {
        violation();
    }
    release();
}

/* A scripted method also writes through a parameter: bytes, a string or a block of task memory, or objects. */
EXPORT void stub_out(const char *method, int parameter, int kind, const void *bytes, int size) {
    Script *script;
    acquire();
    script = scripted(method);
    if (script && script->count < OUTS) {
        Out *out = &script->outs[script->count++];
        out->parameter = parameter;
        out->kind = kind;
        out->size = size;
        out->bytes = malloc(size + 1);
        memcpy(out->bytes, bytes, size);
    } else {
        violation();
    }
    release();
}

/* A scripted method also calls this while it is in flight, when it has written its results. */
EXPORT void stub_hook(const char *method, void (*hook)(void)) {
    acquire();
    if (scripted(method)) scripted(method)->hook = hook;
    else violation();
    release();
}

/* Others may be calling meanwhile, and then the list moves; a call that is in it stays as it is. */
static Call *recorded(int i) {
    Call *call;
    acquire();
    call = calls[i];
    release();
    return call;
}

EXPORT int stub_calls(void) {
    int count;
    acquire();
    count = call_count;
    release();
    return count;
}

EXPORT const char *stub_call_method(int i) { return recorded(i)->method; }
EXPORT void *stub_call_self(int i) { return recorded(i)->self; }
EXPORT int stub_call_arguments(int i) { return recorded(i)->count; }
EXPORT INT64 stub_argument_word(int i, int k) { return recorded(i)->arguments[k].word; }
EXPORT const void *stub_argument_bytes(int i, int k) { return recorded(i)->arguments[k].bytes; }

/* How many bytes were pointed to, -1 if nothing was copied. */
EXPORT int stub_argument_size(int i, int k) {
    Argument *argument = &recorded(i)->arguments[k];
    return argument->copied ? (int)argument->size : -1;
}

/* Forgets everything. Nothing may be in flight. */
EXPORT void stub_reset(void) {
    int i, k;
    for (i = 0; i < call_count; i++) forget(calls[i]);
    call_count = 0;
    for (i = 0; i < script_count; i++)
        for (k = 0; k < scripts[i].count; k++) free(scripts[i].outs[k].bytes);
    script_count = 0;
    while (objects) {
        Object *next = objects->next;
        free(objects);
        objects = next;
    }
    block_count = 0;
    violations = 0;
    recording = TRUE;
}
