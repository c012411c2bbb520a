package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What one transfer notes in a ledger: it begins and ends its jobs through this. */
final class Books {
  private static final System.Logger LOG = System.getLogger(Books.class.getName());
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** So long whoever hears of the end waits at most for it to be noted. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** {@code HRESULT_FROM_WIN32(ERROR_TIMEOUT)}. */
  private static final HResult TIMEOUT = HResult.ofWin32(1460);

  /** {@code E_ABORT}. */
  private static final HResult ABORTED = new HResult(0x80004004);

  private final Ledger ledger;
  private final Optional<String> work;
  private final List<FileNote> expected;
  private final boolean selfContained;

  /** Whoever has it may be in a call that never comes back. */
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private LedgerEntry entry;
  private LedgerEntry aside;
  private BitsJob past;
  private volatile boolean goingOn;
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
  void goOn(LedgerEntry found, boolean over) {
    alone(
        () -> {
          entry = found;
          past = over ? new PastJob(found) : null;
          goingOn = true;
          return found;
        });
  }

  /**
   * Whether there is work that this transfer has not taken up yet: of an earlier run, or the same.
   */
  boolean isUnderWay(Order order) {
    return goingOn || backendOf(order).isPresent();
  }

  /**
   * Creates a job and lets it go, or joins the one that is under way.
   *
   * @param preparation what a new job needs before it may go
   * @return the job; one that is over already if an earlier run of the program did not come to hear
   *     of its end
   */
  BitsJob begin(BitsManager manager, JobSpec spec, Consumer<BitsJob> preparation) {
    return alone(
        () -> {
          if (past != null) {
            BitsJob job = past;
            past = null;
            goingOn = false;
            return job;
          }
          Begun begun = waiting(() -> ledger.begin(manager, intent(spec), preparation));
          entry = begun.entry();
          goingOn = false;
          told = false;
          return begun.job().orElseGet(() -> new PastJob(begun.entry()));
        });
  }

  private Intent intent(JobSpec spec) {
    return new Intent(spec, work, expected, selfContained);
  }

  /** Notes where the bytes are, as far as that can be done. */
  void noteTemps(BitsJob job) {
    noteIfPossible("the temporary files", turn -> turn.noteTemps(job));
  }

  /** Until when an earlier run, or somebody else, holds the job back; empty if nobody does. */
  Optional<Instant> heldUntil() {
    return alone(() -> entry == null ? Optional.empty() : entry.heldUntil());
  }

  /** Notes that the job is held back; if empty, that it is not any more; as far as can be done. */
  void hold(Optional<Instant> until) {
    noteIfPossible("a wait", turn -> turn.hold(until));
  }

  private void noteIfPossible(String what, Consumer<Turn> note) {
    try {
      inTurn(
          turn -> {
            note.accept(turn);
            return turn;
          });
    } catch (BitsException e) {
      LOG.log(
          System.Logger.Level.WARNING, "{0} of {1} not noted: {2}", what, entry, e.getMessage());
    }
  }

  /** Completes the job, or sees that somebody else has. */
  Completion complete(BitsJob job) {
    return inTurn(turn -> turn.complete(job));
  }

  /** Cancels the job, or sees that somebody else has. */
  Completion cancel(BitsJob job) {
    return inTurn(turn -> turn.cancel(job));
  }

  /** The backend on which the same work is under way, if it is. */
  Optional<String> backendOf(Order order) {
    Intent intent = intent(order.spec(order.files(), false));
    return waiting(() -> ledger.backendOf(intent));
  }

  /** Has the job make room for another, and notes that it is to be cancelled. */
  void setAside() {
    alone(
        () -> {
          if (entry != null) {
            aside = inTurn(Turn::setAside).orElse(null);
            entry = null;
          }
          return entry;
        });
  }

  /** The one that made room is cancelled. */
  void asideIsCancelled() {
    alone(
        () -> {
          if (aside != null) {
            entry = aside;
            aside = null;
            inTurn(
                turn -> {
                  turn.cancelled();
                  return turn;
                });
            entry = null;
          }
          return entry;
        });
  }

  /** How somebody completed the job who noted that: its files were in their places. */
  Optional<Completion> completion() {
    return alone(() -> entry == null ? Optional.empty() : inTurn(turn -> turn.entry().completed()));
  }

  /** Notes that the program has heard of the end; what cannot be noted, it hears of once more. */
  void told() {
    try {
      if (!lock.tryLock(SHORT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the end of a transfer cannot be noted now");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (entry == null || told) {
        return;
      }
      told = true;
      inTurn(
          SHORT,
          turn -> {
            turn.told();
            return turn;
          });
    } catch (BitsException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} is not forgotten: {1}", entry, e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private <T> T alone(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  private interface Work<T> {
    T with(Turn turn);
  }

  private <T> T inTurn(Work<T> what) {
    return alone(() -> inTurn(PATIENCE, what));
  }

  private <T> T inTurn(Duration patience, Work<T> what) {
    return waiting(
        () -> {
          Optional<Turn> taken = ledger.turn(entry, patience);
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
