package io.github.bits4j.windows.com;

/**
 * The two names of a file to add.
 *
 * @param RemoteName the remote name
 * @param LocalName the full local path
 */
public record BG_FILE_INFO(String RemoteName, String LocalName) {
  static final int SIZEOF = 16;

  /** Where the fields are. */
  static final class At {
    static final int RemoteName = 0;
    static final int LocalName = 8;

    private At() {}
  }

  void write(Frame frame, long address) {
    frame.putLong(address + At.RemoteName, Utf16.write(frame, RemoteName));
    frame.putLong(address + At.LocalName, Utf16.write(frame, LocalName));
  }
}
