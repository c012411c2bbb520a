package io.github.bits4j.windows.com;

/**
 * How far a file is.
 *
 * @param BytesTotal the size, unsigned, or {@link #BG_SIZE_UNKNOWN}
 * @param BytesTransferred what was transferred, unsigned
 * @param Completed not 0 once the file is available to the user
 */
public record BG_FILE_PROGRESS(long BytesTotal, long BytesTransferred, int Completed) {
  /** A size that is not known. */
  public static final long BG_SIZE_UNKNOWN = -1;

  static final int SIZEOF = 24;

  /** Where the fields are. */
  static final class At {
    static final int BytesTotal = 0;
    static final int BytesTransferred = 8;
    static final int Completed = 16;

    private At() {}
  }

  static BG_FILE_PROGRESS read(Frame frame, long address) {
    return new BG_FILE_PROGRESS(
        frame.getLong(address + At.BytesTotal),
        frame.getLong(address + At.BytesTransferred),
        frame.getInt(address + At.Completed));
  }
}
