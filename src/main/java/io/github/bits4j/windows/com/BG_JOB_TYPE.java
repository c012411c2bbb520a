package io.github.bits4j.windows.com;

/** Which way a job transfers. */
public final class BG_JOB_TYPE {
  /** Files to the client. */
  public static final int BG_JOB_TYPE_DOWNLOAD = 0;

  /** A file to the server. */
  public static final int BG_JOB_TYPE_UPLOAD = 1;

  /** A file to the server, and its reply back. */
  public static final int BG_JOB_TYPE_UPLOAD_REPLY = 2;

  private BG_JOB_TYPE() {}
}
