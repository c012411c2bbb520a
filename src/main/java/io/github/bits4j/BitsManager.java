package io.github.bits4j;

import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.error.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A connection to one backend's queue: creates, finds and lists jobs.
 *
 * <p>Safe for use by any number of threads, whatever they did with COM. Closing it closes every
 * handle it gave out and never cancels a job; afterwards every method but {@link #close()} throws
 * {@link ClosedBitsException}.
 *
 * <p>Stands for {@code IBackgroundCopyManager}, {@code bits.h}.
 */
public interface BitsManager extends AutoCloseable {
  /**
   * The name of the backend behind this manager.
   *
   * @return the provider's name, {@code windows} or {@code embedded}
   */
  String backend();

  /**
   * Who moves the jobs of this queue.
   *
   * @return the service, a running process, or empty if nothing will move until somebody runs the
   *     queue
   */
  Optional<Runner> runner();

  /**
   * Creates a job in state {@link JobState#SUSPENDED}, with its files and properties. If any part
   * is refused, no job is left behind.
   *
   * @param spec what to create
   * @return a handle on the new job; the caller closes it
   * @throws BitsException {@link BitsCode#TOO_MANY_JOBS_PER_USER}, {@link
   *     BitsCode#TOO_MANY_JOBS_PER_MACHINE}, and everything that {@link BitsJob#addFiles} throws
   * @throws FeatureNotSupportedException if the backend has no uploads, as Wine's has none
   */
  BitsJob createJob(JobSpec spec);

  /**
   * Finds a job by its id.
   *
   * @param id the job's id
   * @return a handle that the caller closes; empty if no such job is in the queue
   * @throws AccessDeniedException if the job belongs to somebody else, or was created elevated
   */
  Optional<BitsJob> findJob(UUID id);

  /**
   * The job of an id, which must be there.
   *
   * @param id the job's id
   * @return a handle that the caller closes
   * @throws JobNotFoundException if no such job is in the queue ({@code BG_E_NOT_FOUND})
   * @throws AccessDeniedException if the job belongs to somebody else, or was created elevated
   */
  BitsJob job(UUID id);

  /**
   * The caller's own jobs, as they are at this moment.
   *
   * @return a handle on each, in no particular order; the caller closes them, or this manager does
   */
  List<BitsJob> jobs();

  /**
   * The jobs of all users, as they are at this moment; for administrators only.
   *
   * @return a handle on each, in no particular order; the caller closes them, or this manager does
   * @throws AccessDeniedException if the caller is no administrator, or not elevated
   */
  List<BitsJob> jobsOfAllUsers();

  /**
   * The words for a value in a language. There are always some, whatever the value and the
   * language.
   *
   * <p>On Windows those of BITS itself ({@code IBackgroundCopyManager::GetErrorDescription}); where
   * it has none in that language, those it has in the user's; then the system's ({@code
   * FormatMessage}); then those of {@link Fault#explain(Origin, Locale)}. On the embedded engine
   * always the last.
   *
   * @param hresult any value, also a success code
   * @param language the language wanted; what is not there in it comes in another one
   * @return one line, never blank; for people, not for programs to read
   */
  String describe(HResult hresult, Locale language);

  /**
   * Whether the backend has a feature of managers.
   *
   * @param feature a feature whose {@link Feature#owner()} is {@link Feature.Owner#MANAGER}
   * @return true if the methods that need it work
   * @throws BitsException {@code E_INVALIDARG} for a feature of jobs or files
   */
  default boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.MANAGER);
    return false;
  }

  /**
   * The cache of files for neighbouring machines; without effect since BITS 4.0.
   *
   * @return a view, as long as this manager
   * @throws FeatureNotSupportedException if the backend lacks {@link Feature#PEER_CACHE}
   */
  default PeerCache peerCache() {
    throw Feature.PEER_CACHE.missing("BitsManager.peerCache");
  }

  /** Closes this manager and every handle it gave out; no job is cancelled. Twice is nothing. */
  @Override
  void close();
}
