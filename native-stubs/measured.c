/*
 * What the benchmarks call: a job that answers at once, without the recording of bitsstub.c, so that
 * the way there is what is measured. The compiler holds the methods against bits.h, as there.
 *
 * One thread measures at a time; only what measures callbacks has a thread of its own.
 */
#define INITGUID
#include <windows.h>
#include <bits.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

typedef struct {
    const IBackgroundCopyJobVtbl *lpVtbl;
    LONG references;
    BG_JOB_STATE state;
    BG_JOB_PROGRESS progress;
    WCHAR name[257];
} Job;

static LONG strings_out;

static HRESULT STDMETHODCALLTYPE QueryInterface(IBackgroundCopyJob *This, REFIID riid, void **out) {
    (void)This;
    (void)riid;
    *out = NULL;
    return E_NOINTERFACE;
}
static ULONG STDMETHODCALLTYPE AddRef(IBackgroundCopyJob *This) { return ++((Job *)This)->references; }
static ULONG STDMETHODCALLTYPE Release(IBackgroundCopyJob *This) { return --((Job *)This)->references; }
static HRESULT STDMETHODCALLTYPE GetState(IBackgroundCopyJob *This, BG_JOB_STATE *state) {
    *state = ((Job *)This)->state;
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE GetProgress(IBackgroundCopyJob *This, BG_JOB_PROGRESS *progress) {
    *progress = ((Job *)This)->progress;
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE Suspend(IBackgroundCopyJob *This) {
    (void)This;
    return S_OK;
}
/* The one that fails: the job is empty. */
static HRESULT STDMETHODCALLTYPE Resume(IBackgroundCopyJob *This) {
    (void)This;
    return BG_E_EMPTY;
}
static size_t length(LPCWSTR text) {
    size_t n = 0;
    while (text[n]) n++;
    return n;
}
static HRESULT STDMETHODCALLTYPE SetDisplayName(IBackgroundCopyJob *This, LPCWSTR name) {
    size_t n = length(name);
    if (n > 256) return BG_E_STRING_TOO_LONG;
    memcpy(((Job *)This)->name, name, (n + 1) * sizeof *name);
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE GetDisplayName(IBackgroundCopyJob *This, LPWSTR *name) {
    Job *job = (Job *)This;
    size_t size = (length(job->name) + 1) * sizeof *job->name;
    *name = malloc(size);
    strings_out++;
    memcpy(*name, job->name, size);
    return S_OK;
}

static const IBackgroundCopyJobVtbl vtbl = {
    .QueryInterface = QueryInterface,
    .AddRef = AddRef,
    .Release = Release,
    .GetState = GetState,
    .GetProgress = GetProgress,
    .Suspend = Suspend,
    .Resume = Resume,
    .SetDisplayName = SetDisplayName,
    .GetDisplayName = GetDisplayName,
};

/* A job with one reference, which the caller owns; it lives as long as the process. */
EXPORT void *measured_job(LPCWSTR name) {
    Job *job = calloc(1, sizeof *job);
    job->lpVtbl = &vtbl;
    job->references = 1;
    job->state = BG_JOB_STATE_TRANSFERRED;
    job->progress = (BG_JOB_PROGRESS){ 1ull << 40, 7, 3, 2 };
    SetDisplayName((IBackgroundCopyJob *)job, name);
    return job;
}

/* Frees as CoTaskMemFree does on Windows. */
EXPORT void measured_free(void *block) {
    strings_out--;
    free(block);
}

/* Strings handed out and not freed. */
EXPORT int measured_strings_out(void) { return strings_out; }

/* ---- callbacks ---- */

/* Calls an object so many times on this thread; gives the number of answers that were not S_OK. */
EXPORT int measured_call_back(IBackgroundCopyCallback *object, IBackgroundCopyJob *job, int times) {
    int failures = 0;
    while (times-- > 0) failures += object->lpVtbl->JobTransferred(object, job) != S_OK;
    return failures;
}

/* glibc's; its headers do not go with Windows'. */
typedef union { char size[32]; long alignment; } Semaphore;
typedef unsigned long Thread;
extern int sem_init(Semaphore *, int, unsigned int);
extern int sem_wait(Semaphore *);
extern int sem_post(Semaphore *);
extern int pthread_create(Thread *, const void *, void *(*)(void *), void *);

static struct {
    Semaphore wanted;
    Semaphore done;
    IBackgroundCopyCallback *object;
    IBackgroundCopyJob *job;
    int times;
    int failures;
} work;

static void *worker(void *unused) {
    for (;;) {
        sem_wait(&work.wanted);
        work.failures = measured_call_back(work.object, work.job, work.times);
        sem_post(&work.done);
    }
    return unused;
}

/* The same on one thread of ours that stays, as those of RPC do. */
EXPORT int measured_call_back_elsewhere(IBackgroundCopyCallback *object, IBackgroundCopyJob *job, int times) {
    static BOOL started;
    if (!started) {
        Thread thread;
        sem_init(&work.wanted, 0, 0);
        sem_init(&work.done, 0, 0);
        started = !pthread_create(&thread, NULL, worker, NULL);
        if (!started) return -1;
    }
    work.object = object;
    work.job = job;
    work.times = times;
    sem_post(&work.wanted);
    sem_wait(&work.done);
    return work.failures;
}
