package io.github.bits4j.transfer;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a server was not reached, by the name that WinHTTP has for it. */
record ConnectionTrouble(String id, String title, String detail, String fix) {
  private static final int TIMEOUT = 12002;
  private static final int NAME_NOT_RESOLVED = 12007;
  private static final int CANNOT_CONNECT = 12029;
  private static final int CONNECTION_ERROR = 12030;
  private static final int CERTIFICATE_DATE = 12037;
  private static final int CERTIFICATE_NAME = 12038;
  private static final int CERTIFICATE_AUTHORITY = 12045;
  private static final int SECURE_FAILURE = 12175;

  /** What lies behind an exception of the HTTP client. */
  static ConnectionTrouble behind(Throwable thrown, String host) {
    if (has(thrown, UnresolvedAddressException.class) || has(thrown, UnknownHostException.class)) {
      return of("name", "Name of the server", NAME_NOT_RESOLVED, host + " has no address here");
    }
    if (has(thrown, SSLException.class) || has(thrown, CertificateException.class)) {
      return tls(thrown);
    }
    if (has(thrown, HttpConnectTimeoutException.class)) {
      return of("connection", "Connection", CANNOT_CONNECT, "nobody took the call in time");
    }
    if (has(thrown, HttpTimeoutException.class)) {
      return of("answer", "Server", TIMEOUT, "did not answer in time");
    }
    if (has(thrown, ConnectException.class) || has(thrown, NoRouteToHostException.class)) {
      return of("connection", "Connection", CANNOT_CONNECT, "refused, or there is no way");
    }
    return of(
        "connection", "Connection", CONNECTION_ERROR, "ended, or what came is no HTTP answer");
  }

  private static ConnectionTrouble tls(Throwable thrown) {
    if (has(thrown, CertificateExpiredException.class)) {
      return tls(CERTIFICATE_DATE, "the certificate has expired");
    }
    if (has(thrown, CertificateNotYetValidException.class)) {
      return tls(CERTIFICATE_DATE, "the certificate is not valid yet; is the clock right?");
    }
    if (has(thrown, CertPathBuilderException.class)) {
      return tls(CERTIFICATE_AUTHORITY, "no authority that this JVM trusts signed the certificate");
    }
    boolean name =
        find(thrown, CertificateException.class)
            .map(it -> String.valueOf(it.getMessage()))
            .filter(it -> it.contains("subject alternative") || it.contains("name matching"))
            .isPresent();
    return name
        ? tls(CERTIFICATE_NAME, "the certificate is for another host")
        : tls(SECURE_FAILURE, "no secure connection came about");
  }

  private static ConnectionTrouble tls(int win32, String what) {
    return of("tls", "TLS", win32, what);
  }

  private static ConnectionTrouble of(String id, String title, int win32, String what) {
    Fault fault = Fault.of(HResult.ofWin32(win32));
    String advice = fault.advice();
    return new ConnectionTrouble(
        id,
        title,
        fault + ": " + what,
        Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".");
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return find(thrown, type).isPresent();
  }

  private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
