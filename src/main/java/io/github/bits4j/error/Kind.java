package io.github.bits4j.error;

/** Where a fault comes from, as scripts of the command line see it too. */
public enum Kind {
  /** BITS itself: everything of facility 32, named or not, and its event-log messages. */
  BITS,
  /** An HTTP status that BITS captured. */
  HTTP,
  /** A Win32 error, {@code E_ACCESSDENIED} and its like included. */
  WIN32,
  /** An error of WinHTTP or WinINet. */
  WINHTTP,
  /** COM. */
  COM,
  /** Remote procedure calls, their Win32 errors included. */
  RPC,
  /** Security packages and certificates. */
  SECURITY,
  /** Nothing known. */
  UNKNOWN
}
