package io.github.bits4j.embedded;

/** What can happen to a job; the rows of {@link Lifecycle}. */
enum Event {
  /** Files were added. */
  ADD_FILES,
  /** A property was set. */
  SET,
  /** The caller became the owner. */
  TAKE_OWNERSHIP,
  /** Resumed, with something left to transfer. */
  RESUME,
  /** Resumed, with nothing left to transfer. */
  RESUME_WHOLE,
  /** Suspended. */
  SUSPEND,
  /** Cancelled. */
  CANCEL,
  /** A download was completed. */
  COMPLETE,
  /** An upload was completed. */
  COMPLETE_UPLOAD,
  /** A file could not be renamed while the job was being completed. */
  RENAME_FAILED,
  /** The scheduler gave the job its turn. */
  SCHEDULED,
  /** The far end answered for a file. */
  CONNECTED,
  /** The time slice is over, or somebody more urgent came. */
  YIELDED,
  /** The owner logged off. */
  LOGGED_OFF,
  /** The network went away. */
  NETWORK_LOST,
  /** The network came back. */
  NETWORK_FOUND,
  /** A policy, the cost of the network or the battery keeps the job back. */
  BLOCKED,
  /** That hindrance has gone. */
  UNBLOCKED,
  /** An attempt failed in a way that may pass. */
  RECOVERABLE,
  /** An attempt failed for good. */
  FATAL,
  /** The last file is whole. */
  FINISHED,
  /** The retry delay is over. */
  RETRY_DUE,
  /** The no-progress timeout ran out. */
  NO_PROGRESS,
  /** The maximum download time is used up. */
  OUT_OF_TIME,
  /** The helper token was lost with the owner's session. */
  TOKEN_LOST,
  /** The client found a downloaded file to be wrong. */
  VALIDATION_FAILED,
  /** Nothing happened for the length of the inactivity timeout. */
  INACTIVE,
  /** The engine starts and finds the job in its queue. */
  RESTARTED
}
