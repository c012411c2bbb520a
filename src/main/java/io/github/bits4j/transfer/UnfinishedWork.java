package io.github.bits4j.transfer;

import io.github.bits4j.FileSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A piece of work that a program had begun and that cannot go on without it. Never changes; for use
 * by any thread.
 */
public final class UnfinishedWork {
  private final LedgerEntry entry;
  private final Optional<BitsException> problem;
  private final Supplier<TransferRequest> again;

  UnfinishedWork(
      LedgerEntry entry, Optional<BitsException> problem, Supplier<TransferRequest> again) {
    this.entry = entry;
    this.problem = problem;
    this.again = again;
  }

  /**
   * What the job was called.
   *
   * @return its display name
   */
  public String name() {
    return entry.spec().displayName();
  }

  /**
   * What it was to do.
   *
   * @return download or upload
   */
  public JobType type() {
    return entry.spec().type();
  }

  /**
   * What was to be transferred.
   *
   * @return the files; their URLs may be secrets
   */
  public List<FileSpec> files() {
    return entry.spec().files();
  }

  /**
   * When it was begun.
   *
   * @return when the program asked for it first
   */
  public Instant since() {
    return entry.created();
  }

  /**
   * The job that does it.
   *
   * @return its id; empty if there is none any more, or never was
   */
  public Optional<UUID> jobId() {
    return entry.job();
  }

  /**
   * Why it cannot be looked after from here: its job is another account's or another backend's, or
   * it could not be created again. It stays in the ledger, and is found again the next time.
   *
   * @return the reason; empty if it only needs what is in no ledger: headers, credentials,
   *     preparations, checks of the program's own, a place for a reply, renewed URLs
   */
  public Optional<BitsException> problem() {
    return problem;
  }

  /**
   * The same request as far as the ledger has it. Add what is missing and start it: it goes on with
   * the job if there is one.
   *
   * @return a new request on the same queue and ledger
   */
  public TransferRequest request() {
    return again.get();
  }

  /** Says what it is and what is in the way, without URLs. */
  @Override
  public String toString() {
    return entry + problem.map(it -> ": " + it.getMessage()).orElse("");
  }
}
