package io.github.bits4j.transfer;

import java.util.Locale;

/** Numbers of bytes as a person reads them. */
final class Bytes {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Bytes() {}

  /** For instance {@code 1 byte}, {@code 512 bytes}, {@code 1.5 GiB}. */
  static String text(long bytes) {
    if (bytes == 1) {
      return "1 byte";
    }
    double number = bytes;
    int unit = 0;
    while (number >= 1024) {
      number /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", number, UNITS[unit]);
  }
}
