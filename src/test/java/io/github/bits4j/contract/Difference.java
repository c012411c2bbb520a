package io.github.bits4j.contract;

/**
 * A way in which a backend differs from BITS as documented. Every one is asserted by the contract:
 * a backend that declares it must show it, one that does not must behave as documented.
 */
public enum Difference {
  /** Suspend answers E_NOTIMPL and the transfer goes on. */
  SUSPEND_IS_MISSING("`suspend()` is refused with E_NOTIMPL"),
  /** TakeOwnership answers E_NOTIMPL. */
  OWNERSHIP_IS_FIXED("`takeOwnership()` is refused with E_NOTIMPL"),
  /** SetDisplayName answers E_NOTIMPL. */
  RENAMING_IS_MISSING("`setDisplayName()` is refused with E_NOTIMPL"),
  /** GetPriority, GetTimes, GetOwner and GetErrorCount answer E_NOTIMPL. */
  GETTERS_ARE_MISSING("priority, times, owner and error count stay empty"),
  /** GetDescription fails with ERROR_NOACCESS until a description was set. */
  NO_DESCRIPTION_IS_NOT_TOLD("the description of a job that was given none stays empty"),
  /** The two time limits can be set, but keep what they were. */
  TIME_LIMITS_DO_NOT_CHANGE(
      "retry delay and no-progress timeout accept every value and stay at 30 s and 900 s"),
  /** Setters look at no state. */
  SETTERS_WORK_AFTER_THE_END(
      "priority and time limits of a job that ended can be set, without effect"),
  /** The size of a job is not told, even when everything is there. */
  JOB_SIZE_STAYS_UNKNOWN("the job's total size stays unknown"),
  /** Sizes are read as numbers of 32 bits. */
  SIZES_END_BELOW_2_GIB("a file of 2 GiB or more is told to have 2,147,483,647 bytes"),
  /** BG_FILE_PROGRESS.Completed is TRUE before Complete. */
  TRANSFERRED_FILES_COUNT_AS_COMPLETED(
      "a file's progress says completed as soon as the file is transferred"),
  /** EnumFiles gives the last file first. */
  FILES_COME_IN_REVERSE("files are listed in reverse order"),
  /** AddFile looks at nothing; a bad folder shows at Complete. */
  MISSING_FOLDER_SHOWS_AT_COMPLETE(
      "a file in a missing folder is accepted; `complete()` then answers PARTIAL"),
  /** AddFile looks at nothing, as above. */
  LONG_SEGMENTS_ARE_TAKEN("a URL with a segment of more than 260 characters is accepted"),
  /** AddFile is accepted in final states. */
  FILES_CAN_BE_ADDED_AFTER_THE_END("`addFile()` is accepted after `cancel()`"),
  /** Resume answers BG_E_EMPTY when every file is there. */
  RESUME_NEEDS_WORK("`resume()` of a job in TRANSFERRED is refused with BG_E_EMPTY"),
  /** Cancel of a job with files answers BG_S_UNABLE_TO_DELETE_FILES. */
  CANCEL_LEAVES_TEMP_FILES("`cancel()` of a job with files answers TEMP_FILES_LEFT"),
  /** Cancel deletes a file that was there before the job. */
  CANCEL_DELETES_THE_DESTINATION(
      "`cancel()` deletes a file that stood under the final name before"),
  /** A job that ended is found and listed until the next transfer. */
  ENDED_JOBS_LINGER("completed and cancelled jobs are still found and listed for a while"),
  /** The service works at one job at a time, the oldest first. */
  PRIORITIES_HAVE_NO_EFFECT("a job in the foreground waits until the job before it is done"),
  /** Only some statuses are errors; the others end with the error page as the file. */
  MOST_STATUSES_ARE_NO_ERROR("403, 410 and 500 end in TRANSFERRED with the error page as the file"),
  /** There are no retries. */
  NOTHING_IS_TRANSIENT(
      "503 and a refused connection end in ERROR at once, never in TRANSIENT_ERROR"),
  /** Whatever came is the file. */
  BROKEN_TRANSFERS_COUNT_AS_WHOLE(
      "a connection that ends too early ends in TRANSFERRED with what came of the file"),
  /** BITS itself tells nobody. */
  NEXT_RETRY_IS_TOLD("a status in TRANSIENT_ERROR tells the time of the next try"),
  /** GetError knows nothing of failures below HTTP. */
  TRANSPORT_ERRORS_ARE_NOT_TOLD("after a refused connection there is no error information"),
  /** GetProtocol fails. */
  PROTOCOL_IS_NOT_TOLD("the error's protocol stays empty"),
  /** GetError still gives the error of a job that was cancelled. */
  ERRORS_STAY_AFTER_THE_END("the error of a failed job can be read after `cancel()`, too"),
  /** A body without length is taken as it comes. */
  SIZE_IS_NOT_NEEDED("a file whose size the server does not tell is downloaded all the same"),
  /** There are no requests for ranges. */
  RANGES_ARE_NOT_NEEDED("a job in the background downloads from a server without ranges"),
  /** The time of the file is that of its download. */
  TIME_STAMPS_ARE_NOT_KEPT("a downloaded file does not get the time of the server's file"),
  /** SetProxySettings and GetProxySettings answer E_NOTIMPL. */
  PROXIES_ARE_MISSING("`proxy()` and `setProxy()` are refused with FeatureNotSupportedException"),
  /** SetNotifyCmdLine and GetNotifyCmdLine answer E_NOTIMPL. */
  NOTIFY_COMMANDS_ARE_MISSING("notify commands are refused with E_NOTIMPL"),
  /** AddFileWithRanges and ReplaceRemotePrefix answer S_OK and do nothing. */
  RANGES_AND_PREFIXES_ARE_IGNORED(
      "`addFile()` with ranges and `replaceRemotePrefix()` are accepted and change nothing"),
  /**
   * Flags for files' security and peer caching and the time limit are accepted, and that is all.
   */
  SETTINGS_ARE_NOT_KEPT(
      "file security, peer caching and maximum download time are accepted and cannot be read"),
  /** GetFileRanges and SetRemoteName answer E_NOTIMPL. */
  REMOTE_NAMES_ARE_FIXED("`ranges()` and `setRemoteName()` of a file are refused with E_NOTIMPL"),
  /** The callbacks of BITS 3.0 and 10.1 are never called. */
  FILE_EVENTS_ARE_MISSING("listeners hear of jobs only, never of files and pieces of files"),
  /** There are no COM servers to start. */
  NOTIFICATION_CLASSES_ARE_MISSING(
      "`setNotificationClass()` is refused with FeatureNotSupportedException"),
  /** Upload jobs are refused by a typed error. */
  UPLOADS_ARE_REFUSED("upload jobs are refused with FeatureNotSupportedException");

  private final String sentence;

  Difference(String sentence) {
    this.sentence = sentence;
  }

  /** What the documentation says about this difference. */
  public String sentence() {
    return sentence;
  }
}
