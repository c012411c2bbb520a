package io.github.bits4j.windows.com;

import java.nio.CharBuffer;

/**
 * A user's name and password.
 *
 * <p>The arrays stay the caller's, who wipes them: they are not copied, and none is printed.
 *
 * @param UserName the name; null for NULL
 * @param Password the password in plain text; null for NULL
 */
public record BG_BASIC_CREDENTIALS(char[] UserName, char[] Password) {
  static final int SIZEOF = 16;

  /** Where the fields are. */
  static final class At {
    static final int UserName = 0;
    static final int Password = 8;

    private At() {}
  }

  /** The caller wipes the frame. */
  void write(Frame frame, long address) {
    frame.putLong(address + At.UserName, write(frame, UserName));
    frame.putLong(address + At.Password, write(frame, Password));
  }

  private static long write(Frame frame, char[] secret) {
    return Utf16.write(frame, secret == null ? null : CharBuffer.wrap(secret));
  }

  /** Names the type only. */
  @Override
  public String toString() {
    return "BG_BASIC_CREDENTIALS[UserName=***, Password=***]";
  }
}
