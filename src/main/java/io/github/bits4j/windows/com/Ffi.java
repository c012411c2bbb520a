package io.github.bits4j.windows.com;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;

/**
 * The one seam between this package and native code: calls a function by its address.
 *
 * <p>Built on JNA's public {@code ffi_prep_cif} and {@code ffi_call}, which take addresses only: no
 * boxing, no reflection, no garbage. On 64-bit x86 and ARM every integer, enum and pointer argument
 * has a 64-bit word of its own and the callee ignores the half it did not ask for, so that one
 * description for each number of arguments serves every function. A structure of 16 bytes passed by
 * value is two words or the address of a copy, see {@link #STRUCTURES_BY_ADDRESS}.
 */
final class Ffi {
  /** CoSetProxyBlanket takes this many; no method of BITS takes more. */
  static final int MAX_ARGUMENTS = 8;

  /**
   * Whether a structure of 16 bytes without floating-point numbers, passed by value, is an address.
   *
   * <p>So it is in Windows' convention for x64, where only what fits a register is passed in one.
   * System V's for x86-64 and the one for 64-bit ARM, Windows' included, take a register for each
   * half as long as there are enough; no method of BITS has so many parameters that they run out.
   */
  static final boolean STRUCTURES_BY_ADDRESS = Platform.isWindows() && Platform.isIntel();

  private static final HResult ERROR_NOT_SUPPORTED = HResult.ofWin32(50);
  private static final int FFI_DEFAULT_ABI = 0;
  private static final short FFI_TYPE_SINT64 = 12;
  private static final int SIZEOF_FFI_TYPE = 24;

  private Ffi() {}

  /**
   * Lazily, so that a 32-bit JVM is told by {@link #requirePointers} and not by a linkage error.
   */
  private static final class Cifs {
    /** At n: {@code int64 f(int64 × n)}. Lives as long as the process. */
    static final long[] OF_ARITY = new long[MAX_ARGUMENTS + 1];

    static {
      long type = Native.malloc(SIZEOF_FFI_TYPE + (long) MAX_ARGUMENTS * Long.BYTES);
      Pointer words = new Pointer(type);
      words.setLong(0, Long.BYTES); // size
      words.setShort(8, (short) Long.BYTES); // alignment
      words.setShort(10, FFI_TYPE_SINT64);
      words.setInt(12, 0);
      words.setLong(16, 0); // no elements
      long types = type + SIZEOF_FFI_TYPE;
      for (int i = 0; i < MAX_ARGUMENTS; i++) {
        words.setLong(SIZEOF_FFI_TYPE + (long) i * Long.BYTES, type);
      }
      for (int n = 0; n <= MAX_ARGUMENTS; n++) {
        OF_ARITY[n] = Native.ffi_prep_cif(FFI_DEFAULT_ABI, n, type, types);
      }
    }
  }

  /**
   * Calls a function that takes and returns words.
   *
   * @param function its address
   * @param arguments how many it takes
   * @param result where the 64-bit result goes; the high half of a 32-bit one is undefined
   * @param pointers the array of pointers to the argument words
   */
  static void call(long function, int arguments, long result, long pointers) {
    Native.ffi_call(Cifs.OF_ARITY[arguments], function, result, pointers);
  }

  /**
   * The address of a library's function.
   *
   * @throws UnsatisfiedLinkError if the library has none of that name
   */
  static long address(NativeLibrary library, String function) {
    return Pointer.nativeValue(library.getFunction(function));
  }

  /** Refuses a JVM on which a pointer isn't one 64-bit word. */
  static void requirePointers(int size) {
    if (size != Long.BYTES) {
      throw new BitsUnavailableException(
          ERROR_NOT_SUPPORTED,
          "Ffi",
          "this is a %d-bit JVM; run a 64-bit one".formatted(size * Byte.SIZE),
          null);
    }
  }
}
