package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something of the service that outlives the connections to it: the queue, a job, a file. It is
 * found again on a new connection when the service was restarted.
 *
 * <p>All its calls are made by threads of the apartment, each within a deadline. A call that fails
 * because the connection is gone is repeated once on a new one; where it may have been made already
 * ({@link Lost}), only after {@link Doubt} was settled.
 *
 * @param <R> the interface of the object
 */
abstract class Remote<R extends IUnknown> implements Apartment.Subject {
  private static final Logger LOG = System.getLogger(Remote.class.getName());

  private final List<Consumer<? super R>> renewals = new CopyOnWriteArrayList<>();

  /** What the last connection gave; null if nothing yet, or closed. Guarded by this. */
  private References<R> current;

  private boolean closed;

  /** Takes over the references; null if there are none yet. */
  Remote(References<R> current) {
    this.current = current;
  }

  /** The connection. */
  abstract Link link();

  /**
   * Finds the object on the connection of now.
   *
   * @throws BitsException if it is not there any more
   */
  abstract References<R> find(Deadline deadline);

  /** Makes a call that changes nothing. */
  abstract void probe(R raw);

  // ---- calls, from any thread

  /** Makes calls that may be made twice. */
  final <T> T ask(Function<R, T> calls) {
    return ask(link().patience(), it -> calls.apply(it.raw()), Doubt.none(), Remote::discard);
  }

  /** Makes calls that may be made twice. */
  final void tell(Consumer<R> calls) {
    ask(
        raw -> {
          calls.accept(raw);
          return null;
        });
  }

  /** As {@link Extensible#with}. */
  final <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> calls) {
    return with(iid, absent, calls, Doubt.none());
  }

  /** As {@link Extensible#once}. */
  final <I extends IUnknown, T> T once(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return with(
        iid,
        absent,
        call,
        Doubt.told("the service broke off during the call, which may have taken effect"));
  }

  private <I extends IUnknown, T> T with(
      Iid<I> iid,
      Supplier<? extends RuntimeException> absent,
      Function<I, T> calls,
      Doubt<R, T> doubt) {
    return ask(
        link().patience(),
        it -> calls.apply(as(it, iid).orElseThrow(absent)),
        doubt,
        Remote::discard);
  }

  /** Whether the object has an interface. */
  final boolean has(Iid<?> iid) {
    return ask(link().patience(), it -> as(it, iid).isPresent(), Doubt.none(), any -> {});
  }

  /** An object whose connection is gone may say that it lacks the interface (Wine's do). */
  private <I extends IUnknown> Optional<I> as(References<R> references, Iid<I> iid) {
    Optional<I> other = references.as(iid);
    if (other.isEmpty()) {
      probe(references.raw());
    }
    return other;
  }

  /**
   * Makes calls on a thread of the apartment.
   *
   * @param tooLate what becomes of a result that nobody waits for any more
   */
  final <T> T ask(
      Duration patience,
      Function<References<R>, T> calls,
      Doubt<R, T> doubt,
      Consumer<? super T> tooLate) {
    return link()
        .apartment()
        .call(this, patience, deadline -> made(deadline, calls, doubt), tooLate);
  }

  /** What a call brings that nobody waits for any more. */
  static void discard(Object result) {
    if (result instanceof AutoCloseable handle) {
      try {
        handle.close();
      } catch (Exception e) {
        LOG.log(Level.DEBUG, () -> handle + " came too late and cannot be closed", e);
      }
    } else if (result instanceof Iterable<?> results) {
      results.forEach(Remote::discard);
    }
  }

  // ---- calls, on a thread of the apartment

  /** Makes calls; if the connection is lost, again on the next one. */
  final <T> T made(Deadline deadline, Function<References<R>, T> calls, Doubt<R, T> doubt) {
    boolean[] begun = new boolean[1];
    try {
      return tried(
          deadline,
          it -> {
            begun[0] = true;
            return calls.apply(it);
          });
    } catch (BitsException lost) {
      if (!Lost.is(lost)) {
        throw lost;
      }
      try {
        return begun[0] && Lost.mayHaveBeenMade(lost)
            ? settled(deadline, calls, doubt, lost)
            : tried(deadline, calls);
      } catch (BitsException again) {
        throw Lost.is(again) && again.getCause() == null ? unavailable(again) : again;
      }
    }
  }

  private <T> T settled(
      Deadline deadline, Function<References<R>, T> calls, Doubt<R, T> doubt, BitsException lost) {
    Optional<T> result;
    try {
      result = tried(deadline, it -> doubt.settled(it, lost));
    } catch (JobNotFoundException gone) {
      return doubt.gone(gone);
    }
    return result.isPresent() ? result.get() : tried(deadline, calls);
  }

  /** Makes calls on the connection of now. */
  final <T> T tried(Deadline deadline, Function<References<R>, T> calls) {
    References<R> references = enter(deadline);
    try {
      if (deadline.isOver()) {
        throw unavailable(BitsException.of(Apartment.ERROR_TIMEOUT, "bits4j"));
      }
      return calls.apply(references);
    } catch (BitsException e) {
      if (Lost.is(e)) {
        link().lose(references.generation());
      }
      throw e;
    } finally {
      references.exit();
    }
  }

  private static BitsUnavailableException unavailable(BitsException failure) {
    return new BitsUnavailableException(failure.hresult(), failure.call(), null, failure);
  }

  // ---- references

  /** What this connection gives for the object; the caller is inside and exits. */
  References<R> enter(Deadline deadline) {
    while (true) {
      References<R> before = open();
      if (before != null && link().isAlive(before.generation()) && before.enter()) {
        return before;
      }
      References<R> found = find(deadline);
      found.enter();
      if (replaced(before, found)) {
        try {
          renewals.forEach(renewal -> renew(renewal, found));
          return found;
        } catch (RuntimeException | Error e) {
          found.exit();
          throw e;
        }
      }
      found.exit();
    }
  }

  /** Runs what an object of a new connection needs; whatever it meets, the object is there. */
  private void renew(Consumer<? super R> renewal, References<R> found) {
    try {
      renewal.accept(found.raw());
    } catch (BitsException e) {
      if (Lost.is(e)) {
        link().lose(found.generation());
        throw e;
      }
      LOG.log(Level.WARNING, () -> "not everything of " + this + " could be renewed", e);
    }
  }

  /** What the last connection gave, if any; this must be open. */
  final synchronized References<R> open() {
    if (closed) {
      throw new ClosedBitsException(Stacks.call(new Throwable().getStackTrace()));
    }
    return current;
  }

  /** Takes over what was found, unless another thread was faster, or closed everything. */
  final boolean replaced(References<R> before, References<R> found) {
    References<R> useless;
    synchronized (this) {
      boolean wanted = !closed && current == before;
      useless = wanted ? current : found;
      if (wanted) {
        current = found;
      }
    }
    if (useless != null) {
      useless.close();
    }
    return useless != found;
  }

  /**
   * Runs an action on the object now, and on each one that a new connection gives for it. It may
   * run more than once for one of them.
   *
   * @return ends it
   */
  final Runnable onConnected(Consumer<? super R> action) {
    renewals.add(action);
    try {
      tell(action::accept);
    } catch (RuntimeException | Error e) {
      renewals.remove(action);
      throw e;
    }
    return () -> renewals.remove(action);
  }

  /** Gives everything back, on a thread of the apartment; what is under way finishes first. */
  final void close() {
    References<R> last;
    synchronized (this) {
      closed = true;
      last = current;
      current = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
