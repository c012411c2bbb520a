package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What one transfer notes in a ledger: it begins and ends its jobs through this. */
final class Books {
  private static final System.Logger LOG = System.getLogger(Books.class.getName());
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** {@code HRESULT_FROM_WIN32(ERROR_TIMEOUT)}. */
  private static final HResult TIMEOUT = HResult.ofWin32(1460);

  /** {@code E_ABORT}. */
  private static final HResult ABORTED = new HResult(0x80004004);

  private final Ledger ledger;
  private final Optional<String> work;
  private final List<FileNote> expected;
  private final boolean selfContained;
  private LedgerEntry entry;
  private BitsJob past;
  private boolean goingOn;
  private boolean told;

  /**
   * Nothing has begun yet.
   *
   * @param work what makes two transfers the same piece of work; empty if their files do
   * @param expected what is demanded of each file
   * @param selfContained whether the ledger has all that belongs to the transfer
   */
  Books(Ledger ledger, Optional<String> work, List<FileNote> expected, boolean selfContained) {
    this.ledger = ledger;
    this.work = work;
    this.expected = expected;
    this.selfContained = selfContained;
  }

  /**
   * An entry of an earlier run is gone on with.
   *
   * @param over whether it has ended already
   */
  synchronized void goOn(LedgerEntry found, boolean over) {
    entry = found;
    past = over ? new PastJob(found) : null;
    goingOn = true;
  }

  /** Whether there is work of an earlier run that this transfer has not taken up yet. */
  synchronized boolean isToGoOn() {
    return goingOn;
  }

  /**
   * Creates a job and lets it go, or joins the one that is under way.
   *
   * @param preparation what a new job needs before it may go
   * @return the job; one that is over already if an earlier run of the program did not come to hear
   *     of its end
   */
  synchronized BitsJob begin(BitsManager manager, JobSpec spec, Consumer<BitsJob> preparation) {
    if (past != null) {
      BitsJob job = past;
      past = null;
      goingOn = false;
      return job;
    }
    Begun begun =
        waiting(
            () ->
                ledger.begin(
                    manager, new Intent(spec, work, expected, selfContained), preparation));
    entry = begun.entry();
    goingOn = false;
    told = false;
    return begun.job().orElseGet(() -> new PastJob(begun.entry()));
  }

  /** Notes where the bytes are, as far as that can be done. */
  synchronized void noteTemps(BitsJob job) {
    try {
      inTurn(
          turn -> {
            turn.noteTemps(job);
            return turn;
          });
    } catch (BitsException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the temporary files of {0} are not noted: {1}",
          entry,
          e.getMessage());
    }
  }

  /** Completes the job, or sees that somebody else has. */
  synchronized Completion complete(BitsJob job) {
    return inTurn(turn -> turn.complete(job));
  }

  /** Cancels the job, or sees that somebody else has. */
  synchronized Completion cancel(BitsJob job) {
    return inTurn(turn -> turn.cancel(job));
  }

  /** Whether the job was completed by somebody who noted that: its files were in their places. */
  synchronized boolean isCompleted() {
    return entry != null && inTurn(turn -> turn.entry().stage() == Stage.COMPLETED);
  }

  /** Notes that the program has heard of the end; what cannot be noted, it hears of once more. */
  synchronized void told() {
    if (entry == null || told) {
      return;
    }
    told = true;
    try {
      inTurn(
          turn -> {
            turn.told();
            return turn;
          });
    } catch (BitsException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} is not forgotten: {1}", entry, e.getMessage());
    }
  }

  private interface Work<T> {
    T with(Turn turn);
  }

  private <T> T inTurn(Work<T> what) {
    return waiting(
        () -> {
          Optional<Turn> taken = ledger.turn(entry, PATIENCE);
          if (taken.isEmpty()) {
            throw BitsException.of(
                TIMEOUT, "Ledger.turn", "somebody else works on " + entry + " all the time", null);
          }
          try (Turn turn = taken.get()) {
            T result = what.with(turn);
            entry = turn.entry();
            return result;
          }
        });
  }

  private interface Wait<T> {
    T run() throws InterruptedException;
  }

  private static <T> T waiting(Wait<T> wait) {
    try {
      return wait.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BitsException.of(
          ABORTED, "Ledger.turn", "the thread was interrupted while it waited", e);
    }
  }
}
