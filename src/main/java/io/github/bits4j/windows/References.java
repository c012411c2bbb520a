package io.github.bits4j.windows;

import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection gave for an object of the service: the pointer, and the pointers to its other
 * interfaces, each of them secured.
 *
 * <p>Users {@link #enter} and {@link #exit}; after {@link #close} nobody enters, and the last one
 * out gives everything back. So nothing is released under anybody's hands.
 *
 * @param <R> the interface that all such objects have
 */
final class References<R extends IUnknown> implements AutoCloseable {
  /** The sign bit of {@link #users}. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private final Service service;
  private final long generation;
  private final R raw;
  private final Map<Iid<?>, Optional<IUnknown>> others = new HashMap<>();

  /** How many are inside, and whether the door is closed. */
  private final AtomicInteger users = new AtomicInteger();

  /** Takes over the reference, which is secured already. */
  References(Service service, long generation, R raw) {
    this.service = service;
    this.generation = generation;
    this.raw = raw;
  }

  R raw() {
    return raw;
  }

  /** The number of the connection. */
  long generation() {
    return generation;
  }

  /**
   * The object under another interface. It is asked for once, and stays this object's; use it
   * between {@link #enter} and {@link #exit} only.
   *
   * @return empty if the object has no such interface
   */
  <I extends IUnknown> Optional<I> as(Iid<I> iid) {
    Optional<IUnknown> known;
    synchronized (others) {
      known = others.get(iid);
    }
    if (known == null) {
      known = remembered(iid, queried(iid));
    }
    // The map has for each id what a query by this id gave.
    @SuppressWarnings("unchecked")
    Optional<I> wanted = (Optional<I>) known;
    return wanted;
  }

  private Optional<IUnknown> queried(Iid<? extends IUnknown> iid) {
    Optional<IUnknown> found = raw.tryQuery(iid).map(it -> it);
    found.ifPresent(
        it -> {
          try {
            service.secure(it);
          } catch (RuntimeException | Error e) {
            it.close();
            throw e;
          }
        });
    return found;
  }

  /** Nobody waits for another's question: of two answers one is given back. */
  private Optional<IUnknown> remembered(Iid<?> iid, Optional<IUnknown> found) {
    Optional<IUnknown> first;
    synchronized (others) {
      first = others.putIfAbsent(iid, found);
    }
    if (first == null) {
      return found;
    }
    found.ifPresent(IUnknown::close);
    return first;
  }

  /**
   * Keeps everything alive until {@link #exit}.
   *
   * @return false if this is closed
   */
  boolean enter() {
    for (int state = users.get(); state >= 0; state = users.get()) {
      if (users.compareAndSet(state, state + 1)) {
        return true;
      }
    }
    return false;
  }

  void exit() {
    if (users.decrementAndGet() == CLOSED) {
      release();
    }
  }

  /** Gives everything back once nobody is inside; a second time does nothing. Never waits. */
  @Override
  public void close() {
    if (users.getAndUpdate(state -> state | CLOSED) == 0) {
      release();
    }
  }

  private void release() {
    synchronized (others) {
      others.values().forEach(it -> it.ifPresent(IUnknown::close));
      others.clear();
    }
    raw.close();
  }
}
