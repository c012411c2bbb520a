package io.github.bits4j.transfer;

/** What a {@link RetryPolicy} does about one return value, before it looks at the rest. */
public enum Reaction {
  /** It is reported at once: another try, here or elsewhere, gives the same. */
  GIVE_UP,
  /** The job is kept back on purpose: it is left waiting, never hurried and never gone around. */
  WAIT,
  /** It is tried again after a delay that grows, a limited number of times. */
  RETRY,
  /** Nobody knows: it is tried again once. */
  RETRY_ONCE,
  /** What is here is of no use any more: a new job begins at the first byte. */
  BEGIN_AGAIN,
  /** The URL is no good any more: whoever can is asked for a fresh one. */
  RENEW_URL,
  /** The server cannot serve parts: the foreground, if the file is small enough, or else all. */
  AVOID_RANGES,
  /** The server answers nothing but the plain request: dynamic content. */
  DYNAMIC_CONTENT,
  /** BITS cannot be used here: the embedded engine, where the policy asks for it. */
  FALL_BACK
}
