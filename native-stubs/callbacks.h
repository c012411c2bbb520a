/*
 * The interfaces that a program implements and BITS calls, from both sides: stub objects, to be called
 * by Java's wrappers, and callers of the objects that Java implements. Included by bitsstub.c.
 *
 * mingw-w64's headers have IBackgroundCopyCallback and IBackgroundCopyCallback2. The other two are
 * declared here as unaudited.txt lists them.
 */

#define IBackgroundCopyCallback3_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, JobTransferred, IBackgroundCopyJob *) \
    SLOT(interface, JobError, IBackgroundCopyJob *, IBackgroundCopyError *) \
    SLOT(interface, JobModification, IBackgroundCopyJob *, DWORD) \
    SLOT(interface, FileTransferred, IBackgroundCopyJob *, IBackgroundCopyFile *) \
    SLOT(interface, FileRangesTransferred, IBackgroundCopyJob *, IBackgroundCopyFile *, DWORD, const BG_FILE_RANGE *)
LACKING(IBackgroundCopyCallback3, { 0x98c97bd2, 0xe32b, 0x4ad8, { 0xa5, 0x28, 0x95, 0xfd, 0x8b, 0x16, 0xbd, 0x42 } })

#define IBackgroundCopyServerCertificateValidationCallback_SLOTS(interface) \
    UNKNOWN_SLOTS(interface) \
    SLOT(interface, ValidateServerCertificate, IBackgroundCopyJob *, IBackgroundCopyFile *, DWORD, const BYTE *, DWORD, DWORD, const BYTE *)
LACKING(IBackgroundCopyServerCertificateValidationCallback, { 0x4cec0d02, 0xdef7, 0x4158, { 0x81, 0x3a, 0xc3, 0x2a, 0x46, 0x94, 0x5f, 0xf7 } })

/* ---- stub objects ---- */

UNKNOWN(IBackgroundCopyCallback)
METHOD(IBackgroundCopyCallback, JobTransferred, IBackgroundCopyJob *job) {
    BEGIN(IBackgroundCopyCallback, JobTransferred);
    POINTER(job);
    return end(call);
}
METHOD(IBackgroundCopyCallback, JobError, IBackgroundCopyJob *job, IBackgroundCopyError *error) {
    BEGIN(IBackgroundCopyCallback, JobError);
    POINTER(job);
    POINTER(error);
    return end(call);
}
METHOD(IBackgroundCopyCallback, JobModification, IBackgroundCopyJob *job, DWORD reserved) {
    BEGIN(IBackgroundCopyCallback, JobModification);
    POINTER(job);
    NUMBER(reserved);
    return end(call);
}
#define IBackgroundCopyCallback_METHODS(ENTRY, interface) \
    ENTRY(interface, IBackgroundCopyCallback, JobTransferred) \
    ENTRY(interface, IBackgroundCopyCallback, JobError) \
    ENTRY(interface, IBackgroundCopyCallback, JobModification)
TABLE(IBackgroundCopyCallback)

UNKNOWN(IBackgroundCopyCallback2)
METHOD(IBackgroundCopyCallback2, FileTransferred, IBackgroundCopyJob *job, IBackgroundCopyFile *file) {
    BEGIN(IBackgroundCopyCallback2, FileTransferred);
    POINTER(job);
    POINTER(file);
    return end(call);
}
#define IBackgroundCopyCallback2_METHODS(ENTRY, interface) \
    IBackgroundCopyCallback_METHODS(INHERITED, interface) \
    ENTRY(interface, IBackgroundCopyCallback2, FileTransferred)
TABLE(IBackgroundCopyCallback2)

UNKNOWN(IBackgroundCopyCallback3)
METHOD(IBackgroundCopyCallback3, FileRangesTransferred, IBackgroundCopyJob *job, IBackgroundCopyFile *file, DWORD count, const BG_FILE_RANGE *ranges) {
    BEGIN(IBackgroundCopyCallback3, FileRangesTransferred);
    POINTER(job);
    POINTER(file);
    NUMBER(count);
    copy(call, ranges, count * sizeof *ranges);
    return end(call);
}
#define IBackgroundCopyCallback3_METHODS(ENTRY, interface) \
    IBackgroundCopyCallback_METHODS(INHERITED, interface) \
    INHERITED(interface, IBackgroundCopyCallback2, FileTransferred) \
    ENTRY(interface, IBackgroundCopyCallback3, FileRangesTransferred)
TABLE(IBackgroundCopyCallback3)

