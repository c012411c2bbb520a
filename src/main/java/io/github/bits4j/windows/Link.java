package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connection to the service, which a manager and everything it gives out share. When it was
 * lost, the first call that needs it makes the next one, and all others wait for that.
 */
final class Link extends Remote<IBackgroundCopyManager> {
  private final Service service;
  private final Activation activation;
  private final Duration patience;

  /** The number of the last connection. Guarded by this, as all below. */
  private long last;

  /** The number of the connection that is not known to be lost; 0 if there is none. */
  private long alive;

  /** The attempt to connect that is under way; null if there is none. */
  private Attempt attempt;

  private static final class Attempt extends CompletableFuture<Void> {
    final Deadline deadline;

    Attempt(Deadline deadline) {
      this.deadline = deadline;
    }
  }

  /** A link that connects when it is needed first. */
  Link(Service service, Activation activation, Duration patience) {
    super(null);
    if (patience.isZero() || patience.isNegative()) {
      throw new IllegalArgumentException("nothing is answered within " + patience);
    }
    this.service = service;
    this.activation = activation;
    this.patience = patience;
  }

  @Override
  Link link() {
    return this;
  }

  @Override
  public Optional<UUID> job() {
    return Optional.empty();
  }

  Service service() {
    return service;
  }

  Apartment apartment() {
    return service.apartment();
  }

  /** How long a caller waits for a call. */
  Duration patience() {
    return patience;
  }

  /** How long a caller waits for a call in which BITS looks at files, or moves them. */
  Duration longPatience() {
    try {
      return patience.multipliedBy(10);
    } catch (ArithmeticException forEver) {
      return patience;
    }
  }

  /** Gives references back, on a thread that may. */
  void release(Runnable giving) {
    apartment().release(patience, giving);
  }

  /** Gives back a connection that comes too late for anybody. */
  void abandon(Throwable failure) {
    try {
      release(this::close);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  synchronized boolean isAlive(long generation) {
    return generation == alive;
  }

  /** A call has found out that a connection is gone. */
  synchronized void lose(long generation) {
    if (generation == alive) {
      alive = 0;
    }
  }

  @Override
  void probe(IBackgroundCopyManager raw) {
    raw.EnumJobs(0).close();
  }

  @Override
  References<IBackgroundCopyManager> enter(Deadline deadline) {
    while (true) {
      References<IBackgroundCopyManager> before = open();
      if (before != null && isAlive(before.generation()) && before.enter()) {
        return before;
      }
      Attempt mine = new Attempt(deadline);
      Attempt theirs = begun(mine);
      if (theirs == mine) {
        connect(mine, before);
      } else if (theirs != null) {
        await(theirs, deadline);
      }
    }
  }

  /** The attempt that is under way; null if there is a connection already. */
  private synchronized Attempt begun(Attempt mine) {
    if (alive != 0) {
      return null;
    }
    if (attempt == null || attempt.deadline.isOver()) {
      attempt = mine;
    }
    return attempt;
  }

  /** About how many threads wait for the attempt of another one. */
  synchronized int waiting() {
    return attempt == null ? 0 : attempt.getNumberOfDependents();
  }

  private void connect(Attempt mine, References<IBackgroundCopyManager> before) {
    try {
      IBackgroundCopyManager manager = activation.connect();
      connected(new References<>(service, number(), manager), before);
      ended(mine);
      mine.complete(null);
    } catch (RuntimeException | Error e) {
      ended(mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private synchronized long number() {
    return ++last;
  }

  private void connected(
      References<IBackgroundCopyManager> found, References<IBackgroundCopyManager> before) {
    if (replaced(before, found)) {
      synchronized (this) {
        alive = found.generation();
      }
    }
  }

  private synchronized void ended(Attempt mine) {
    if (attempt == mine) {
      attempt = null;
    }
  }

  private static void await(Attempt theirs, Deadline deadline) {
    try {
      theirs.get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BitsException failure) {
        throw new BitsUnavailableException(failure.hresult(), failure.call(), null, failure);
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new BitsUnavailableException(Apartment.ERROR_TIMEOUT, "CoCreateInstance", null, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the threads of the apartment", e);
    }
  }

  @Override
  References<IBackgroundCopyManager> find(Deadline deadline) {
    throw new AssertionError("a connection is not found but made");
  }

  @Override
  public String toString() {
    return "BitsManager";
  }
}
