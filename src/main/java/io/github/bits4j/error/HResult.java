package io.github.bits4j.error;

import java.io.Serializable;

/**
 * One HRESULT: the 32 bits a COM call returned, and the fields they are made of.
 *
 * <p>No table stands behind this type; {@link Fault#of(HResult)} says what a value means.
 *
 * @param value the 32 bits
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/com/structure-of-com-error-codes">Structure
 *     of COM error codes</a>
 */
public record HResult(int value) implements Serializable {
  /** Success without anything to add. */
  public static final HResult S_OK = new HResult(0);

  /** Success with a "no" in it: an enumerator came to its end, there was nothing to return. */
  public static final HResult S_FALSE = new HResult(1);

  private static final String DIGITS = "0123456789ABCDEF";

  /** The facility of Win32 errors that were wrapped by {@code HRESULT_FROM_WIN32}. */
  public static final int FACILITY_WIN32 = 7;

  /** The facility under which BITS reports HTTP statuses. */
  public static final int FACILITY_HTTP = 25;

  /** BITS's own facility, {@code FACILITY_BACKGROUNDCOPY}. */
  public static final int FACILITY_BITS = 32;

  /**
   * Wraps a Win32 error as {@code HRESULT_FROM_WIN32} does.
   *
   * @param error the Win32 error, of which the low 16 bits are kept; 0 gives {@link #S_OK}
   * @return the HRESULT
   */
  public static HResult ofWin32(int error) {
    return error <= 0 ? new HResult(error) : new HResult(0x80070000 | (error & 0xFFFF));
  }

  /**
   * The value under which BITS reports an HTTP status.
   *
   * @param status the HTTP status, 100 to 599
   * @return {@code 0x80190000 + status}
   * @throws IllegalArgumentException if the status is outside 100 to 599
   */
  public static HResult ofHttpStatus(int status) {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("not an HTTP status: " + status);
    }
    return new HResult(0x80190000 | status);
  }

  /**
   * Whether the call failed: the highest bit is set.
   *
   * @return true for a failure, false for {@code S_OK} and every other success code
   */
  public boolean failed() {
    return value < 0;
  }

  /**
   * Whether the value was made by a customer and not by Microsoft: bit 29.
   *
   * @return true if the customer bit is set
   */
  public boolean customer() {
    return (value & 0x20000000) != 0;
  }

  /**
   * The facility, the 13 bits that the header's {@code HRESULT_FACILITY} takes.
   *
   * @return the facility, 0 to 8191
   */
  public int facility() {
    return (value >>> 16) & 0x1FFF;
  }

  /**
   * The code within the facility, the low 16 bits.
   *
   * @return the code, 0 to 65535
   */
  public int code() {
    return value & 0xFFFF;
  }

  /**
   * The value as Windows writes it.
   *
   * @return {@code 0x} and eight upper-case hexadecimal digits
   */
  @Override
  public String toString() {
    char[] text = {'0', 'x', 0, 0, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < 8; i++) {
      text[9 - i] = DIGITS.charAt(value >>> 4 * i & 15);
    }
    return new String(text);
  }
}
