package io.github.bits4j.transfer;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.transfer.TransferResult.FileResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives the files of a job their names: checked first, all of them or none. What did not pass is
 * never under its final name.
 */
final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  private final Order order;
  private final Engagement engagement;
  private final Beat beat;
  private final List<Piece> pieces = new ArrayList<>();
  private final Wishes wishes;
  private Optional<byte[]> reply = Optional.empty();

  private volatile boolean completed;

  /** Nobody stops what was completed by others: it has its names, so it has to be looked at. */
  private boolean byOthers;

  /** Whether whoever wanted the files still does. */
  interface Wishes {
    /**
     * Whether there is no need to go on.
     *
     * @param completed whether the job is completed: its files are nobody else's any more
     */
    boolean isUnwanted(boolean completed);
  }

  /** A file on its way: what was asked for, what the job brings, and what was found so far. */
  private static final class Piece {
    private final WantedFile wanted;
    private final Path brought;
    private final BitsFile file;
    private boolean whole = true;
    private boolean there;
    private Optional<String> complaint = Optional.empty();

    private Piece(WantedFile wanted, Path brought, BitsFile file) {
      this.wanted = wanted;
      this.brought = brought;
      this.file = file;
    }
  }

  Delivery(Order order, Engagement engagement, Beat beat, Wishes wishes) {
    this.wishes = wishes;
    this.order = order;
    this.engagement = engagement;
    this.beat = beat;
    List<BitsFile> files = engagement.bitsFiles(beat);
    for (int i = 0; i < Math.min(files.size(), order.files().size()); i++) {
      pieces.add(new Piece(order.files().get(i), engagement.files().get(i).local(), files.get(i)));
    }
  }

  // ---- Before ----

  /** Leaves out what is not all here. */
  boolean keepWhole() {
    for (Piece piece : pieces) {
      piece.whole = isWhole(beat.ask("BitsFile.progress", piece.file::progress));
    }
    return pieces.stream().anyMatch(piece -> piece.whole);
  }

  static boolean isWhole(FileProgress progress) {
    return progress.bytesTotal().isPresent()
        && progress.bytesTotal().getAsLong() == progress.bytesTransferred();
  }

  /** Checks what a backend shows before it has its name; what is wrong, if anything is. */
  Optional<BitsException> checkBefore() {
    try {
      pieces.forEach(piece -> order.confinement().confined(piece.wanted));
    } catch (BitsException e) {
      return Optional.of(e);
    }
    if (engagement.isQuarantined()) {
      return Optional.empty();
    }
    return check(piece -> beat.ask("BitsFile.temporaryFile", piece.file::temporaryFile));
  }

  private interface Place {
    Optional<Path> of(Piece piece);
  }

  private Optional<BitsException> check(Place place) {
    Optional<BitsException> wrong = Optional.empty();
    for (Piece piece : pieces) {
      if (!piece.whole || piece.wanted.check().isEmpty()) {
        continue;
      }
      Exception cause = null;
      try {
        Optional<Path> path = place.of(piece);
        piece.complaint =
            path.isPresent()
                ? complaint(piece.wanted, path.get())
                : Optional.of("it cannot be looked at before it has its name");
      } catch (Beat.Abandoned | Beat.Stopped e) {
        throw e;
      } catch (Exception e) {
        cause = e;
        piece.complaint = Optional.of("it could not be checked: " + e);
      }
      if (piece.complaint.isPresent() && wrong.isEmpty()) {
        wrong = Optional.of(Failures.invalid(piece.wanted + ": " + piece.complaint.get(), cause));
      }
    }
    return wrong;
  }

  private Optional<String> complaint(WantedFile wanted, Path file) throws Exception {
    Duration limit = order.deadlines().forACheck();
    boolean completed = engagement.isQuarantined();
    return beat.check(
        () -> wanted.check().get().complaint(file),
        limit,
        () -> !byOthers && wishes.isUnwanted(completed),
        Failures.invalid(wanted + ": its check did not end within " + Choice.words(limit), null));
  }

  /**
   * Nobody wants the files any more, or they cannot be checked: none that is kept aside stays.
   *
   * @return whether the job is completed, so that this was all of it
   */
  boolean withdraw() {
    if (!engagement.isQuarantined() || !completed) {
      return false;
    }
    pieces.forEach(Delivery::discard);
    return true;
  }

  // ---- The end of the job ----

  /** Completes the job; afterwards what passed is under its name. */
  Optional<BitsException> complete() {
    BitsJob job = engagement.job();
    if (order.type() == JobType.UPLOAD_REPLY) {
      reply = reply(() -> beat.ask("UploadReply.data", job.reply()::data));
    }
    Completion completion = engagement.complete(beat);
    completed = true;
    for (Piece piece : pieces) {
      piece.there =
          piece.whole
              && (completion != Completion.PARTIAL
                  || order.type() != JobType.DOWNLOAD
                  || Files.exists(piece.brought));
    }
    return checkAfter();
  }

  private static Optional<byte[]> reply(Supplier<Optional<byte[]>> data) {
    try {
      return data.get();
    } catch (BitsException e) {
      if (!e.hresult().equals(BitsCode.TOO_LARGE.hresult())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Somebody else has completed the job: sees what is there, and checks it now. */
  Optional<BitsException> completedByOthers() {
    // What a ledger has as completed was checked before; by now it may have been put to use.
    Optional<Completion> noted = engagement.notedCompletion(beat);
    boolean allOfIt = noted.filter(it -> it != Completion.PARTIAL).isPresent();
    completed = true;
    byOthers = true;
    for (Piece piece : pieces) {
      piece.there =
          allOfIt
              || order.type() != JobType.DOWNLOAD
              || beat.ask("BitsFile.progress", piece.file::progress).completed()
                  && (noted.isPresent() || Files.exists(piece.brought));
      piece.whole = piece.there && noted.isEmpty();
    }
    Optional<BitsException> wrong =
        engagement.isQuarantined() ? Optional.empty() : check(piece -> Optional.of(piece.brought));
    if (wrong.isPresent()) {
      pieces.stream().filter(piece -> piece.complaint.isPresent()).forEach(Delivery::discard);
    }
    return wrong.isPresent() ? wrong : checkAfter();
  }

  private Optional<BitsException> checkAfter() {
    Optional<BitsException> wrong = Optional.empty();
    if (engagement.isQuarantined()) {
      pieces.forEach(piece -> piece.whole = piece.there);
      wrong = check(piece -> Optional.of(piece.brought));
      wrong = wrong.isPresent() ? wrong : release();
      if (wrong.isPresent()) {
        pieces.forEach(Delivery::discard);
      }
    }
    if (wrong.isEmpty() && pieces.stream().anyMatch(piece -> !piece.there)) {
      wrong =
          Optional.of(
              Failures.leftOut(
                  "the job was completed without "
                      + pieces.stream().filter(it -> !it.there).map(it -> it.wanted).toList()));
    }
    return wrong;
  }

  private Optional<BitsException> release() {
    for (Piece piece : pieces) {
      if (piece.there) {
        try {
          Quarantine.release(piece.brought, piece.wanted.local());
        } catch (IOException e) {
          piece.there = false;
          return Optional.of(
              Failures.leftOut(piece.wanted + " has passed but cannot get its name: " + e));
        }
      }
    }
    return Optional.empty();
  }

  private static void discard(Piece piece) {
    piece.there = piece.there && !Files.exists(piece.brought);
    try {
      Files.deleteIfExists(piece.brought);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, piece.brought + " cannot be deleted", e);
    }
  }

  // ---- What came of it ----

  List<FileResult> results() {
    List<FileResult> results = new ArrayList<>();
    for (Piece piece : pieces) {
      results.add(new FileResult(piece.wanted.spec(), piece.there, piece.complaint));
    }
    return results;
  }

  boolean isAnythingThere() {
    return pieces.stream().anyMatch(piece -> piece.there);
  }

  Optional<byte[]> reply() {
    return reply;
  }
}
