package io.github.bits4j.windows.com;

import com.sun.jna.Pointer;

/**
 * Windows' strings: UTF-16 units up to a zero, unpaired surrogates included.
 *
 * <p>Never JNA's {@code getWideString}, {@code getChar} or {@code WString}: those are as wide as
 * the platform's {@code wchar_t}, which has 4 bytes outside Windows, where the stubs run.
 */
final class Utf16 {
  /** What the thread's buffer takes: more than almost any name or URL has. */
  private static final int CHUNK = 512;

  /** No page is smaller: memory that begins in a page may be read up to the page's end. */
  private static final int PAGE = 4096;

  private static final ThreadLocal<Utf16> OF_THREAD = ThreadLocal.withInitial(Utf16::new);

  private final short[] units = new short[CHUNK];
  private final char[] chars = new char[CHUNK];

  private Utf16() {}

  /**
   * Copies a text into the frame.
   *
   * @return its address, 0 for null
   * @throws IllegalArgumentException if the text holds a NUL, behind which Windows would not look
   */
  static long write(Frame frame, CharSequence text) {
    if (text == null) {
      return 0;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0) {
        throw new IllegalArgumentException("the text has a NUL character at index " + i);
      }
    }
    long address = frame.allocate(((long) text.length() + 1) * Character.BYTES);
    frame.putUnits(address, text);
    return address;
  }

  /**
   * Reads a text, whose length isn't known, without touching the page behind its end.
   *
   * @return the text, null for address 0
   */
  static String read(long address) {
    return address == 0 ? null : OF_THREAD.get().readUnits(address);
  }

  /** In pieces, because a page may end in the middle of the shortest text. */
  private String readUnits(long address) {
    StringBuilder before = null;
    int kept = 0;
    for (long at = address; ; ) {
      int count = (int) Math.min(CHUNK - kept, (PAGE - (at & (PAGE - 1))) / Short.BYTES);
      new Pointer(at).read(0, units, 0, count);
      int length = 0;
      while (length < count && units[length] != 0) {
        chars[kept + length] = (char) units[length];
        length++;
      }
      kept += length;
      if (length < count) {
        return before == null
            ? new String(chars, 0, kept)
            : before.append(chars, 0, kept).toString();
      }
      if (kept == CHUNK) {
        before = before == null ? new StringBuilder(4 * CHUNK) : before;
        before.append(chars);
        kept = 0;
      }
      at += (long) count * Short.BYTES;
    }
  }
}
