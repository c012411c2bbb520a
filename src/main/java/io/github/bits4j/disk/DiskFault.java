package io.github.bits4j.disk;

import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** The values for what goes wrong with files on this machine. */
public final class DiskFault {
  /** A folder on the way is missing. */
  public static final HResult PATH_NOT_FOUND = HResult.ofWin32(3);

  /** It is not allowed. */
  public static final HResult ACCESS_DENIED = HResult.ofWin32(5);

  private static final HResult WRITE_PROTECT = HResult.ofWin32(19);
  private static final HResult WRITE_FAULT = HResult.ofWin32(29);

  /** There is a file already. */
  public static final HResult FILE_EXISTS = HResult.ofWin32(80);

  private static final HResult DISK_FULL = HResult.ofWin32(112);
  private static final HResult QUOTA_EXCEEDED = HResult.ofWin32(1295);

  private DiskFault() {}

  /**
   * The Win32 error that a failure of this machine's file system is nearest to.
   *
   * @param e the failure
   * @return the error as an HRESULT
   */
  public static HResult of(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return PATH_NOT_FOUND;
    }
    if (e instanceof AccessDeniedException) {
      return ACCESS_DENIED;
    }
    if (e instanceof FileAlreadyExistsException) {
      return FILE_EXISTS;
    }
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space") || text.contains("not enough space")) {
      return DISK_FULL;
    }
    if (text.contains("quota")) {
      return QUOTA_EXCEEDED;
    }
    if (text.contains("read-only")) {
      return WRITE_PROTECT;
    }
    if (text.contains("is a directory")
        || text.contains("directory not empty")
        || text.contains("not permitted")) {
      return ACCESS_DENIED;
    }
    return WRITE_FAULT;
  }
}
