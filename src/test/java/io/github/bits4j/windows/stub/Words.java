package io.github.bits4j.windows.stub;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.UUID;

/** Native values as the header lays them out, written without help from the package under test. */
final class Words {
  private static final long UNITS_PER_SECOND = 10_000_000;
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

  private Words() {}

  static UUID guid(long address) {
    ByteBuffer bytes =
        ByteBuffer.wrap(new Pointer(address).getByteArray(0, 16)).order(ByteOrder.LITTLE_ENDIAN);
    long high =
        (bytes.getInt(0) & 0xFFFF_FFFFL) << 32
            | (bytes.getShort(4) & 0xFFFFL) << 16
            | bytes.getShort(6) & 0xFFFFL;
    return new UUID(high, bytes.order(ByteOrder.BIG_ENDIAN).getLong(8));
  }

  static void putGuid(long address, UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    long high = id.getMostSignificantBits();
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    bytes.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits());
    new Pointer(address).write(0, bytes.array(), 0, 16);
  }

  static void putInt(long address, int value) {
    new Pointer(address).setInt(0, value);
  }

  static void putLong(long address, long value) {
    new Pointer(address).setLong(0, value);
  }

  static long word(long address) {
    return new Pointer(address).getLong(0);
  }

  static String text(long address) {
    if (address == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    Pointer units = new Pointer(address);
    for (long at = 0; units.getShort(at) != 0; at += Short.BYTES) {
      text.append((char) units.getShort(at));
    }
    return text.toString();
  }

  static long filetime(Instant instant) {
    return (instant.getEpochSecond() + SECONDS_1601_TO_1970) * UNITS_PER_SECOND
        + instant.getNano() / 100;
  }
}
