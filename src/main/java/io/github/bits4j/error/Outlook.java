package io.github.bits4j.error;

/** Whether trying again can help. */
public enum Outlook {
  /** The cause may pass by itself: trying again can help. */
  TRANSIENT,
  /** Trying again gives the same until somebody changes something. */
  FATAL,
  /** No source says. */
  UNKNOWN
}
