package io.github.bits4j.windows.com;

/**
 * How far the reply to an upload is.
 *
 * @param BytesTotal the size, unsigned, or {@link BG_FILE_PROGRESS#BG_SIZE_UNKNOWN} until the reply
 *     begins
 * @param BytesTransferred what was transferred, unsigned
 */
public record BG_JOB_REPLY_PROGRESS(long BytesTotal, long BytesTransferred) {
  static final int SIZEOF = 16;

  /** Where the fields are. */
  static final class At {
    static final int BytesTotal = 0;
    static final int BytesTransferred = 8;

    private At() {}
  }

  static BG_JOB_REPLY_PROGRESS read(Frame frame, long address) {
    return new BG_JOB_REPLY_PROGRESS(
        frame.getLong(address + At.BytesTotal), frame.getLong(address + At.BytesTransferred));
  }
}
