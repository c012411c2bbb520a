package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of a queue that an administrator of Windows sets by group policy. They hold for
 * everybody here; BITS excepts administrators and service accounts from the first three.
 *
 * <p>Of several processes on one queue it is the one that runs it whose policies count. A lower
 * number refuses what comes; what is there already stays.
 *
 * @param jobsPerUser {@code MaxJobsPerUser}: one more is refused with {@code
 *     BG_E_TOO_MANY_JOBS_PER_USER}
 * @param filesPerJob {@code MaxFilesPerJob}: one more is refused with {@code
 *     BG_E_TOO_MANY_FILES_IN_JOB}
 * @param rangesPerFile {@code MaxRangesPerFile}: one more is refused with {@code
 *     BG_E_TOO_MANY_RANGES_IN_FILE}
 * @param inactivityTimeout {@code JobInactivityTimeout}: a job that for so long brought in no byte,
 *     and that nobody changed, is cancelled and its temporary files are deleted, whatever its state
 * @param maximumDownloadTime {@code MaxDownloadTime}: for how long a job may be connected in all
 *     before it fails with {@code BG_E_MAXDOWNLOAD_TIMEOUT}, unless it has a {@linkplain
 *     io.github.bits4j.JobOptions#setMaximumDownloadTime(Duration) limit of its own}
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/group-policies">Group Policies</a>
 */
public record Policies(
    int jobsPerUser,
    int filesPerJob,
    int rangesPerFile,
    Duration inactivityTimeout,
    Duration maximumDownloadTime) {
  /** What holds where nobody set anything: 60 jobs, 200 files, 500 ranges, 90 days, 90 days. */
  public static final Policies DEFAULT =
      new Policies(
          Limits.JOBS_PER_USER,
          Limits.FILES_PER_JOB,
          Limits.RANGES_PER_FILE,
          Limits.INACTIVITY,
          Limits.DEFAULT_DOWNLOAD_TIME);

  /**
   * Refuses limits that leave no room.
   *
   * @param jobsPerUser at least 1
   * @param filesPerJob at least 1
   * @param rangesPerFile at least 1
   * @param inactivityTimeout longer than zero
   * @param maximumDownloadTime longer than zero
   * @throws IllegalArgumentException if a limit is less than that
   */
  public Policies {
    requireRoom("jobs per user", jobsPerUser);
    requireRoom("files per job", filesPerJob);
    requireRoom("ranges per file", rangesPerFile);
    requireRoom("inactivity timeout", inactivityTimeout);
    requireRoom("maximum download time", maximumDownloadTime);
  }

  private static void requireRoom(String what, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(what + ": " + limit);
    }
  }

  private static void requireRoom(String what, Duration limit) {
    Objects.requireNonNull(limit, what);
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(what + ": " + limit);
    }
  }

  /**
   * The same with another number of jobs.
   *
   * @param jobs how many there may be, at least 1
   * @return the policies
   * @throws IllegalArgumentException if it is less
   */
  public Policies withJobsPerUser(int jobs) {
    return new Policies(jobs, filesPerJob, rangesPerFile, inactivityTimeout, maximumDownloadTime);
  }

  /**
   * The same with another number of files.
   *
   * @param files how many a job may have, at least 1
   * @return the policies
   * @throws IllegalArgumentException if it is less
   */
  public Policies withFilesPerJob(int files) {
    return new Policies(jobsPerUser, files, rangesPerFile, inactivityTimeout, maximumDownloadTime);
  }

  /**
   * The same with another number of ranges.
   *
   * @param ranges how many a file may have, at least 1
   * @return the policies
   * @throws IllegalArgumentException if it is less
   */
  public Policies withRangesPerFile(int ranges) {
    return new Policies(jobsPerUser, filesPerJob, ranges, inactivityTimeout, maximumDownloadTime);
  }

  /**
   * The same with another inactivity timeout.
   *
   * @param timeout longer than zero
   * @return the policies
   * @throws IllegalArgumentException if it is less
   */
  public Policies withInactivityTimeout(Duration timeout) {
    return new Policies(jobsPerUser, filesPerJob, rangesPerFile, timeout, maximumDownloadTime);
  }

  /**
   * The same with another maximum download time.
   *
   * @param time longer than zero
   * @return the policies
   * @throws IllegalArgumentException if it is less
   */
  public Policies withMaximumDownloadTime(Duration time) {
    return new Policies(jobsPerUser, filesPerJob, rangesPerFile, inactivityTimeout, time);
  }
}
