package io.github.bits4j.windows.com;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Memory that a COM server hands to its caller, who frees it.
 *
 * <p>On Windows that is {@code CoTaskMemFree}. Elsewhere there is no OLE, the only servers are the
 * stubs of the tests, and the memory comes from the C heap.
 */
final class TaskMemory {
  private static volatile LongConsumer free =
      Platform.isWindows() ? address -> Ole32.system().CoTaskMemFree(address) : Native::free;

  private TaskMemory() {}

  /** Frees a block; 0 is none. */
  static void free(long address) {
    if (address != 0) {
      free.accept(address);
    }
  }

  /** Copies a string and frees it; null for address 0. */
  static String takeString(long address) {
    try {
      return Utf16.read(address);
    } finally {
      free(address);
    }
  }

  /** Copies an array of bytes and frees it; null for address 0. */
  static byte[] takeBytes(long address, long length) {
    try {
      return readBytes(address, length);
    } finally {
      free(address);
    }
  }

  /** Copies an array of bytes; null for address 0. */
  static byte[] readBytes(long address, long length) {
    return address == 0 ? null : new Pointer(address).getByteArray(0, Math.toIntExact(length));
  }

  /**
   * Replaces what frees, so that a test can count.
   *
   * @return what freed before
   */
  static LongConsumer freeWith(LongConsumer replacement) {
    LongConsumer before = free;
    free = Objects.requireNonNull(replacement, "replacement");
    return before;
  }
}
