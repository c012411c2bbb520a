package io.github.bits4j.windows.com;

import java.util.UUID;

/**
 * A {@code GUID} in memory: one 32-bit and two 16-bit numbers, and 8 bytes as they are written. On
 * the 64-bit machines that run Windows the numbers are little-endian.
 */
final class GUID {
  static final int SIZEOF = 16;

  private GUID() {}

  /** Copies an id into the frame and gives its address. */
  static long write(Frame frame, UUID id) {
    long address = frame.allocate(SIZEOF);
    frame.putLong(address, first(id));
    frame.putLong(address + Long.BYTES, second(id));
    return address;
  }

  static UUID read(Frame frame, long address) {
    return of(frame.getLong(address), frame.getLong(address + Long.BYTES));
  }

  /** The first 8 bytes as a word: the three numbers. */
  static long first(UUID id) {
    long numbers = id.getMostSignificantBits();
    return numbers >>> 32 | (numbers >>> 16 & 0xFFFF) << 32 | numbers << 48;
  }

  /** The other 8 bytes as a word. */
  static long second(UUID id) {
    return Long.reverseBytes(id.getLeastSignificantBits());
  }

  static UUID of(long first, long second) {
    long numbers = first << 32 | (first >>> 32 & 0xFFFF) << 16 | first >>> 48;
    return new UUID(numbers, Long.reverseBytes(second));
  }
}
