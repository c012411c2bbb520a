package io.github.bits4j.error;

/** Whether trying again can help. */
public enum Outlook {
  /** The cause may pass by itself; BITS tries again. */
  TRANSIENT,
  /** Nothing changes until somebody changes something. */
  FATAL,
  /** No source says. */
  UNKNOWN
}
