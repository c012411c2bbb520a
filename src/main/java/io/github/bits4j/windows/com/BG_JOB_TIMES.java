package io.github.bits4j.windows.com;

/**
 * The times of a job, each one a {@link FILETIME}.
 *
 * @param CreationTime when it was created
 * @param ModificationTime when it was changed last
 * @param TransferCompletionTime when it came to TRANSFERRED; 0 before
 */
public record BG_JOB_TIMES(long CreationTime, long ModificationTime, long TransferCompletionTime) {
  static final int SIZEOF = 24;

  /** Where the fields are. */
  static final class At {
    static final int CreationTime = 0;
    static final int ModificationTime = 8;
    static final int TransferCompletionTime = 16;

    private At() {}
  }

  static BG_JOB_TIMES read(Frame frame, long address) {
    return new BG_JOB_TIMES(
        frame.getLong(address + At.CreationTime),
        frame.getLong(address + At.ModificationTime),
        frame.getLong(address + At.TransferCompletionTime));
  }
}
