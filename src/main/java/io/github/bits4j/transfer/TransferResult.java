package io.github.bits4j.transfer;

import io.github.bits4j.FileSpec;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a transfer: one snapshot, for use by any thread. A value that has to be looked at:
 * {@link #outcome()} tells, or {@link #orThrow()} accepts nothing but everything.
 *
 * @param outcome what became of it
 * @param files what became of each file, in the order in which they were asked for
 * @param jobId the job's id, the last one's if there were several; empty if none was created
 * @param backend the name of the backend that did it; empty if none could be connected to
 * @param took how long it took since {@link TransferRequest#start()}
 * @param error why it is not complete; empty if it is
 * @param decisions what was decided about failures on the way, the latest last; each tells its
 *     reason
 * @param reply what the server application answered to an upload-reply, up to 1 MB; empty otherwise
 * @param waiting what an unfinished transfer waits for, if it waits
 * @param leftInQueue the ids of jobs that may still be in their queue though nobody wants them any
 *     more, since the service did not answer or refused to cancel them. None of their files gets
 *     its name. A {@linkplain TransferRequest#recordedIn ledger} has them too: {@link
 *     Transfer#recover} cancels them, a {@link Janitor} once they are old
 */
public record TransferResult(
    Outcome outcome,
    List<FileResult> files,
    Optional<UUID> jobId,
    Optional<String> backend,
    Duration took,
    Optional<BitsException> error,
    List<Decision> decisions,
    Optional<byte[]> reply,
    Optional<Waiting> waiting,
    List<UUID> leftInQueue) {
  /** What became of a transfer. */
  public enum Outcome {
    /** All files are under their names, or with the server. */
    COMPLETE,
    /** Some files are under their names; {@link TransferResult#files()} tells which. */
    PARTIAL,
    /** It failed: nothing is under any of the names that was not there before. */
    FAILED,
    /** It did not move for too long without a good reason, see {@link Deadlines}; nothing came. */
    STUCK,
    /** Somebody cancelled it, through this transfer or past it. */
    CANCELLED,
    /** It goes on: the wait was over before it, or the transfer was closed. */
    UNFINISHED
  }

  /**
   * What became of one file.
   *
   * @param file what was asked for
   * @param isThere whether it is under its name, or for uploads with the server
   * @param complaint what the check found; empty if it found nothing or there was none
   */
  public record FileResult(FileSpec file, boolean isThere, Optional<String> complaint) {
    /** Names the file without what may be a signature. */
    @Override
    public String toString() {
      return Secrets.shown(file.remoteName())
          + " at "
          + file.localName()
          + (isThere ? ", there" : ", not there")
          + complaint.map(", "::concat).orElse("");
    }
  }

  /**
   * Accepts nothing but a complete transfer.
   *
   * @return this result
   * @throws BitsException {@link #error()}
   */
  public TransferResult orThrow() {
    if (outcome == Outcome.COMPLETE) {
      return this;
    }
    throw error.orElseThrow();
  }

  /** Says what became of it and why, without what may be a secret. */
  @Override
  public String toString() {
    return outcome
        + " after "
        + Choice.words(took)
        + jobId.map(id -> ", job " + id).orElse("")
        + backend.map(" on "::concat).orElse("")
        + ": "
        + files
        + error.map(it -> "; " + it.getMessage()).orElse("")
        + (decisions.isEmpty() ? "" : "; " + decisions)
        + (leftInQueue.isEmpty() ? "" : "; perhaps left in the queue: " + leftInQueue);
  }
}