UNKNOWN(IBackgroundCopyServerCertificateValidationCallback)
METHOD(IBackgroundCopyServerCertificateValidationCallback, ValidateServerCertificate, IBackgroundCopyJob *job, IBackgroundCopyFile *file, DWORD size, const BYTE *certificate, DWORD encoding, DWORD store_size, const BYTE *store) {
    BEGIN(IBackgroundCopyServerCertificateValidationCallback, ValidateServerCertificate);
    POINTER(job);
    POINTER(file);
    NUMBER(size);
    copy(call, certificate, size);
    NUMBER(encoding);
    NUMBER(store_size);
    copy(call, store, store_size);
    return end(call);
}
#define IBackgroundCopyServerCertificateValidationCallback_METHODS(ENTRY, interface) \
    ENTRY(interface, IBackgroundCopyServerCertificateValidationCallback, ValidateServerCertificate)
TABLE(IBackgroundCopyServerCertificateValidationCallback)

KIND(IBackgroundCopyCallback, &IUnknown__kind)
KIND(IBackgroundCopyCallback2, &IBackgroundCopyCallback__kind)
KIND(IBackgroundCopyCallback3, &IBackgroundCopyCallback2__kind)
KIND(IBackgroundCopyServerCertificateValidationCallback, &IUnknown__kind)
#define CALLBACKS_KINDS \
    &IBackgroundCopyCallback__kind, \
    &IBackgroundCopyCallback2__kind, \
    &IBackgroundCopyCallback3__kind, \
    &IBackgroundCopyServerCertificateValidationCallback__kind,

/* ---- callers ---- */

enum { WORDS = 7 };

/* A method as BITS calls it: by its name in the table, with arguments of its types. */
typedef struct {
    const char *name;
    const IID *iid;
    HRESULT (*call)(void *, const UINT64 *);
} Sender;

#define AT(type, i) (type)(ULONG_PTR)w[i]
#define SENDER(interface, method, ...) \
    static HRESULT send_##interface##__##method(void *This, const UINT64 *w) { \
        return ((interface *)This)->lpVtbl->method(This, __VA_ARGS__); \
    }
SENDER(IBackgroundCopyCallback, JobTransferred, AT(IBackgroundCopyJob *, 0))
SENDER(IBackgroundCopyCallback, JobError, AT(IBackgroundCopyJob *, 0), AT(IBackgroundCopyError *, 1))
SENDER(IBackgroundCopyCallback, JobModification, AT(IBackgroundCopyJob *, 0), AT(DWORD, 1))
SENDER(IBackgroundCopyCallback2, FileTransferred, AT(IBackgroundCopyJob *, 0), AT(IBackgroundCopyFile *, 1))
SENDER(IBackgroundCopyCallback3, FileRangesTransferred, AT(IBackgroundCopyJob *, 0), AT(IBackgroundCopyFile *, 1), AT(DWORD, 2), AT(const BG_FILE_RANGE *, 3))
SENDER(IBackgroundCopyServerCertificateValidationCallback, ValidateServerCertificate, AT(IBackgroundCopyJob *, 0), AT(IBackgroundCopyFile *, 1), AT(DWORD, 2), AT(const BYTE *, 3), AT(DWORD, 4), AT(DWORD, 5), AT(const BYTE *, 6))

#define SENDS(interface, method) { #interface "::" #method, &IID_##interface, send_##interface##__##method }
static const Sender senders[] = {
    SENDS(IBackgroundCopyCallback, JobTransferred),
    SENDS(IBackgroundCopyCallback, JobError),
    SENDS(IBackgroundCopyCallback, JobModification),
    SENDS(IBackgroundCopyCallback2, FileTransferred),
    SENDS(IBackgroundCopyCallback3, FileRangesTransferred),
    SENDS(IBackgroundCopyServerCertificateValidationCallback, ValidateServerCertificate),
};

static const Sender *sender(const char *name) {
    size_t i;
    for (i = 0; i < sizeof senders / sizeof *senders; i++)
        if (!strcmp(senders[i].name, name)) return &senders[i];
    violation();
    return NULL;
}

EXPORT HRESULT callback_query(IUnknown *object, const IID *iid, void **out) {
    return object->lpVtbl->QueryInterface(object, iid, out);
}

EXPORT ULONG callback_add_reference(IUnknown *object) { return object->lpVtbl->AddRef(object); }
EXPORT ULONG callback_release(IUnknown *object) { return object->lpVtbl->Release(object); }

/* Calls n times on the calling thread and does nothing else; gives the last answer. */
EXPORT HRESULT callback_call(void *object, const char *method, const UINT64 *words, int n) {
    const Sender *to = sender(method);
    HRESULT result = E_UNEXPECTED;
    while (to && n-- > 0) result = to->call(object, words);
    return result;
}

