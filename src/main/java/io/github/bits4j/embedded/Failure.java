package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/**
 * Why an attempt failed.
 *
 * @param mayPass whether BITS tries again by itself
 */
record Failure(HResult hresult, ErrorContext context, boolean mayPass) {
  static final HResult FILE_NOT_FOUND = HResult.ofWin32(2);
  static final HResult PATH_NOT_FOUND = HResult.ofWin32(3);
  static final HResult ACCESS_DENIED = HResult.ofWin32(5);
  private static final HResult WRITE_PROTECT = HResult.ofWin32(19);
  private static final HResult WRITE_FAULT = HResult.ofWin32(29);
  static final HResult FILE_EXISTS = HResult.ofWin32(80);
  private static final HResult DISK_FULL = HResult.ofWin32(112);
  private static final HResult QUOTA_EXCEEDED = HResult.ofWin32(1295);

  /** A failure at the far end or on the way to it that may pass. */
  static Failure passing(HResult hresult) {
    return new Failure(hresult, ErrorContext.REMOTE_FILE, true);
  }

  /** A failure at the far end that stays until somebody changes something. */
  static Failure lasting(HResult hresult) {
    return new Failure(hresult, ErrorContext.REMOTE_FILE, false);
  }

  static Failure lasting(BitsCode code) {
    return lasting(code.hresult());
  }

  /**
   * What an HTTP status means that is not the one hoped for. The only table that Microsoft
   * publishes is the one for server applications of uploads; it is used for downloads too.
   */
  static Failure ofStatus(int status) {
    if (status < 100 || status > 599) {
      return passing(HResult.ofWin32(12152));
    }
    boolean lasting;
    switch (status / 100) {
      case 3:
        lasting = status <= 305 || status == 307;
        break;
      case 4:
        lasting = status != 408 && status != 409;
        break;
      case 5:
        lasting = status == 501 || status == 505;
        break;
      default:
        lasting = false;
    }
    HResult hresult = HResult.ofHttpStatus(status);
    return lasting ? lasting(hresult) : passing(hresult);
  }

  /** A failure at the file here. */
  static Failure local(IOException e) {
    return new Failure(ofLocal(e), ErrorContext.LOCAL_FILE, false);
  }

  /** The Win32 error that a failure of this machine's file system is nearest to. */
  static HResult ofLocal(IOException e) {
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
