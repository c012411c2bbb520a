package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.junit.jupiter.api.Test;

class Utf16Test {
  /** A multiple of every page size in use. */
  private static final long REGION = 65536;

  @Test
  void everyLengthComesBack() {
    for (int length = 0; length < 5000; length += length < 2200 ? 1 : 97) {
      StringBuilder text = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        text.append((char) (1 + (i * 31 + length) % 0xFFFF));
      }
      try (Frame frame = Frame.open()) {
        assertEquals(text.toString(), Utf16.read(Utf16.write(frame, text.toString())));
      }
    }
  }

  @Test
  void everyUnitComesBack() {
    StringBuilder text = new StringBuilder();
    for (int unit = 1; unit <= 0xFFFF; unit++) {
      text.append((char) unit);
    }
    try (Frame frame = Frame.open()) {
      assertEquals(text.toString(), Utf16.read(Utf16.write(frame, text.toString())));
    }
  }

  @Test
  void nullIsNull() {
    try (Frame frame = Frame.open()) {
      assertEquals(0, Utf16.write(frame, null));
      assertNotEquals(0, Utf16.write(frame, ""));
    }
    assertNull(Utf16.read(0));
  }

  @Test
  void nulIsRefused() {
    try (Frame frame = Frame.open()) {
      assertThrows(IllegalArgumentException.class, () -> Utf16.write(frame, "a\0b"));
    }
  }

  /** The text ends where readable memory ends; reading on would end the JVM. */
  @Test
  void nothingBehindTheEndIsRead() {
    Pointer page = regionBeforeUnreadableMemory();
    for (int length : new int[] {0, 1, 2, 3, 511, 512, 513, 2047, 2048, 2049, 30000}) {
      String text = "y".repeat(length);
      long at = REGION - 2L * (length + 1);
      for (int i = 0; i < length; i++) {
        page.setShort(at + 2L * i, (short) text.charAt(i));
      }
      page.setShort(REGION - 2, (short) 0);
      assertEquals(text, Utf16.read(Pointer.nativeValue(page) + at));
    }
  }

  @Test
  void aTextAcrossThePagesComesBack() {
    Pointer region = regionBeforeUnreadableMemory();
    for (int before : new int[] {0, 1, 2, 24, 511, 512, 513}) {
      for (int length : new int[] {1, 24, 511, 512, 513, 1024, 2100, 5000}) {
        long at = 4096 - 2L * before;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
          text.append((char) ('A' + i % 1000));
          region.setShort(at + 2L * i, (short) text.charAt(i));
        }
        region.setShort(at + 2L * length, (short) 0);
        assertEquals(text.toString(), Utf16.read(Pointer.nativeValue(region) + at));
      }
    }
  }

  /** Never given back: the address space of a test run has room. */
  private static Pointer regionBeforeUnreadableMemory() {
    if (Platform.isWindows()) {
      NativeLibrary kernel32 = NativeLibrary.getInstance("kernel32");
      int reserve = 0x2000;
      int commit = 0x1000;
      Pointer region =
          kernel32
              .getFunction("VirtualAlloc")
              .invokePointer(new Object[] {null, 2 * REGION, reserve, 1});
      return kernel32
          .getFunction("VirtualAlloc")
          .invokePointer(new Object[] {region, REGION, commit, 4});
    }
    NativeLibrary c = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
    int anonymous = Platform.isMac() ? 0x1002 : 0x22;
    Pointer region =
        c.getFunction("mmap").invokePointer(new Object[] {null, 2 * REGION, 0, anonymous, -1, 0L});
    assertEquals(0, c.getFunction("mprotect").invokeInt(new Object[] {region, REGION, 3}));
    return region;
  }
}
