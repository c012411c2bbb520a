package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The settings of a job that few jobs need.
 *
 * <p>Where nothing else is said they are of {@link Feature#PROPERTIES}. Methods of a {@link
 * Feature} that the backend lacks throw {@link FeatureNotSupportedException}; those that change
 * something throw {@link InvalidJobStateException} once the job was completed or cancelled, and
 * {@link BitsException} with {@link BitsCode#READ_ONLY_PROPERTY_AFTER_RESUME}, {@link
 * BitsCode#READ_ONLY_PROPERTY_AFTER_ADDFILE} or {@link
 * BitsCode#PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY} where it is too late or the job is of the
 * wrong type.
 *
 * <p>As long as the handle of the job, and like it for use by any thread.
 *
 * <p>Stands for methods of {@code IBackgroundCopyJob3} to {@code …5}, {@code bits2_0.h}, {@code
 * bits3_0.h}, {@code bits5_0.h}.
 */
public interface JobOptions {
  /**
   * On which networks the job may run.
   *
   * @return the policy
   */
  CostPolicy costPolicy();

  /**
   * Sets on which networks the job may run; takes effect at once. On others it waits in {@link
   * JobState#TRANSIENT_ERROR}, for {@link WaitReason#COST}.
   *
   * @param policy the policy
   */
  void setCostPolicy(CostPolicy policy);

  /**
   * Whether the job takes content whose size is not known beforehand.
   *
   * @return false unless it was set
   */
  boolean dynamicContent();

  /**
   * Has a download take content whose size is not known beforehand, before the first {@link
   * BitsJob#resume()}. Any interruption then begins at byte 0 again; use {@link
   * JobPriority#FOREGROUND} with it. Not with ranges.
   *
   * @param enabled whether it does
   * @throws BitsException {@link BitsCode#NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD} after {@link
   *     HttpOptions#setMethod}, {@link BitsCode#UNSUPPORTED_JOB_CONFIGURATION} with ranges
   */
  void setDynamicContent(boolean enabled);

  /**
   * Whether the job trades safety for speed.
   *
   * @return false unless it was set
   */
  boolean highPerformance();

  /**
   * Has a download write straight to the final files, before any file is added: there is no
   * temporary file, after a crash of the service the job begins again, and what it leaves behind
   * when it is cancelled or fails is the caller's to delete. For many small files.
   *
   * @param enabled whether it does
   */
  void setHighPerformance(boolean enabled);

  /**
   * How much the job may download in all.
   *
   * @return the bytes; empty if there is no limit
   */
  OptionalLong maximumDownloadSize();

  /**
   * Sets how much a download may bring in all, before the first {@link BitsJob#resume()}; meant for
   * dynamic content. Above it the job fails with {@link BitsCode#MAX_DOWNLOAD_SIZE_LIMIT_REACHED}.
   *
   * @param bytes the limit, at least 1
   * @throws BitsException {@code E_INVALIDARG} or {@link BitsCode#MAX_DOWNLOAD_SIZE_INVALID_VALUE}
   *     if it is less
   */
  void setMaximumDownloadSize(long bytes);

  /**
   * Who is shown the credentials that Windows has stored.
   *
   * @return the target; empty for nobody
   */
  Optional<AuthenticationTarget> storedCredentials();

  /**
   * Shows the credentials that Windows has stored.
   *
   * @param target {@link AuthenticationTarget#PROXY}, the only one that BITS takes
   * @throws BitsException {@link BitsCode#USE_STORED_CREDENTIALS_NOT_SUPPORTED} for the other
   */
  void setStoredCredentials(AuthenticationTarget target);

  /**
   * The least time between two {@link JobListener#jobModified} or {@link
   * JobListener#fileRangesTransferred} of this job (BITS 10.1).
   *
   * @return 500 ms unless it was set
   */
  Duration minimumNotificationInterval();

  /**
   * Sets the least time between two notifications (BITS 10.1).
   *
   * @param interval whole milliseconds, 0 to 2^32-1
   * @throws BitsException {@code E_INVALIDARG} if it is out of range
   */
  void setMinimumNotificationInterval(Duration interval);

  /**
   * Whether only those ranges are fetched that are asked for (BITS 10.1).
   *
   * @return false unless it was set
   */
  boolean onDemand();

  /**
   * Has a download fetch only what {@link BitsFile#requestRanges} asks for (BITS 10.1). Not with
   * dynamic content.
   *
   * @param enabled whether it does
   * @throws BitsException {@link BitsCode#RANDOM_ACCESS_NOT_SUPPORTED} if pieces of its files
   *     cannot be asked for
   */
  void setOnDemand(boolean enabled);

  /**
   * The class that is started to be notified.
   *
   * @return its id; empty for none
   */
  Optional<UUID> notificationClass();

  /**
   * Sets the class that is started to be notified when no listener is there. Survives restarts of
   * service and machine.
   *
   * @param classId a registered COM server of its own process; empty for none
   */
  void setNotificationClass(Optional<UUID> classId);

  /**
   * For how long the job may be connected in all ({@link Feature#MAXIMUM_DOWNLOAD_TIME}).
   *
   * @return 90 days unless it, or a policy of the machine, was set
   */
  Duration maximumDownloadTime();

  /**
   * Sets for how long the job may be connected in all ({@link Feature#MAXIMUM_DOWNLOAD_TIME});
   * above it the job fails with {@link BitsCode#MAXDOWNLOAD_TIMEOUT}. A resume begins to count
   * anew.
   *
   * @param time whole seconds, 0 to 2^32-1
   * @throws BitsException {@code E_INVALIDARG} if it is out of range
   */
  void setMaximumDownloadTime(Duration time);

  /**
   * What of the files' security comes along ({@link Feature#FILE_SECURITY}).
   *
   * @return a set of the caller's
   */
  Set<FileSecurity> fileSecurity();

  /**
   * Sets what of the files' security comes along ({@link Feature#FILE_SECURITY}), from file servers
   * only and before the job is {@link JobState#TRANSFERRED}.
   *
   * @param parts all that comes along from now on
   */
  void setFileSecurity(Set<FileSecurity> parts);

  /**
   * What the job has to do with copies on neighbouring machines ({@link Feature#PEER_CACHING}).
   *
   * @return a set of the caller's
   */
  Set<PeerCaching> peerCaching();

  /**
   * Sets what the job has to do with copies on neighbouring machines ({@link
   * Feature#PEER_CACHING}).
   *
   * @param uses all that it does from now on
   */
  void setPeerCaching(Set<PeerCaching> uses);
}