/* Calls what is at a slot, whatever its parameters are: each word arrives with all its 64 bits. */
EXPORT HRESULT callback_call_slot(void *object, int slot, const UINT64 *w) {
    typedef HRESULT (STDMETHODCALLTYPE *Method)(void *, UINT64, UINT64, UINT64, UINT64, UINT64, UINT64, UINT64);
    return (*(Method **)object)[slot](object, w[0], w[1], w[2], w[3], w[4], w[5], w[6]);
}

/* A native thread that uses an object as COM and BITS do. */
typedef struct {
    IUnknown *object;
    const Sender *to;
    UINT64 words[WORDS];
    int calls;
    BOOL counting;
    BOOL endless;
    HRESULT expected;
    int failures;
} Caller;

/* Asks for an interface, which must be at the object's own address. */
static BOOL obtain(IUnknown *object, const IID *iid) {
    void *pointer = NULL;
    return object->lpVtbl->QueryInterface(object, iid, &pointer) == S_OK && pointer == object;
}

static void use(Caller *caller) {
    IUnknown *object = caller->object;
    int i;
    /* BITS looks for the newest interface first. */
    const IID *chain[] = { &IID_IBackgroundCopyCallback3, &IID_IBackgroundCopyCallback2, &IID_IBackgroundCopyCallback };
    const IID *other[] = { caller->to->iid };
    BOOL events = caller->to->iid != &IID_IBackgroundCopyServerCertificateValidationCallback;
    const IID **wanted = events ? chain : other;
    int count = events ? 3 : 1;
    for (i = 0; i < count; i++)
        if (!obtain(object, wanted[i])) caller->failures++;
    for (i = 0; i < caller->calls || caller->endless; i++) {
        if (caller->counting) object->lpVtbl->AddRef(object);
        if (caller->to->call(object, caller->words) != caller->expected) caller->failures++;
        if (caller->counting) object->lpVtbl->Release(object);
    }
    for (i = 0; i < count; i++) object->lpVtbl->Release(object);
    object->lpVtbl->Release(object);
}

#ifdef BITS4J_HOST
typedef unsigned long Thread; /* glibc's pthread_t; its header does not go with Windows' */
extern int pthread_create(Thread *, const void *, void *(*)(void *), void *);
extern int pthread_join(Thread, void **);
static void *run(void *caller) { use(caller); return NULL; }
static BOOL start(Thread *thread, Caller *caller) { return !pthread_create(thread, NULL, run, caller); }
static void join(Thread thread) { pthread_join(thread, NULL); }
#else
typedef HANDLE Thread;
static DWORD WINAPI run(void *caller) { use(caller); return 0; }
static BOOL start(Thread *thread, Caller *caller) { return (*thread = CreateThread(NULL, 0, run, caller, 0, NULL)) != NULL; }
static void join(Thread thread) { WaitForSingleObject(thread, INFINITE); CloseHandle(thread); }
#endif

static Caller *callers(IUnknown *object, const char *method, const UINT64 *words, int threads) {
    Caller *all = calloc(threads, sizeof *all);
    int i;
    for (i = 0; i < threads; i++) {
        all[i].object = object;
        all[i].to = sender(method);
        memcpy(all[i].words, words, sizeof all[i].words);
        /* The thread's reference, before anybody else can give back the last one. */
        object->lpVtbl->AddRef(object);
    }
    return all;
}

/*
 * Calls from native threads that are made for it, each of them n times: asks for the interfaces, holds
 * them meanwhile, and with counting on also takes and gives a reference around each call. Gives the
 * number of answers that were not the expected one.
 */
EXPORT int callback_call_from_threads(IUnknown *object, const char *method, const UINT64 *words, int threads, int n, int counting, int expected) {
    Caller *all = callers(object, method, words, threads);
    Thread *started = calloc(threads, sizeof *started);
    int i, failures = 0;
    for (i = 0; i < threads; i++) {
        all[i].calls = n;
        all[i].counting = counting;
        all[i].expected = expected;
        if (!start(&started[i], &all[i])) abort();
    }
    for (i = 0; i < threads; i++) {
        join(started[i]);
        failures += all[i].failures;
    }
    free(all);
    free(started);
    return failures;
}

/* Calls from native threads for as long as the process lives, and returns at once. */
EXPORT void callback_call_for_ever(IUnknown *object, const char *method, const UINT64 *words, int threads) {
    Caller *all = callers(object, method, words, threads);
    Thread thread;
    int i;
    for (i = 0; i < threads; i++) {
        all[i].endless = TRUE;
        all[i].counting = TRUE;
        if (!start(&thread, &all[i])) abort();
    }
}
