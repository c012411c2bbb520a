package io.github.bits4j.windows.com;

/**
 * How far a job is.
 *
 * @param BytesTotal the size of all files, unsigned, or {@link BG_FILE_PROGRESS#BG_SIZE_UNKNOWN}
 * @param BytesTransferred what was transferred, unsigned
 * @param FilesTotal how many files the job has, unsigned
 * @param FilesTransferred how many were transferred, unsigned
 */
public record BG_JOB_PROGRESS(
    long BytesTotal, long BytesTransferred, int FilesTotal, int FilesTransferred) {
  static final int SIZEOF = 24;

  /** Where the fields are. */
  static final class At {
    static final int BytesTotal = 0;
    static final int BytesTransferred = 8;
    static final int FilesTotal = 16;
    static final int FilesTransferred = 20;

    private At() {}
  }

  static BG_JOB_PROGRESS read(Frame frame, long address) {
    return new BG_JOB_PROGRESS(
        frame.getLong(address + At.BytesTotal),
        frame.getLong(address + At.BytesTransferred),
        frame.getInt(address + At.FilesTotal),
        frame.getInt(address + At.FilesTransferred));
  }
}
