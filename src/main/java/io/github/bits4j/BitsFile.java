package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of a job. It lives as long as the handle of its job, and is like it for use by any thread.
 *
 * <p>Methods of a {@link Feature} that the backend lacks throw {@link
 * FeatureNotSupportedException}.
 *
 * <p>Stands for {@code IBackgroundCopyFile} to {@code …6}, {@code bits.h} to {@code bits10_1.h}.
 */
public interface BitsFile {
  /**
   * The name at the far end.
   *
   * @return the URL, UNC name or path, as BITS keeps it
   */
  String remoteName();

  /**
   * The final name here; the file appears under it only with {@link BitsJob#complete()}.
   *
   * @return the full path, as BITS keeps it
   */
  String localName();

  /**
   * How far the file is, in every state of the job.
   *
   * @return a snapshot
   */
  FileProgress progress();

  /**
   * Where the bytes of a download are until {@link BitsJob#complete()}: to be read and checked once
   * the job is {@link JobState#TRANSFERRED}, and closed again before the job is completed or
   * cancelled; not to be changed.
   *
   * @return the temporary file; empty for uploads, where there is none yet or any more ({@link
   *     JobOptions#setHighPerformance} has none), and where the backend cannot tell (the service
   *     before BITS 3.0)
   */
  default Optional<Path> temporaryFile() {
    return Optional.empty();
  }

  /**
   * Whether the backend has a feature of files.
   *
   * @param feature a feature whose {@link Feature#owner()} is {@link Feature.Owner#FILE}
   * @return true if the methods that need it work
   * @throws BitsException {@code E_INVALIDARG} for a feature of managers or jobs
   */
  default boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.FILE);
    return false;
  }

  /**
   * The pieces that are wanted ({@link Feature#REMOTE_NAME}).
   *
   * @return the ranges in the order in which they were given; none if the whole file is wanted
   */
  default List<FileRange> ranges() {
    throw Feature.REMOTE_NAME.missing("BitsFile.ranges");
  }

  /**
   * Has the file come from somewhere else ({@link Feature#REMOTE_NAME}); for downloads. Suspend the
   * job before and resume it after: until then the change is not kept over a restart of the
   * service.
   *
   * @param remoteName the new name at the far end
   * @throws BitsException {@code E_INVALIDARG} if it is not valid
   * @throws FeatureNotSupportedException if the backend lacks it, or the job is an upload
   * @throws InvalidJobStateException if the job was completed or cancelled
   */
  default void setRemoteName(String remoteName) {
    throw Feature.REMOTE_NAME.missing("BitsFile.setRemoteName");
  }

  /**
   * Whether somebody said that the bytes are right ({@link Feature#VALIDATION}).
   *
   * @return false also if nobody said anything
   */
  default boolean validated() {
    throw Feature.VALIDATION.missing("BitsFile.validated");
  }

  /**
   * Says whether the bytes are right ({@link Feature#VALIDATION}), once all of them are here.
   *
   * @param valid false has the file fetched again: the job goes to {@link JobState#ERROR} with
   *     {@link BitsCode#VALIDATION_FAILED} and begins the file anew when it is resumed; bytes from
   *     a neighbouring machine are fetched from the server at once
   * @throws BitsException {@code E_PENDING} if the file is not all here, {@link
   *     BitsCode#RECORD_DELETED}
   */
  default void setValidated(boolean valid) {
    throw Feature.VALIDATION.missing("BitsFile.setValidated");
  }

  /**
   * Whether any part came from a neighbouring machine ({@link Feature#VALIDATION}).
   *
   * @return true if it did
   */
  default boolean fromPeer() {
    throw Feature.VALIDATION.missing("BitsFile.fromPeer");
  }

  /**
   * Where the bytes came from ({@link Feature#SOURCES}).
   *
   * @return a snapshot
   */
  default FileSources sources() {
    throw Feature.SOURCES.missing("BitsFile.sources");
  }

  /**
   * The headers of the last answer of the server ({@link Feature#RESPONSE_HEADERS}).
   *
   * @return the block as BITS keeps it; empty if there was no answer yet
   */
  default Optional<String> responseHeaders() {
    throw Feature.RESPONSE_HEADERS.missing("BitsFile.responseHeaders");
  }

  /**
   * Goes on with what is missing from an offset on ({@link Feature#RANDOM_ACCESS}); for downloads
   * over HTTP of whole files, from servers that have ranges, without dynamic content.
   *
   * @param offset in bytes, at least 0
   * @throws BitsException {@link BitsCode#RANDOM_ACCESS_NOT_SUPPORTED} if job or server cannot,
   *     {@code E_INVALIDARG} if the offset is negative
   */
  default void continueFrom(long offset) {
    throw Feature.RANDOM_ACCESS.missing("BitsFile.continueFrom");
  }

  /**
   * Has pieces fetched before everything else ({@link Feature#RANDOM_ACCESS}). When all that was
   * asked for is here, the job is {@link JobState#TRANSFERRED} if that is the whole file, {@link
   * JobState#SUSPENDED} otherwise.
   *
   * @param ranges the pieces, at least one; they may overlap each other and what is here
   * @throws BitsException {@link BitsCode#INVALID_RANGE} outside the file, {@link
   *     BitsCode#RANDOM_ACCESS_NOT_SUPPORTED} if job or server cannot, {@code E_INVALIDARG} for no
   *     range
   */
  default void requestRanges(List<FileRange> ranges) {
    throw Feature.RANDOM_ACCESS.missing("BitsFile.requestRanges");
  }

  /**
   * The pieces that are here ({@link Feature#RANDOM_ACCESS}).
   *
   * @return the ranges by offset, none touching the next
   * @throws BitsException {@link BitsCode#RANDOM_ACCESS_NOT_SUPPORTED} if job or server cannot
   */
  default List<FileRange> filledRanges() {
    throw Feature.RANDOM_ACCESS.missing("BitsFile.filledRanges");
  }
}
