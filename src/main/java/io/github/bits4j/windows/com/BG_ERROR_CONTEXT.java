package io.github.bits4j.windows.com;

/** Where an error happened. */
public final class BG_ERROR_CONTEXT {
  /** No error. */
  public static final int BG_ERROR_CONTEXT_NONE = 0;

  /** Not known. */
  public static final int BG_ERROR_CONTEXT_UNKNOWN = 1;

  /** In the queue manager. */
  public static final int BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER = 2;

  /** While the client was notified. */
  public static final int BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION = 3;

  /** With the local file. */
  public static final int BG_ERROR_CONTEXT_LOCAL_FILE = 4;

  /** With the remote file. */
  public static final int BG_ERROR_CONTEXT_REMOTE_FILE = 5;

  /** On the way, without a file. */
  public static final int BG_ERROR_CONTEXT_GENERAL_TRANSPORT = 6;

  /** In the server's application. */
  public static final int BG_ERROR_CONTEXT_REMOTE_APPLICATION = 7;

  /** In the client's check of a server's certificate, as of BITS 10.3. */
  public static final int BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK = 8;

  private BG_ERROR_CONTEXT() {}
}
