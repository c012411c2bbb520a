package io.github.bits4j.windows.com;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a remote file.
 *
 * @param InitialOffset where it begins, unsigned
 * @param Length how many bytes it has, unsigned, or {@link #BG_LENGTH_TO_EOF}
 */
public record BG_FILE_RANGE(long InitialOffset, long Length) {
  /** A length: up to the end of the file. */
  public static final long BG_LENGTH_TO_EOF = -1;

  static final int SIZEOF = 16;

  /** Where the fields are. */
  static final class At {
    static final int InitialOffset = 0;
    static final int Length = 8;

    private At() {}
  }

  /** Copies an array of ranges into the frame and gives its address. */
  static long write(Frame frame, List<BG_FILE_RANGE> ranges) {
    long address = frame.allocate((long) ranges.size() * SIZEOF);
    long at = address;
    for (BG_FILE_RANGE range : ranges) {
      frame.putLong(at + At.InitialOffset, range.InitialOffset);
      frame.putLong(at + At.Length, range.Length);
      at += SIZEOF;
    }
    return address;
  }

  /** Copies an array in task memory and frees it; for address 0 there are none. */
  static List<BG_FILE_RANGE> take(Frame frame, long address, int count) {
    try {
      return read(frame, address, count);
    } finally {
      TaskMemory.free(address);
    }
  }

  /** Copies an array; for address 0 there are none. */
  static List<BG_FILE_RANGE> read(Frame frame, long address, int count) {
    if (address == 0) {
      return List.of();
    }
    List<BG_FILE_RANGE> ranges = new ArrayList<>();
    for (long at = address; ranges.size() < count; at += SIZEOF) {
      ranges.add(
          new BG_FILE_RANGE(frame.getLong(at + At.InitialOffset), frame.getLong(at + At.Length)));
    }
    return List.copyOf(ranges);
  }
}
