package io.github.bits4j;

import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a job failed: what {@code IBackgroundCopyJob::GetError} and {@code IBackgroundCopyError} say,
 * {@code bits.h}.
 *
 * @param fault the decoded error
 * @param contextValue the raw number of the context, kept even if nobody knows it
 * @param remoteName the file at the far end that the error is about, if it is about one
 * @param localName the file here that the error is about, if it is about one
 * @param protocol the protocol of the transfer, for instance {@code http}, if the error is about
 *     one
 * @param description what happened, in the words of the system, or ours where it has none
 */
public record JobError(
    Fault fault,
    int contextValue,
    Optional<String> remoteName,
    Optional<String> localName,
    Optional<String> protocol,
    String description) {
  /**
   * Refuses null.
   *
   * @param fault the decoded error
   * @param contextValue the raw number of the context
   * @param remoteName the file at the far end
   * @param localName the file here
   * @param protocol the protocol of the transfer
   * @param description what happened
   */
  public JobError {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(remoteName, "remoteName");
    Objects.requireNonNull(localName, "localName");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(description, "description");
  }

  /**
   * The raw value of the error.
   *
   * @return the HRESULT
   */
  public HResult hresult() {
    return fault.hresult();
  }

  /**
   * Where the job was when it happened.
   *
   * @return the context; empty if nobody knows the number
   */
  public Optional<ErrorContext> context() {
    return ErrorContext.of(contextValue);
  }
}
