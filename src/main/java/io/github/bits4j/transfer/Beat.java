package io.github.bits4j.transfer;

import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What makes a transfer move: one step after the other, each when it is due or somebody wakes it;
 * and the calls of these steps, of which none is waited for longer than the patience.
 *
 * <p>A call that does not come back takes its thread with it. The beat is then abandoned, somebody
 * is told, and whatever the call brings in the end is put away.
 */
final class Beat {
  private final TransferTime time;
  private final Duration patience;
  private final Supplier<Optional<Duration>> step;
  private final Consumer<BitsException> hung;
  private final Answers answers;

  // Guarded by this.
  private Subscription due = () -> {};
  private Duration dueAt;
  private long number;
  private boolean stepping;
  private boolean over;
  private Duration callBegan;
  private Check check;

  /**
   * Rests until it is woken.
   *
   * @param step what is done; answers in how much time it is to be done again, if nobody wakes it
   * @param hung told that a call or a check has not come back
   * @param answers where it is noted what is asked and answered
   */
  Beat(
      TransferTime time,
      Duration patience,
      Supplier<Optional<Duration>> step,
      Consumer<BitsException> hung,
      Answers answers) {
    this.time = time;
    this.patience = patience;
    this.step = step;
    this.hung = hung;
    this.answers = answers;
  }

  /** Says that this beat does not matter any more: nothing after the call may touch anything. */
  static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Abandoned() {
      super(null, null, false, false);
    }
  }

  /** Says that a check was ended because nobody wants to know any more. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Stopped() {
      super(null, null, false, false);
    }
  }

  void wake() {
    wake(Duration.ZERO);
  }

  /** Has a step taken in so much time at the latest. */
  synchronized void wake(Duration in) {
    Duration at = time.elapsed().plus(in);
    if (over || dueAt != null && dueAt.compareTo(at) <= 0) {
      return;
    }
    dueAt = at;
    if (!stepping) {
      schedule();
    }
  }

  private void schedule() {
    due.close();
    long mine = ++number;
    Duration in = dueAt.minus(time.elapsed());
    due = time.after(in.isNegative() ? Duration.ZERO : in, () -> take(mine));
  }

  private void take(long mine) {
    synchronized (this) {
      if (over || stepping || mine != number) {
        return;
      }
      stepping = true;
      dueAt = null;
    }
    Optional<Duration> next = Optional.empty();
    try {
      next = step.get();
    } catch (Abandoned e) {
      return;
    } finally {
      synchronized (this) {
        stepping = false;
        if (!over && dueAt != null) {
          schedule();
        }
      }
    }
    next.ifPresent(this::wake);
  }

  /** No step is taken any more. */
  synchronized void end() {
    over = true;
    due.close();
  }

  // ---- Calls ----

  /** Makes a call that changes nothing, or that may be forgotten. */
  <T> T ask(String what, Supplier<T> question) {
    return ask(what, question, forgotten -> {});
  }

  /**
   * Makes a call.
   *
   * @param late puts away what comes when nobody waits for it any more
   */
  <T> T ask(String what, Supplier<T> question, Consumer<T> late) {
    Duration began = time.elapsed();
    synchronized (this) {
      if (over) {
        throw new Abandoned();
      }
      callBegan = began;
    }
    answers.asked(what, began);
    Subscription alarm = time.after(patience, () -> hangs(what, began));
    T answer;
    try {
      answer = question.get();
    } catch (BitsUnavailableException e) {
      finish();
      answers.refused(e);
      throw e;
    } catch (RuntimeException | Error e) {
      finish();
      answers.answered(time.elapsed());
      throw e;
    } finally {
      alarm.close();
    }
    try {
      finish();
    } catch (Abandoned e) {
      late.accept(answer);
      throw e;
    }
    answers.answered(time.elapsed());
    return answer;
  }

  void tell(String what, Runnable order) {
    ask(
        what,
        () -> {
          order.run();
          return null;
        });
  }

  private synchronized void finish() {
    callBegan = null;
    if (over) {
      throw new Abandoned();
    }
  }

  private void hangs(String what, Duration began) {
    synchronized (this) {
      // The alarm may come at the same time as the answer.
      if (over || callBegan != began) {
        return;
      }
      end();
    }
    BitsUnavailableException silence = Answers.none(what, patience);
    answers.refused(silence);
    hung.accept(silence);
  }

  // ---- Checks ----

  /** A check while it runs. */
  private static final class Check {
    private final Thread thread = Thread.currentThread();
    private final BooleanSupplier unwanted;
    private final BitsException late;

    // Guarded by the beat.
    private boolean told;
    private boolean isLate;

    private Check(BooleanSupplier unwanted, BitsException late) {
      this.unwanted = unwanted;
      this.late = late;
    }
  }

  /**
   * Has files checked, which takes its time, on this thread. It is interrupted when that takes too
   * long or nobody wants to know any more; if it heeds that not, the beat is abandoned.
   *
   * @param limit how long it may take
   * @param unwanted whether nobody wants to know any more
   * @param late thrown if it took too long
   * @throws Stopped if nobody wants to know any more
   */
  <T> T check(Callable<T> work, Duration limit, BooleanSupplier unwanted, BitsException late)
      throws Exception {
    // What interrupts came before are not meant for the check.
    boolean interrupted = Thread.interrupted();
    Check mine = new Check(unwanted, late);
    synchronized (this) {
      if (over) {
        throw new Abandoned();
      }
      check = mine;
    }
    Subscription alarm = time.after(limit, () -> stop(mine, true));
    try {
      stopUnwanted();
      T found = work.call();
      requireWanted(mine);
      return found;
    } catch (Exception e) {
      requireWanted(mine);
      throw e;
    } finally {
      alarm.close();
      synchronized (this) {
        check = null;
        interrupted |= Thread.interrupted() && !mine.told;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Has a check that runs stopped if nobody wants to know any more. */
  void stopUnwanted() {
    Check running;
    synchronized (this) {
      running = check;
    }
    if (running != null && running.unwanted.getAsBoolean()) {
      stop(running, false);
    }
  }

  private void stop(Check running, boolean late) {
    synchronized (this) {
      if (check != running || running.told) {
        return;
      }
      running.told = true;
      running.isLate = late;
      time.after(patience, () -> abandon(running));
      running.thread.interrupt();
    }
  }

  private synchronized void requireWanted(Check mine) {
    if (over) {
      throw new Abandoned();
    }
    if (mine.told) {
      throw mine.isLate ? mine.late : new Stopped();
    }
  }

  private void abandon(Check running) {
    synchronized (this) {
      if (over || check != running) {
        return;
      }
      end();
    }
    hung.accept(running.late);
  }
}
