package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/** Removes leftovers, each only if it is still as it was when it was looked at. */
final class Broom {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String BUSY = "somebody is working on it";
  private static final String MOVED = "something has happened to it meanwhile";
  private static final String GONE = "it is gone already";

  private final Ledger ledger;
  private final BitsManager bits;
  private final Duration patience;

  Broom(Ledger ledger, BitsManager bits) {
    this.ledger = ledger;
    this.bits = bits;
    patience = ledger.patience().compareTo(PATIENCE) < 0 ? ledger.patience() : PATIENCE;
  }

  /** Whether the temporary file of a note is there, and still that one. */
  static boolean isStill(FileNote note) {
    Path temp = note.temp().orElseThrow();
    return FileStamp.attributes(temp).filter(BasicFileAttributes::isRegularFile).isPresent()
        && note.tempStamp().filter(FileStamp.identity(temp)::equals).isPresent();
  }

  Removal cancel(Leftover leftover, OwnJob seen) throws InterruptedException {
    if (seen.entry().isEmpty()) {
      return ended(leftover, seen, BitsJob::cancel);
    }
    Optional<Turn> taken = ledger.turn(seen.entry().get(), patience);
    if (taken.isEmpty()) {
      return Removal.kept(leftover, BUSY);
    }
    try (Turn turn = taken.get()) {
      // Not its notes: temporary files may have been found since.
      boolean same = turn.isKnown() && turn.entry().stage() == seen.entry().get().stage();
      return same ? ended(leftover, seen, turn::cancel) : Removal.kept(leftover, MOVED);
    }
  }

  private interface Canceller {
    Completion cancel(BitsJob job);
  }

  private Removal ended(Leftover leftover, OwnJob seen, Canceller canceller) {
    Optional<BitsJob> found = bits.findJob(seen.id());
    if (found.isEmpty()) {
      return Removal.kept(leftover, GONE);
    }
    try (BitsJob job = found.get()) {
      if (!seen.isSameAs(OwnJob.of(job, seen.entry(), seen.touched()))) {
        return Removal.kept(leftover, MOVED);
      }
      Completion completion = canceller.cancel(job);
      return completion == Completion.TEMP_FILES_LEFT
          ? new Removal(
              leftover,
              Removal.Outcome.REMOVED,
              Optional.of("a temporary file of it could not be deleted"))
          : Removal.removed(leftover);
    } catch (InvalidJobStateException | JobNotFoundException e) {
      return Removal.kept(leftover, GONE);
    }
  }

  Removal delete(Leftover leftover, LedgerEntry seen, FileNote note) throws InterruptedException {
    Optional<Turn> taken = ledger.turn(seen, patience);
    if (taken.isEmpty()) {
      return Removal.kept(leftover, BUSY);
    }
    try (Turn turn = taken.get()) {
      if (!turn.isKnown() || !turn.entry().equals(seen) || !isStill(note)) {
        return Removal.kept(leftover, MOVED);
      }
      Files.delete(note.temp().orElseThrow());
      return Removal.removed(leftover);
    } catch (IOException e) {
      return Removal.failed(leftover, e.toString());
    }
  }

  Removal forget(Leftover leftover, LedgerEntry seen) throws InterruptedException {
    Optional<Turn> taken = ledger.turn(seen, patience);
    if (taken.isEmpty()) {
      return Removal.kept(leftover, BUSY);
    }
    try (Turn turn = taken.get()) {
      if (!turn.isKnown() || !turn.entry().equals(seen)) {
        return Removal.kept(leftover, MOVED);
      }
      boolean filesLeft =
          seen.notes().stream().anyMatch(it -> it.temp().isPresent() && isStill(it));
      if (filesLeft) {
        return Removal.kept(leftover, "a temporary file of it is still there");
      }
      turn.forget();
      return Removal.removed(leftover);
    }
  }

  Removal deleteRubbish(Leftover leftover, String stamp) {
    Path file = leftover.file().orElseThrow();
    if (!FileStamp.content(file).equals(stamp)) {
      return Removal.kept(leftover, MOVED);
    }
    try {
      ledger.files().remove(file);
      return Removal.removed(leftover);
    } catch (IOException e) {
      return Removal.failed(leftover, e.toString());
    }
  }
}
