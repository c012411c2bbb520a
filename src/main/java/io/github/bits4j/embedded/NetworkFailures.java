package io.github.bits4j.embedded;

import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** What BITS calls the failures of a connection: the WinHTTP errors it reports in the field. */
final class NetworkFailures {
  /** {@code ERROR_WINHTTP_TIMEOUT}. */
  static final HResult TIMEOUT = HResult.ofWin32(12002);

  /** {@code ERROR_WINHTTP_NAME_NOT_RESOLVED}. */
  static final HResult NAME_NOT_RESOLVED = HResult.ofWin32(12007);

  /** {@code ERROR_WINHTTP_CANNOT_CONNECT}. */
  static final HResult CANNOT_CONNECT = HResult.ofWin32(12029);

  /** {@code ERROR_WINHTTP_CONNECTION_ERROR}: reset, or closed too early. */
  static final HResult CONNECTION_ERROR = HResult.ofWin32(12030);

  /** {@code ERROR_WINHTTP_INVALID_SERVER_RESPONSE}. */
  static final HResult INVALID_RESPONSE = HResult.ofWin32(12152);

  /** {@code ERROR_WINHTTP_REDIRECT_FAILED}. */
  static final HResult REDIRECT_FAILED = HResult.ofWin32(12156);

  /** {@code ERROR_WINHTTP_SECURE_FAILURE}. */
  static final HResult SECURE_FAILURE = HResult.ofWin32(12175);

  private NetworkFailures() {}

  /** The failure behind what the HTTP client threw. */
  static Failure of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerTrust.Untrusted untrusted) {
        return untrusted.failure();
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return Failure.passing(NAME_NOT_RESOLVED);
      }
      if (cause instanceof SSLException) {
        return Failure.lasting(SECURE_FAILURE);
      }
      if (cause instanceof HttpTimeoutException) {
        return Failure.passing(TIMEOUT);
      }
      if (cause instanceof ProtocolException || cause instanceof NumberFormatException) {
        return Failure.passing(INVALID_RESPONSE);
      }
    }
    return causedBy(thrown, ConnectException.class)
            || causedBy(thrown, NoRouteToHostException.class)
        ? Failure.passing(CANNOT_CONNECT)
        : Failure.passing(CONNECTION_ERROR);
  }

  private static boolean causedBy(Throwable thrown, Class<? extends IOException> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
