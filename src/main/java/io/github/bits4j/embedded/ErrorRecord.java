package io.github.bits4j.embedded;

import io.github.bits4j.JobError;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.util.Optional;

/** Why a job failed, with the names as they were at that moment. */
record ErrorRecord(
    HResult hresult,
    int context,
    Optional<String> remoteName,
    Optional<String> localName,
    Optional<String> protocol) {
  /** A failure that is no file's. */
  static ErrorRecord of(HResult hresult, ErrorContext context) {
    return new ErrorRecord(
        hresult, context.value(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A failure of a file. */
  static ErrorRecord of(
      HResult hresult, ErrorContext context, FileRecord file, Optional<String> protocol) {
    return new ErrorRecord(
        hresult,
        context.value(),
        Optional.of(file.remoteName()),
        Optional.of(file.localName().toString()),
        protocol);
  }

  JobError asJobError() {
    Fault fault = Fault.of(hresult);
    String description = fault.explain(Origin.job(context)).meaning();
    return new JobError(fault, context, remoteName, localName, protocol, description);
  }
}
