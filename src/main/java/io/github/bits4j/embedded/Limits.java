package io.github.bits4j.embedded;

import java.time.Duration;

/**
 * The numbers of BITS, as documented; where the documentation is silent, what {@code
 * src/docs/decisions} says.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/group-policies">Group Policies</a>
 */
final class Limits {
  static final int JOBS_PER_USER = 60;
  static final int FILES_PER_JOB = 200;

  static final int RANGES_PER_FILE = 500;

  /** Of a remote name, in UTF-16 units. */
  static final int URL = 2200;

  /** Of each of the two lists of proxy settings, in UTF-16 units. */
  static final int PROXY_LIST = 4000;

  /** {@code MAX_PATH}, which holds for every segment of a URL. */
  static final int URL_SEGMENT = 260;

  static final Duration DEFAULT_RETRY_DELAY = Duration.ofMinutes(10);
  static final Duration SHORTEST_RETRY_DELAY = Duration.ofSeconds(5);
  static final Duration DEFAULT_NO_PROGRESS_TIMEOUT = Duration.ofDays(14);

  /** After how long without a byte and without a change a job is cancelled. */
  static final Duration INACTIVITY = Duration.ofDays(90);

  /** For how long a job may be connected in all. */
  static final Duration DEFAULT_DOWNLOAD_TIME = Duration.ofDays(90);

  /** How often a listener hears of changes that are no end. */
  static final Duration MODIFICATION_INTERVAL = Duration.ofMillis(500);

  /** After how long a background job makes room for another of the same priority. */
  static final Duration TIME_SLICE = Duration.ofMinutes(5);

  /** How many foreground jobs move at once; BITS names no bound. */
  static final int FOREGROUND_JOBS = 8;

  /** After so many bytes the progress is saved. */
  static final long SAVED_PROGRESS = 8L << 20;

  private Limits() {}
}
