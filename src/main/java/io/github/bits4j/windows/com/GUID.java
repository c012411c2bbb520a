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
    long high = id.getMostSignificantBits();
    long address = frame.allocate(SIZEOF);
    frame.putInt(address, (int) (high >>> 32));
    frame.putInt(address + 4, (int) (high >>> 16 & 0xFFFF | high << 16));
    frame.putLong(address + 8, Long.reverseBytes(id.getLeastSignificantBits()));
    return address;
  }

  static UUID read(Frame frame, long address) {
    int second = frame.getInt(address + 4);
    long high =
        (long) frame.getInt(address) << 32 | (second & 0xFFFFL) << 16 | second >>> 16 & 0xFFFFL;
    return new UUID(high, Long.reverseBytes(frame.getLong(address + 8)));
  }
}
