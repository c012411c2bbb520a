package io.github.bits4j.embedded;

/** What two processes at one queue say to each other. */
enum Message {
  /** A guest: who it is, what it understands, and whether it would run the queue. */
  HELLO,
  /** The holder: come in. */
  WELCOME,
  /** The holder: the queue is yours, I was only looking. */
  YIELD,
  /** The holder: we would not understand each other. */
  OTHER_VERSION,
  /** A guest: do this. */
  CALL,
  /** A guest: this job is to ask me about servers. */
  OFFER_CHECK,
  /** A guest: that is what I say about that server. */
  VERDICT,
  /** A guest: tell me of this job. */
  LISTEN,
  /** A guest: no more of that. */
  UNLISTEN,
  /** The holder: that is done, and this came of it. */
  RESULT,
  /** The holder: that failed, and so. */
  THROWN,
  /** The holder: this became of the job that you listen to. */
  EVENT,
  /** The holder: what do you say about this server? */
  CHECK
}
