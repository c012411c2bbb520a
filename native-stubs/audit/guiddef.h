/*
 * Stands before mingw-w64's guiddef.h, for the header audit: once BITS4J_AUDIT is defined, a
 * DEFINE_GUID gives four ints instead of a structure, whose fields are no constant expressions in C.
 */
#include_next <guiddef.h>

#ifdef BITS4J_AUDIT
#undef DEFINE_GUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    enum { \
        name##__0 = (int)(l), \
        name##__1 = (int)((w1) * 0x10000u + (w2)), \
        name##__2 = (int)((b1) * 0x1000000u + (b2) * 0x10000u + (b3) * 0x100u + (b4)), \
        name##__3 = (int)((b5) * 0x1000000u + (b6) * 0x10000u + (b7) * 0x100u + (b8)) \
    }
#endif
