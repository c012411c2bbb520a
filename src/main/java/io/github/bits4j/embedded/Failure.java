package io.github.bits4j.embedded;

import io.github.bits4j.disk.DiskFault;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;

/**
 * Why an attempt failed.
 *
 * @param mayPass whether BITS tries again by itself
 */
record Failure(HResult hresult, ErrorContext context, boolean mayPass) {
  static final HResult FILE_NOT_FOUND = HResult.ofWin32(2);
  static final HResult PATH_NOT_FOUND = DiskFault.PATH_NOT_FOUND;
  static final HResult ACCESS_DENIED = DiskFault.ACCESS_DENIED;
  static final HResult FILE_EXISTS = DiskFault.FILE_EXISTS;

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
    return DiskFault.of(e);
  }
}
