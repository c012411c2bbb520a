/* Lets the compiler of this machine read the Windows headers of mingw: only constants are looked at,
   so calling conventions and imports may vanish. */
#define _WIN32 1
#define _WIN64 1
#define __MINGW32__ 1
#define __MINGW64__ 1
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#define __fastcall
#define __thiscall
#define __declspec(x)
