/* Classes of stub objects that COM itself creates, in this process. Included by bitsstub.c. */

#ifndef BITS4J_HOST
typedef struct {
    const IClassFactoryVtbl *lpVtbl;
    char kind[80];
} Class;

static HRESULT STDMETHODCALLTYPE Class__QueryInterface(IClassFactory *This, REFIID riid, void **out) {
    BOOL known = IsEqualIID(riid, &IID_IUnknown) || IsEqualIID(riid, &IID_IClassFactory);
    *out = known ? This : NULL;
    return known ? S_OK : E_NOINTERFACE;
}
/* A class is there for good: one is registered at a time. */
static ULONG STDMETHODCALLTYPE Class__AddRef(IClassFactory *This) { return This != NULL; }
static ULONG STDMETHODCALLTYPE Class__Release(IClassFactory *This) { return This != NULL; }
static HRESULT STDMETHODCALLTYPE Class__CreateInstance(IClassFactory *This, IUnknown *outer, REFIID riid, void **out) {
    IUnknown *object = outer ? NULL : stub_new(((Class *)This)->kind);
    HRESULT result;
    *out = NULL;
    if (!object) return outer ? CLASS_E_NOAGGREGATION : E_UNEXPECTED;
    result = object->lpVtbl->QueryInterface(object, riid, out);
    object->lpVtbl->Release(object);
    return result;
}
static HRESULT STDMETHODCALLTYPE Class__LockServer(IClassFactory *This, BOOL lock_it) {
    return This != NULL && lock_it >= 0 ? S_OK : S_FALSE;
}
static const IClassFactoryVtbl Class__vtbl = {
    .QueryInterface = Class__QueryInterface,
    .AddRef = Class__AddRef,
    .Release = Class__Release,
    .CreateInstance = Class__CreateInstance,
    .LockServer = Class__LockServer,
};
static Class registered = { &Class__vtbl, "" };
static DWORD registration;

/* From now on CoCreateInstance makes stubs of this kind for the class, in this process. */
EXPORT HRESULT stub_register_class(const CLSID *clsid, const char *kind) {
    strncpy(registered.kind, kind, sizeof registered.kind - 1);
    return CoRegisterClassObject(clsid, (IUnknown *)&registered, CLSCTX_INPROC_SERVER, REGCLS_MULTIPLEUSE, &registration);
}

EXPORT HRESULT stub_revoke_class(void) { return CoRevokeClassObject(registration); }
#endif
