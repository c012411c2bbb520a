package io.github.bits4j.transfer;

import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One piece of work in a ledger. Never changes; every change makes a new one.
 *
 * @param id its id, made at random, which its job carries in its description
 * @param key what makes two intents the same piece of work
 * @param spec the job, without the mark
 * @param notes what else is known of each file
 * @param selfContained whether a job made from this alone is as it was meant to be
 * @param stage how far it is
 * @param created when it was intended
 * @param changed when it came to this stage
 * @param job the job's id, once it is noted
 * @param backend whose queue the job is in, once it is noted
 * @param heldUntil until when its job is held back: suspended by the program itself, not by
 *     somebody who wants it to rest
 * @param completion what became of the files, once it has ended
 * @param told whether the program has heard of the end: from then on it is kept only for others who
 *     wait for the same job. Where there is no end yet, it has done without the job, which is to be
 *     cancelled
 */
record LedgerEntry(
    UUID id,
    String key,
    JobSpec spec,
    List<FileNote> notes,
    boolean selfContained,
    Stage stage,
    Instant created,
    Instant changed,
    Optional<UUID> job,
    Optional<String> backend,
    Optional<Instant> heldUntil,
    Optional<Completion> completion,
    boolean told) {
  LedgerEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(changed, "changed");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(heldUntil, "heldUntil");
    Objects.requireNonNull(completion, "completion");
    notes = List.copyOf(notes);
    if (notes.size() != spec.files().size()) {
      throw new IllegalArgumentException(notes.size() + " notes on " + spec.files().size());
    }
    if (job.isPresent() != backend.isPresent()) {
      throw new IllegalArgumentException("a job has an id and a backend");
    }
  }

  static LedgerEntry of(Intent intent, Instant now) {
    return new LedgerEntry(
        UUID.randomUUID(),
        intent.key(),
        intent.spec(),
        intent.expected(),
        intent.selfContained(),
        Stage.INTENDED,
        now,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same piece of work, begun anew: a job of the one before is not taken for one of this. */
  LedgerEntry anew(Instant now) {
    List<FileNote> demanded =
        notes.stream().map(it -> FileNote.expecting(it.size(), it.sha256())).toList();
    return new LedgerEntry(
        UUID.randomUUID(),
        key,
        spec,
        demanded,
        selfContained,
        Stage.INTENDED,
        created,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  LedgerEntry withJob(UUID its, String where, Instant now) {
    return new LedgerEntry(
        id,
        key,
        spec,
        notes,
        selfContained,
        Stage.CREATED,
        created,
        now,
        Optional.of(its),
        Optional.of(where),
        heldUntil,
        completion,
        told);
  }

  LedgerEntry held(Optional<Instant> until, Instant now) {
    return new LedgerEntry(
        id,
        key,
        spec,
        notes,
        selfContained,
        stage,
        created,
        now,
        job,
        backend,
        until,
        completion,
        told);
  }

  LedgerEntry at(Stage next, List<FileNote> known, Instant now) {
    return with(next, known, now, completion, told);
  }

  LedgerEntry ended(Stage end, Optional<Completion> how, Instant now) {
    return with(end, notes, now, how, told);
  }

  LedgerEntry noting(List<FileNote> known) {
    return with(stage, known, changed, completion, told);
  }

  LedgerEntry isTold(Instant now) {
    return with(stage, notes, now, completion, true);
  }

  private LedgerEntry with(
      Stage next, List<FileNote> known, Instant now, Optional<Completion> how, boolean heard) {
    return new LedgerEntry(
        id,
        key,
        spec,
        known,
        selfContained,
        next,
        created,
        now,
        job,
        backend,
        heldUntil,
        how,
        heard);
  }

  /** The same job, which nobody wants any more; the work itself has another. */
  LedgerEntry aside(Instant now) {
    return new LedgerEntry(
        id,
        "aside " + id,
        spec,
        notes,
        selfContained,
        Stage.CANCELLING,
        created,
        now,
        job,
        backend,
        heldUntil,
        completion,
        true);
  }

  /** Whether all that is left to do is to cancel its job. */
  boolean isUnwanted() {
    return told && !stage.isEnd();
  }

  /** What became of the files, if the job was completed. */
  Optional<Completion> completed() {
    return stage == Stage.COMPLETED
        ? Optional.of(completion.orElse(Completion.ALL))
        : Optional.empty();
  }

  /** The name of the work, if it was given one. */
  Optional<String> work() {
    return Intent.nameOf(key);
  }

  String stem() {
    return Intent.stem(key);
  }

  /** Without the far ends: a signed URL is a secret. */
  @Override
  public String toString() {
    return "'"
        + spec.displayName()
        + "' ("
        + id
        + job.map(it -> ", job " + it).orElse("")
        + ", "
        + stage
        + ")";
  }
}
