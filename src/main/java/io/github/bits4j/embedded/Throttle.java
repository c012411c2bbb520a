package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Lets bytes come no faster than so many a second, on the average: whoever took some waits until
 * they are paid for. While others go before, a tenth has to do. For use by any thread.
 */
final class Throttle {
  private static final System.Logger LOG = System.getLogger(Throttle.class.getName());

  /** Everything may come as fast as it can. */
  static final Throttle NONE = new Throttle(null, Runnable::run, 0);

  /** What was not used for so long may be used up later, so that a late timer costs nothing. */
  private static final double CREDIT_SECONDS = 0.1;

  private static final double TRICKLE = 0.1;

  /** Who waits looks so often whether he still has to. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Agenda agenda;
  private final Executor workers;
  private final long bytesPerSecond;
  private Duration settled = Duration.ZERO;
  private double credit;
  private boolean trickling;

  /**
   * A throttle that has let nothing through yet.
   *
   * @param workers where those go on who had to wait
   * @param bytesPerSecond 0 for no limit
   */
  Throttle(Agenda agenda, Executor workers, long bytesPerSecond) {
    this.agenda = agenda;
    this.workers = workers;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Says whether others go before from now on. */
  void giveWay(boolean toOthers) {
    if (bytesPerSecond > 0) {
      synchronized (this) {
        settle(0);
        trickling = toOthers;
      }
    }
  }

  /**
   * Goes on as soon as so many bytes are paid for: at once, or on another thread.
   *
   * @param exempt whether to go on in any case
   */
  void pay(long bytes, BooleanSupplier exempt, Runnable next) {
    if (bytesPerSecond == 0 || exempt.getAsBoolean() || settle(bytes).isZero()) {
      next.run();
    } else {
      await(exempt, next);
    }
  }

  private void await(BooleanSupplier exempt, Runnable next) {
    Duration wait = exempt.getAsBoolean() ? Duration.ZERO : settle(0);
    if (!wait.isZero()) {
      agenda.after(wait.compareTo(LOOK) < 0 ? wait : LOOK, () -> await(exempt, next));
      return;
    }
    try {
      workers.execute(next);
    } catch (RuntimeException | Error e) {
      // Without a thread nobody would ever go on.
      LOG.log(System.Logger.Level.WARNING, "a transfer could not go on, and is tried again", e);
      agenda.after(LOOK, () -> await(exempt, next));
    }
  }

  /** Takes bytes, and tells how long it takes to pay for all that were taken. */
  private synchronized Duration settle(long bytes) {
    double rate = bytesPerSecond * (trickling ? TRICKLE : 1);
    Duration now = agenda.elapsed();
    double earned = rate * now.minus(settled).toNanos() / 1e9;
    settled = now;
    credit = Math.min(credit + earned, rate * CREDIT_SECONDS) - bytes;
    // Less than a byte is what calculating with fractions comes to.
    return credit > -1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-credit / rate * 1e9));
  }
}
