/*
 * Makes the Windows headers of mingw-w64 readable for the host's gcc: the words for calling
 * conventions and for DLLs go away, so that the host's own convention is used. LONG stays 32 bits
 * wide by mingw's __LONG32, WCHAR 16 bits by -fshort-wchar.
 */
#define BITS4J_HOST 1

#define _WIN32 1
#define _WIN64 1
#define __MINGW32__ 1
#define __MINGW64__ 1

#define __int64 long long
#define __int32 int
#define __int16 short
#define __int8 char

#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#define __fastcall
#define __thiscall

#define __declspec(word) __declspec_##word
#define __declspec_align(n) __attribute__((aligned(n)))
#define __declspec_deprecated
#define __declspec_dllexport
#define __declspec_dllimport
#define __declspec_noreturn
#define __declspec_nothrow
#define __declspec_novtable
#define __declspec_selectany __attribute__((weak))
#define __declspec_uuid(id)
