package io.github.bits4j;

import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A handle on a job.
 *
 * <p>Closing the handle leaves the job in the queue. Afterwards every method but {@link #id()} and
 * {@link #close()} throws {@link ClosedBitsException}; a call that is under way finishes first. Any
 * number of threads may use one handle.
 *
 * <p>A job that was completed or cancelled leaves the queue; handles on it still answer what they
 * are asked, and refuse every change with {@link InvalidJobStateException}.
 *
 * <p>What BITS learned after its first version is in groups: {@link #credentials()}, {@link
 * #proxy()}, {@link #http()}, {@link #options()}, {@link #reply()}, {@link #helperToken()}, {@link
 * #owner()}. {@link #supports} tells what the backend has.
 *
 * <p>Stands for {@code IBackgroundCopyJob} to {@code …5}, {@code bits.h} to {@code bits5_0.h}.
 */
public interface BitsJob extends AutoCloseable {
  /**
   * The job's id, which finds it again after a restart of program or machine.
   *
   * @return the id, chosen by the backend
   */
  UUID id();

  /**
   * The job's state at this moment.
   *
   * @return the state
   */
  JobState state();

  /**
   * A snapshot of everything that changes while the job runs.
   *
   * @return the snapshot; a getter that the backend lacks or that fails leaves its field empty,
   *     only the state must be there
   */
  JobStatus status();

  /**
   * A snapshot of everything that was set on the job.
   *
   * @return the snapshot; a getter that the backend lacks or that fails leaves its field empty
   */
  JobProperties properties();

  /**
   * Why the job failed. There is an error from the moment the job enters {@link JobState#ERROR} or
   * {@link JobState#TRANSIENT_ERROR} until data flows again.
   *
   * @return the error
   * @throws BitsException {@link BitsCode#ERROR_INFORMATION_UNAVAILABLE} if there is none; {@link
   *     JobStatus#error()} is the form that does not throw
   */
  JobError error();

  /**
   * The job's files.
   *
   * @return the files; in the order in which they were added on the embedded engine, in the
   *     service's own order elsewhere
   */
  List<BitsFile> files();

  /**
   * Adds a file; allowed in every state that is not final. The job does not start by itself.
   *
   * @param remoteName the URL, UNC name or full path at the far end; BITS escapes nothing in it
   * @param localName the absolute path of the file here; its folder must exist
   * @throws BitsException as {@link #addFiles}
   */
  default void addFile(String remoteName, Path localName) {
    addFiles(List.of(new FileSpec(remoteName, localName)));
  }

  /**
   * Adds files, all or none; allowed in every state that is not final.
   *
   * @param files the files, at least one
   * @throws BitsException {@code E_INVALIDARG} for a name that is not valid or for no file at all,
   *     {@code 0x80070003} for a folder that is missing, {@code 0x80070002} for the source of an
   *     upload that is not there (BITS documents no codes for these; they are the embedded
   *     engine's), {@link BitsCode#TOO_MANY_FILES} for a second file of an upload, {@link
   *     BitsCode#TOO_MANY_FILES_IN_JOB} above the limit of the machine
   * @throws AccessDeniedException if the caller may not write to the folder
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void addFiles(List<FileSpec> files);

  /**
   * Adds a file of which only pieces are wanted ({@link Feature#FILE_RANGES}); for downloads, in
   * every state that is not final.
   *
   * @param remoteName the URL at the far end; BITS escapes nothing in it
   * @param localName the absolute path of the file here: the pieces one after the other, in the
   *     order of the list
   * @param ranges the pieces, at least one; they may not overlap
   * @throws BitsException {@code E_INVALIDARG} for a name that is not valid or for no range, {@link
   *     BitsCode#INVALID_RANGE}, {@link BitsCode#OVERLAPPING_RANGES}, {@link
   *     BitsCode#TOO_MANY_RANGES_IN_FILE} above the limit of the machine, and all that {@link
   *     #addFiles} throws
   * @throws FeatureNotSupportedException if the backend lacks it, or the job is an upload
   */
  default void addFile(String remoteName, Path localName, List<FileRange> ranges) {
    throw Feature.FILE_RANGES.missing("BitsJob.addFile");
  }

  /**
   * Has all files of a download come from somewhere else, whose names begin alike ({@link
   * Feature#REMOTE_PREFIX}). What is transferred already is not fetched again.
   *
   * @param from what the remote names begin with now, to the letter
   * @param to what they are to begin with
   * @return false if no name begins so
   * @throws BitsException {@code E_INVALIDARG} if one is empty, or a new name is not valid
   * @throws FeatureNotSupportedException if the backend lacks it, or the job is an upload
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  default boolean replaceRemotePrefix(String from, String to) {
    throw Feature.REMOTE_PREFIX.missing("BitsJob.replaceRemotePrefix");
  }

  /**
   * Renames the job. Names need not be unique.
   *
   * @param displayName at most 256 UTF-16 units
   * @throws BitsException {@link BitsCode#STRING_TOO_LONG} or {@code E_INVALIDARG} if it is too
   *     long, {@code E_INVALIDARG} for a NUL character
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void setDisplayName(String displayName);

  /**
   * Describes the job.
   *
   * @param description at most 1,024 UTF-16 units
   * @throws BitsException {@link BitsCode#STRING_TOO_LONG} if it is too long, {@code E_INVALIDARG}
   *     for a NUL character
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void setDescription(String description);

  /**
   * Sets the priority; takes effect on a running job too.
   *
   * @param priority the priority
   * @throws BitsException {@link BitsCode#NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD} for another than
   *     FOREGROUND after {@link HttpOptions#setMethod}
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void setPriority(JobPriority priority);

  /**
   * Sets how long a job waits after a transient error before it is tried again; 10 minutes unless
   * it is set. One that is longer than the no-progress timeout makes every transient error {@link
   * JobState#ERROR} at once.
   *
   * @param delay whole seconds, 0 to 2^32-1; below 5 seconds means 5
   * @throws BitsException {@code E_INVALIDARG} if the delay is negative or too long
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void setMinimumRetryDelay(Duration delay);

  /**
   * Sets for how long a job may go on failing without any byte before its transient error becomes
   * {@link JobState#ERROR}; 14 days unless it is set.
   *
   * @param timeout whole seconds, 0 to 2^32-1; 0 means no retry at all
   * @throws BitsException {@code E_INVALIDARG} if the timeout is negative or too long
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void setNoProgressTimeout(Duration timeout);

  /**
   * The proxy settings of the job.
   *
   * @return the settings
   * @throws FeatureNotSupportedException if the backend lacks them
   */
  default ProxySettings proxy() {
    throw noProxies("BitsJob.proxy");
  }

  /**
   * Sets the proxy that the job goes through. Whether it is one shows when the job runs: {@link
   * BitsCode#INVALID_PROXY_INFO}.
   *
   * @param proxy the settings
   * @throws BitsException {@link BitsCode#PROXY_LIST_TOO_LARGE}, {@link
   *     BitsCode#PROXY_BYPASS_LIST_TOO_LARGE}
   * @throws FeatureNotSupportedException if the backend lacks them
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  default void setProxy(ProxySettings proxy) {
    throw noProxies("BitsJob.setProxy");
  }

  private static FeatureNotSupportedException noProxies(String call) {
    return new FeatureNotSupportedException(call, "this backend has no proxy settings");
  }

  /**
   * Whether the backend has a feature of jobs, for this job.
   *
   * @param feature a feature whose {@link Feature#owner()} is {@link Feature.Owner#JOB}
   * @return true if the methods that need it work; what they refuse in this state or for this type
   *     of job, they refuse all the same
   * @throws BitsException {@code E_INVALIDARG} for a feature of managers or files
   */
  default boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.JOB);
    return false;
  }

  /**
   * What the job shows to servers and proxies that ask who it is.
   *
   * @return a view, as long as this handle
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#CREDENTIALS}
   */
  default JobCredentials credentials() {
    throw Feature.CREDENTIALS.missing("BitsJob.credentials");
  }

  /**
   * What the job does over HTTP and HTTPS beyond the ordinary: headers, client certificates, trust
   * in servers, redirects, the method.
   *
   * @return a view, as long as this handle
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#HTTP_OPTIONS}
   */
  default HttpOptions http() {
    throw Feature.HTTP_OPTIONS.missing("BitsJob.http");
  }

  /**
   * The settings that few jobs need: cost, dynamic content, ranges on demand, limits and so on.
   *
   * @return a view, as long as this handle; its methods say which feature they need
   * @throws FeatureNotSupportedException if the backend has none of them
   */
  default JobOptions options() {
    throw Feature.PROPERTIES.missing("BitsJob.options");
  }

  /**
   * What a server application answers to an upload.
   *
   * @return a view, as long as this handle
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#REPLY}
   */
  default UploadReply reply() {
    throw Feature.REPLY.missing("BitsJob.reply");
  }

  /**
   * A second identity for the job.
   *
   * @return a view, as long as this handle
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#HELPER_TOKEN}
   */
  default HelperToken helperToken() {
    throw Feature.HELPER_TOKEN.missing("BitsJob.helperToken");
  }

  /**
   * Whose job it is.
   *
   * @return a snapshot; a getter that the backend lacks or that fails leaves its field empty
   */
  default JobOwner owner() {
    return new JobOwner(properties().owner(), Optional.empty(), Optional.empty());
  }

  /**
   * The program that is started when the job is transferred or has failed.
   *
   * @return the program; empty if there is none
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#NOTIFY_COMMAND}
   */
  default Optional<NotifyCommand> notifyCommand() {
    throw Feature.NOTIFY_COMMAND.missing("BitsJob.notifyCommand");
  }

  /**
   * Has a program started when the job is transferred or has failed, as the user who calls this. It
   * is started again and again until it returns 0 or the job has ended; never for the jobs of
   * service accounts, and not while a listener of any program takes the notification.
   *
   * @param command the program
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#NOTIFY_COMMAND}
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  default void setNotifyCommand(NotifyCommand command) {
    throw Feature.NOTIFY_COMMAND.missing("BitsJob.setNotifyCommand");
  }

  /**
   * Has no program started any more.
   *
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#NOTIFY_COMMAND}
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  default void removeNotifyCommand() {
    throw Feature.NOTIFY_COMMAND.missing("BitsJob.removeNotifyCommand");
  }

  /**
   * Queues the job: starts a new one, tries one in an error state again at once, and fetches what
   * was added to one that was {@link JobState#TRANSFERRED}. Nothing happens to a job that is queued
   * or running already, or of which all is here.
   *
   * @throws BitsException {@link BitsCode#EMPTY} if the job has no files
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void resume();

  /**
   * Pauses the job; what was transferred is kept. One that is suspended, or of which all is here,
   * stays as it is.
   *
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void suspend();

  /**
   * Ends the job and makes its files available under their final names. Only now do they appear, in
   * place of files that had those names before; they belong to whoever calls this.
   *
   * <p>A download may be completed in every state that is not final: the files that are whole are
   * kept, the others deleted. An upload only in {@link JobState#TRANSFERRED}.
   *
   * @return what became of the files; look at it
   * @throws InvalidJobStateException if the job was completed or cancelled, or is an upload that is
   *     not transferred
   * @throws BitsException if a file cannot be renamed, with the Win32 error as its value: the job
   *     stays, in TRANSFERRED, and may be completed again
   */
  Completion complete();

  /**
   * Ends the job and deletes what was transferred, files that are whole too. A file that an upload
   * has brought to its end stays with the server.
   *
   * @return {@link Completion#ALL}, or {@link Completion#TEMP_FILES_LEFT} if a temporary file could
   *     not be deleted
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  Completion cancel();

  /**
   * Makes the caller the job's owner; for administrators. The job loses its credentials, client
   * certificate, headers and notify command, and on Windows moves from then on only while the new
   * owner is logged on.
   *
   * @throws AccessDeniedException if the caller is no administrator, or not elevated
   * @throws BitsException {@link BitsCode#NEW_OWNER_NO_FILE_ACCESS}, {@link
   *     BitsCode#NEW_OWNER_DIFF_MAPPING}
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  void takeOwnership();

  /**
   * Waits until the job does not go on by itself any more: until it is {@link
   * JobState#TRANSFERRED}, {@link JobState#ERROR}, {@link JobState#SUSPENDED} or in a final state.
   * A transient error is waited through.
   *
   * @param atMost how long to wait; zero or less looks once
   * @return the snapshot at the end of the wait; at the deadline, the snapshot as it is then
   * @throws InterruptedException if the waiting thread is interrupted; the job stays as it is
   * @throws ClosedBitsException if the handle is, or is closed during the wait
   */
  JobStatus await(Duration atMost) throws InterruptedException;

  /**
   * Reports to a listener until the subscription is closed, or this handle is.
   *
   * <p>On Windows the job is looked at again and again, and the service's notifications make that
   * sooner. A job has one place for them: a program that has it already keeps it, and as long as a
   * listener has it, a {@link #setNotifyCommand notify command} is not started.
   *
   * @param listener who is told; at least once for each event, possibly late and repeatedly
   * @param executor where the listener runs; never a thread of COM or of the engine
   * @return the subscription
   */
  Subscription listen(JobListener listener, Executor executor);

  /** Closes the handle; the job stays in the queue. Twice is nothing. */
  @Override
  void close();
}
